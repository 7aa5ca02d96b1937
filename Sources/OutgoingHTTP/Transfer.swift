internal import CCurl
internal import Foundation
internal import Synchronization

/// A transfer of libcurl: one request and its response.
// Unchecked: once it is started, only the thread of the loop uses it, except `isCancelled`.
final class Transfer: @unchecked Sendable {
  /// Whether the waiting task was cancelled.
  let isCancelled = Atomic(false)
  /// The continuation of the waiting task.
  var continuation: CheckedContinuation<HTTPClient.Response, any Error>?
  /// The easy handle, from `prepare` to the end.
  private(set) var easy: UnsafeMutableRawPointer?

  private let request: HTTPClient.Request
  private let url: RequestURL
  private let addresses: [String]
  private let policy: HTTPClient.AddressPolicy
  private let limit: Duration
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var sentBytes = 0
  private var fields: [String: String] = [:]
  private var fieldBytes = 0
  private var body: [UInt8] = []
  private var bodyBytes = 0
  private var refusal: NetworkAddress.Refusal?

  // The limit of a response's header section, in bytes.
  private static let fieldLimit = 65_536
  // The limit up to which an unwanted body is read, so that the connection can be reused, in bytes.
  private static let unwantedLimit = 65_536
  // The time limit of a connection, in seconds.
  private static let connectTimeout = 10

  /// Makes a transfer to one of the given addresses of the URL's host.
  /// - Parameter limit: the time limit.
  init(
    _ request: HTTPClient.Request, _ url: RequestURL, addresses: [String], policy: HTTPClient.AddressPolicy,
    limit: Duration
  ) {
    self.request = request
    self.url = url
    self.addresses = addresses
    self.policy = policy
    self.limit = limit
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    if let easy { curl_easy_cleanup(easy) }
    for list in lists { curl_slist_free_all(list) }
    message.deallocate()
  }

  /// Makes the easy handle.
  /// - Throws: `HTTPClient.Failure`.
  func prepare() throws -> UnsafeMutableRawPointer {
    guard let easy = curl_easy_init() else { throw HTTPClient.Failure(description: "out of memory") }
    self.easy = easy
    let this = Unmanaged.passUnretained(self).toOpaque()
    var code = curl_allow_http_only(easy)
    func set(_ result: CURLcode) { if code == CURLE_OK { code = result } }
    set(curl_set_text(easy, CURLOPT_URL, url.text))
    set(curl_set_number(easy, CURLOPT_PATH_AS_IS, 1))
    set(curl_set_number(easy, CURLOPT_FOLLOWLOCATION, 0))
    // No proxy, whatever the environment says: a proxy would resolve the host itself, and bypass the check of addresses.
    set(curl_set_text(easy, CURLOPT_PROXY, ""))
    set(curl_set_number(easy, CURLOPT_NOSIGNAL, 1))
    set(curl_set_number(easy, CURLOPT_CONNECTTIMEOUT, Self.connectTimeout))
    // Zero would mean no limit.
    set(curl_set_number(easy, CURLOPT_TIMEOUT_MS, max(1, Int(limit / .milliseconds(1)))))
    set(curl_set_pointer(easy, CURLOPT_ERRORBUFFER, message))
    set(curl_set_pointer(easy, CURLOPT_WRITEDATA, this))
    set(curl_set_write_function(easy, CURLOPT_WRITEFUNCTION, Self.receiveBody))
    set(curl_set_pointer(easy, CURLOPT_HEADERDATA, this))
    set(curl_set_write_function(easy, CURLOPT_HEADERFUNCTION, Self.receiveField))
    if policy == .publicOnly {
      set(curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, this))
      set(curl_set_open_socket_function(easy, Self.openSocket))
    }
    setMethod(of: easy, set)
    setSignature(of: easy, set)
    set(curl_set_list(easy, CURLOPT_HTTPHEADER, try list(lines)))
    if addresses != [url.host], !url.host.hasPrefix("[") {
      // With `+`, the entry expires like any other of libcurl's DNS cache.
      let texts = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
      set(curl_set_list(easy, CURLOPT_RESOLVE, try list(["+\(url.host):\(url.port):\(texts)"])))
    }
    guard code == CURLE_OK else {
      throw HTTPClient.Failure(description: String(cString: curl_easy_strerror(code)))
    }
    return easy
  }

  // The lines of the header. Expect: 100-continue is removed: servers that ignore it would delay the body by a second. libcurl
  // removes a field that is given as `Name:`, and sends an empty one for `Name;`. In a request that is signed, it would sign the
  // removed field.
  private var lines: [String] {
    let lines = request.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    return request.signingKey == nil ? lines + ["Expect:"] : lines
  }

  private func setMethod(of easy: UnsafeMutableRawPointer, _ set: (CURLcode) -> Void) {
    let size = curl_off_t(request.body.count)
    switch request.method {
    case .get: return
    case .head: set(curl_set_number(easy, CURLOPT_NOBODY, 1))
    case .post:
      set(curl_set_number(easy, CURLOPT_POST, 1))
      set(curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, size))
      setBody(of: easy, set)
    case .put:
      set(curl_set_number(easy, CURLOPT_UPLOAD, 1))
      // libcurl asks whether to send the body of any PUT, and waits for a second where a server does not answer that. The request cannot
      // do without the field if it is signed, see `lines`.
      set(curl_set_number(easy, CURLOPT_EXPECT_100_TIMEOUT_MS, 1))
      set(curl_set_size(easy, CURLOPT_INFILESIZE_LARGE, size))
      setBody(of: easy, set)
    default: set(curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue))
    }
  }

  private func setBody(of easy: UnsafeMutableRawPointer, _ set: (CURLcode) -> Void) {
    let this = Unmanaged.passUnretained(self).toOpaque()
    set(curl_set_pointer(easy, CURLOPT_READDATA, this))
    set(curl_set_read_function(easy, Self.sendBody))
    set(curl_set_pointer(easy, CURLOPT_SEEKDATA, this))
    set(curl_set_seek_function(easy, Self.rewindBody))
  }

  private func setSignature(of easy: UnsafeMutableRawPointer, _ set: (CURLcode) -> Void) {
    guard let key = request.signingKey else { return }
    set(curl_set_text(easy, CURLOPT_AWS_SIGV4, "aws:amz:\(key.region):\(key.service)"))
    set(curl_set_text(easy, CURLOPT_USERNAME, key.accessKey))
    set(curl_set_text(easy, CURLOPT_PASSWORD, key.secretKey))
  }

  /// Ends the transfer with a result of libcurl.
  func end(_ result: CURLcode) {
    var status = 0
    if let easy { curl_get_status(easy, &status) }
    // With a final status, a failure of an unwanted or too long body does not matter.
    let isAnswered = status >= 200 && (request.bodyLimit == nil || isTooLong)
    if result == CURLE_OK || isAnswered {
      let isWhole = request.bodyLimit != nil && !isTooLong
      finish(.success(.init(status: status, fields: fields, body: isWhole ? body : nil)))
    } else if result == CURLE_OPERATION_TIMEDOUT {
      finish(.failure(HTTPClient.TimedOut()))
    } else if let refusal {
      finish(.failure(refusal))
    } else {
      let words = String(cString: message[0] == 0 ? curl_easy_strerror(result) : UnsafePointer(message))
      finish(.failure(HTTPClient.Failure(description: words)))
    }
  }

  /// Ends the transfer with an error.
  func fail(_ error: any Error) { finish(.failure(error)) }

  /// Ends the transfer after cancellation.
  func cancel() { finish(.failure(CancellationError())) }

  private func finish(_ result: Result<HTTPClient.Response, any Error>) {
    if let easy { curl_easy_cleanup(easy) }
    easy = nil
    continuation?.resume(with: result)
    continuation = nil
  }

  private var isTooLong: Bool { bodyBytes > request.bodyLimit ?? Self.unwantedLimit }

  private func list(_ lines: [String]) throws -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = curl_slist_append(list, line) else {
        curl_slist_free_all(list)
        throw HTTPClient.Failure(description: "out of memory")
      }
      list = longer
    }
    if let list { lists.append(list) }
    return list
  }
}

