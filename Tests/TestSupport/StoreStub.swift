package import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Primitives
internal import Synchronization

/// A small S3 store in memory, which fails as a test says. It checks digests, and no signatures.
package final class StoreStub: Sendable {
  /// An object.
  package struct Object: Sendable, Equatable {
    /// The bytes.
    package var bytes: Data
    /// Content-Type, Cache-Control and metadata, by name in lower case.
    package var fields: [String: String]

    /// The entity tag, without quotes.
    package var tag: String { bytes.withUnsafeBytes { MD5Digest(of: $0) }.hexadecimal }

    /// Makes an object.
    package init(_ text: String, fields: [String: String] = [:]) {
      bytes = Data(text.utf8)
      self.fields = fields
    }

    fileprivate init(_ request: Request) {
      bytes = request.body
      fields = request.fields.filter { name, _ in
        name.hasPrefix("x-amz-meta-") || ["content-type", "cache-control"].contains(name)
      }
    }
  }

  /// A recorded request.
  package struct Request: Sendable {
    /// The method.
    package var method: String
    /// The bucket.
    package var bucket = ""
    /// The key; empty for the bucket.
    package var key = ""
    /// The query.
    package var query: [String: String] = [:]
    /// The fields by name in lower case.
    package var fields: [String: String] = [:]
    /// The body.
    package var body = Data()
  }

  /// A failure.
  package enum Fault: Sendable {
    /// An answer with a status and the code of an error.
    case status(Int, code: String, body: String = "", fields: [(String, String)] = [])
    /// No answer.
    case silence
    /// The end of the connection.
    case cut
  }

  /// The bucket that there is.
  package static let bucket = "news"
  /// The credentials of requests of this process and of those that it starts.
  package static let accessKey = "AKIDTEST"
  /// The secret of the credentials.
  package static let secretKey = "s3cretOfTests"

  /// Sets the credentials in the environment of this process, once.
  package static let credentials: Void = {
    setenv("AWS_ACCESS_KEY_ID", accessKey, 1)
    setenv("AWS_SECRET_ACCESS_KEY", secretKey, 1)
    for name in ["AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"] {
      unsetenv(name)
    }
  }()

  /// The address of the store.
  package let url: String
  private let channel: any Channel
  private let contents = Contents()

  /// Starts an empty store.
  package init() async throws {
    Self.credentials
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { [contents] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(contents))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
  }

  deinit { channel.close(promise: nil) }

  /// The objects by key.
  package var objects: [String: Object] {
    get { contents.state.withLock { $0.objects } }
    set { contents.state.withLock { $0.objects = newValue } }
  }

  /// Sets or removes an object.
  package subscript(key: String) -> Object? {
    get { contents.state.withLock { $0.objects[key] } }
    set { contents.state.withLock { $0.objects[key] = newValue } }
  }

  /// Whether the conditions of puts are ignored.
  package var ignoresConditions: Bool {
    get { contents.state.withLock { $0.ignoresConditions } }
    set { contents.state.withLock { $0.ignoresConditions = newValue } }
  }

  /// The number of objects in a page of a listing.
  package var pageSize: Int {
    get { contents.state.withLock { $0.pageSize } }
    set { contents.state.withLock { $0.pageSize = newValue } }
  }

  /// Fails from now on as a function says.
  package func fail(_ fault: @escaping @Sendable (Request) -> Fault?) {
    contents.state.withLock { $0.fault = fault }
  }

  /// Answers as it should from now on.
  package func recover() { fail { _ in nil } }

  /// The requests so far, and forgets them.
  package func takeRequests() -> [Request] {
    contents.state.withLock { state in
      defer { state.requests = [] }
      return state.requests
    }
  }

  /// The largest number of requests at once.
  package var mostAtOnce: Int { contents.state.withLock { $0.mostAtOnce } }

  fileprivate struct State {
    var objects: [String: Object] = [:]
    var ignoresConditions = false
    var pageSize = 1000
    var fault: @Sendable (Request) -> Fault? = { _ in nil }
    var requests: [Request] = []
    var atOnce = 0
    var mostAtOnce = 0
  }

  private final class Contents: Sendable {
    let state = Mutex(State())
  }

  fileprivate struct Answer {
    var status: Int
    var fields: [(String, String)] = []
    var body = Data()

    static func error(_ status: Int, _ code: String, _ more: String = "") -> Answer {
      let body = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>a test</Message>\(more)</Error>"
      return Answer(status: status, fields: [("Content-Type", "application/xml")], body: Data(body.utf8))
    }
  }
}

extension StoreStub.State {
  fileprivate mutating func answer(_ request: StoreStub.Request) -> StoreStub.Answer {
    guard request.bucket == StoreStub.bucket else { return .error(404, "NoSuchBucket") }
    let digest = request.body.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal
    guard request.fields["authorization"] != nil, request.fields["x-amz-content-sha256"] == digest else {
      return .error(403, "AccessDenied")
    }
    switch request.method {
    case "PUT": return put(request)
    case "POST": return delete(request)
    default: return request.key.isEmpty ? list(request) : get(request)
    }
  }

