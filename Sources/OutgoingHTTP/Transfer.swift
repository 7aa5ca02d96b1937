internal import CCurl
internal import Foundation
internal import Synchronization

/// One request and its response, as libcurl transfers them.
// Unchecked: after it was given to the loop, it is used on the loop's thread alone, less `isCancelled`.
final class Transfer: @unchecked Sendable {
  /// Whether nobody waits for it any more.
  let isCancelled = Atomic(false)
  /// The task that waits.
  var continuation: CheckedContinuation<HTTPClient.Response, any Error>?
  /// The handle, from `prepare` to the end.
  private(set) var easy: UnsafeMutableRawPointer?

  private let request: HTTPClient.Request
  private let url: RequestURL
  private let addresses: [String]
  private let policy: HTTPClient.Addresses
  private let limit: Duration
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var sentBytes = 0
  private var fields: [String: String] = [:]
  private var fieldBytes = 0
  private var body: [UInt8] = []
  private var bodyBytes = 0
  private var refusal: NetworkAddress.Refusal?

  // Names and values of all fields of a response, in bytes.
  private static let fieldLimit = 65_536
  // A body that is not wanted is read so far, so that its connection can be used again.
  private static let unwantedLimit = 65_536
  private static let connectTimeout = 10

  /// Makes a transfer to one of the addresses of the URL's host, for which there is so much time.
  init(
    _ request: HTTPClient.Request, _ url: RequestURL, addresses: [String], policy: HTTPClient.Addresses,
    limit: Duration
  ) {
    (self.request, self.url, self.addresses) = (request, url, addresses)
    (self.policy, self.limit) = (policy, limit)
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    if let easy { curl_easy_cleanup(easy) }
    for list in lists { curl_slist_free_all(list) }
    message.deallocate()
  }

  /// Makes the handle.
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
    // None, whatever the environment says: a proxy would look up the name itself, and reach what must not be reached.
    set(curl_set_text(easy, CURLOPT_PROXY, ""))
    set(curl_set_number(easy, CURLOPT_NOSIGNAL, 1))
    set(curl_set_number(easy, CURLOPT_CONNECTTIMEOUT, Self.connectTimeout))
    // Zero would be no limit.
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
    if request.method == .post {
      set(curl_set_number(easy, CURLOPT_POST, 1))
      set(curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
      set(curl_set_pointer(easy, CURLOPT_READDATA, this))
      set(curl_set_read_function(easy, Self.sendBody))
      set(curl_set_pointer(easy, CURLOPT_SEEKDATA, this))
      set(curl_set_seek_function(easy, Self.rewindBody))
    }
    // Expect: 100-continue would cost a second where it is not understood.
    // A name with a colon and no value is how libcurl leaves a field out, one with a semicolon how it sends an empty one.
    let lines =
      request.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" } + ["Expect:"]
    set(curl_set_list(easy, CURLOPT_HTTPHEADER, try list(lines)))
    if addresses != [url.host], !url.host.hasPrefix("[") {
      // With a plus, it is forgotten after a minute.
      let texts = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
      set(curl_set_list(easy, CURLOPT_RESOLVE, try list(["+\(url.host):\(url.port):\(texts)"])))
    }
    guard code == CURLE_OK else {
      throw HTTPClient.Failure(description: String(cString: curl_easy_strerror(code)))
    }
    return easy
  }

  /// Says how libcurl has ended it.
  func end(_ result: CURLcode) {
    var status = 0
    if let easy { curl_get_status(easy, &status) }
    // Once there is a status, a body matters only if it is wanted, be it cut here or never sent.
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

  /// Says that it could not begin.
  func fail(_ error: any Error) { finish(.failure(error)) }

  /// Says that it was cancelled.
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

// MARK: What libcurl calls

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
    // One that says to go on may come before the response.
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

  // The peer is checked once more at the moment of connecting, wherever its address came from.
  private static let openSocket: curl_opensocket_callback = { context, _, address in
    guard let address, let transfer = transfer(context) else { return CURL_SOCKET_BAD }
    guard let peer = curl_peer(address), NetworkAddress.isPublic(NetworkAddress.bytes(of: peer)) else {
      transfer.refusal = .notPublic(transfer.url.host)
      return CURL_SOCKET_BAD
    }
    return socket(address.pointee.family, address.pointee.socktype, address.pointee.protocol)
  }
}