// MARK: Callbacks of libcurl

extension Transfer {
  private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private static let receiveBody: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return 0 }
    transfer.bodyBytes += size * count
    if transfer.isTooLong { return 0 }
    if transfer.request.bodyLimit != nil {
      transfer.body += UnsafeRawBufferPointer(start: bytes, count: size * count)
    }
    return size * count
  }

  private static let receiveField: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return 0 }
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
    transfer.fieldBytes += size * count
    guard transfer.fieldBytes <= fieldLimit else { return 0 }
    // An informational response (1xx) may precede the final one.
    if line.hasPrefix("HTTP/") { transfer.fields = [:] }
    guard let colon = line.firstIndex(of: ":") else { return size * count }
    let name = line[..<colon].lowercased()
    if transfer.fields[name] == nil {
      transfer.fields[name] = line[colon...].dropFirst().trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return size * count
  }

  private static let sendBody: curl_read_callback = { buffer, size, count, context in
    guard let buffer, let transfer = transfer(context) else { return Int(CURL_READFUNC_ABORT) }
    let part = transfer.request.body[transfer.sentBytes...].prefix(size * count)
    UnsafeMutableRawBufferPointer(start: buffer, count: size * count).copyBytes(from: part)
    transfer.sentBytes += part.count
    return part.count
  }

  private static let rewindBody: curl_seek_callback = { context, offset, origin in
    guard let transfer = transfer(context), origin == SEEK_SET, offset >= 0,
      offset <= transfer.request.body.count
    else { return CURL_SEEKFUNC_FAIL }
    transfer.sentBytes = Int(offset)
    return CURL_SEEKFUNC_OK
  }

  // The peer is checked again when the socket is opened, wherever its address came from.
  private static let openSocket: curl_opensocket_callback = { context, _, address in
    guard let address, let transfer = transfer(context) else { return CURL_SOCKET_BAD }
    guard let peer = curl_peer(address), NetworkAddress.isPublic(NetworkAddress.bytes(of: peer)) else {
      transfer.refusal = .notPublic(transfer.url.host)
      return CURL_SOCKET_BAD
    }
    return socket(address.pointee.family, address.pointee.socktype, address.pointee.protocol)
  }
}