  private mutating func put(_ request: StoreStub.Request) -> StoreStub.Answer {
    let tag = objects[request.key]?.tag
    if !ignoresConditions {
      if request.fields["if-none-match"] == "*", tag != nil { return .error(412, "PreconditionFailed") }
      if let wanted = request.fields["if-match"], wanted != "\"\(tag ?? "")\"" {
        return tag == nil ? .error(404, "NoSuchKey") : .error(412, "PreconditionFailed")
      }
    }
    let object = StoreStub.Object(request)
    objects[request.key] = object
    return .init(status: 200, fields: [("ETag", "\"\(object.tag)\"")])
  }

  private mutating func delete(_ request: StoreStub.Request) -> StoreStub.Answer {
    let digest = request.body.withUnsafeBytes { MD5Digest(of: $0) }.base64
    guard request.query["delete"] != nil, request.fields["content-md5"] == digest else {
      return .error(400, "BadDigest")
    }
    let text = String(decoding: request.body, as: UTF8.self)
    for match in text.matches(of: /<Key>(.*?)<\/Key>/) {
      let key = String(match.output.1).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      objects[key.replacing("&amp;", with: "&")] = nil
    }
    return .init(status: 200, body: Data("<DeleteResult></DeleteResult>".utf8))
  }

  private func get(_ request: StoreStub.Request) -> StoreStub.Answer {
    guard let object = objects[request.key] else { return .error(404, "NoSuchKey") }
    let fields = [
      ("ETag", "\"\(object.tag)\""), ("Last-Modified", "Tue, 13 May 2014 16:53:20 GMT"),
    ]
    if request.fields["if-none-match"] == "\"\(object.tag)\"" { return .init(status: 304, fields: fields) }
    let isPart = request.fields["range"] != nil
    return .init(
      status: isPart ? 206 : 200, fields: fields + object.fields.map { ($0, $1) },
      body: isPart ? object.bytes.prefix(1) : object.bytes)
  }

  private func list(_ request: StoreStub.Request) -> StoreStub.Answer {
    let prefix = request.query["prefix"] ?? ""
    let keys = objects.keys.filter { $0.hasPrefix(prefix) }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    var items: [(key: String, isFolder: Bool)] = []
    for key in keys {
      let rest = key.dropFirst(prefix.count)
      guard request.query["delimiter"] != nil, let slash = rest.firstIndex(of: "/") else {
        items.append((key, false))
        continue
      }
      let folder = prefix + rest[...slash]
      if items.last?.key != folder { items.append((folder, true)) }
    }
    let start = request.query["continuation-token"].flatMap { Int($0) } ?? 0
    let page = items.dropFirst(start).prefix(pageSize)
    var text = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
    for item in page {
      let key = item.key.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      if item.isFolder {
        text += "<CommonPrefixes><Prefix>\(key)</Prefix></CommonPrefixes>"
      } else if let object = objects[item.key] {
        text +=
          "<Contents><Key>\(key)</Key><LastModified>2014-05-13T16:53:20.000Z</LastModified><ETag>&quot;\(object.tag)&quot;</ETag><Size>\(object.bytes.count)</Size></Contents>"
      }
    }
    let isLast = start + page.count == items.count
    text += "<IsTruncated>\(!isLast)</IsTruncated>"
    if !isLast { text += "<NextContinuationToken>\(start + page.count)</NextContinuationToken>" }
    return .init(status: 200, body: Data((text + "</ListBucketResult>").utf8))
  }
}

extension StoreStub {
  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let contents: Contents
    private var request = Request(method: "")

    init(_ contents: Contents) { self.contents = contents }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        request = StoreStub.request(head)
        contents.state.withLock { state in
          state.atOnce += 1
          state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
        }
      case .body(let bytes): request.body += Data(bytes.readableBytesView)
      case .end: answer(context)
      }
    }

    private func answer(_ context: ChannelHandlerContext) {
      let fault = contents.state.withLock { state in
        state.atOnce -= 1
        state.requests.append(request)
        return state.fault
      }
      switch fault(request) {
      case .silence: return
      case .cut: context.close(promise: nil)
      case .status(let status, let code, let body, let fields):
        var answer = Answer.error(status, code, body)
        answer.fields += fields
        send(answer, context)
      case nil: send(contents.state.withLock { [request] in $0.answer(request) }, context)
      }
    }

    private func send(_ answer: Answer, _ context: ChannelHandlerContext) {
      var headers = HTTPHeaders(answer.fields)
      headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.count)")
      if !headers.contains(name: "Date") { headers.add(name: "Date", value: HTTPDate.text(.now)) }
      let head = HTTPResponseHead(
        version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      if request.method != "HEAD", answer.status != 304 {
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
      }
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }

  private static func request(_ head: HTTPRequestHead) -> Request {
    let parts = head.uri.split(separator: "?", maxSplits: 1)
    let path = (parts.first ?? "").dropFirst().split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    var request = Request(method: head.method.rawValue)
    request.bucket = String(path.first ?? "")
    request.key = path.count > 1 ? String(path[1]).removingPercentEncoding ?? "" : ""
    for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
      let pair = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
      request.query[pair[0]] = pair.count > 1 ? pair[1] : ""
    }
    for (name, value) in head.headers { request.fields[name.lowercased()] = value }
    return request
  }
}
