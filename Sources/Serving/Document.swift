internal import NIOCore
internal import NIOHTTP1
internal import Primitives

/// A document as it is sent, in one encoding or two, with what is said of it.
final class Document: Sendable {
  /// A document in one encoding.
  struct Form: Sendable {
    /// The bytes; `nil` when they are in a file.
    let body: ByteBuffer?
    /// Its entity tag, strong, with its quotes.
    let tag: String
    /// When it changed last, in seconds since 1970; `nil` when that is not known.
    let modified: Int64?
    /// The fields of a response that holds it, less Date.
    let fields: HTTPHeaders
    /// The fields of a response that says that it has not changed, less Date.
    let unchangedFields: HTTPHeaders
    /// The heads of these responses as bytes, if the document is in memory.
    let head, unchangedHead: ResponseHead?

    // Makes a form of so many bytes; `encoding` is what was done to them.
    fileprivate init(_ traits: Traits, _ body: ByteBuffer?, size: Int, encoding: String? = nil) {
      (self.body, modified) = (body, traits.modified)
      tag = "\"" + traits.hash + (encoding.map { "-" + $0 } ?? "") + "\""
      var fields = traits.fields
      if traits.isText { fields.add(name: "Vary", value: "Accept-Encoding") }
      if let modified { fields.add(name: "Last-Modified", value: HTTPDate.text(modified)) }
      fields.add(name: "ETag", value: tag)
      unchangedFields = fields
      fields.add(name: "Content-Type", value: traits.type)
      if let encoding { fields.add(name: "Content-Encoding", value: encoding) }
      fields.add(name: "Content-Length", value: String(size))
      self.fields = fields
      head = body == nil ? nil : ResponseHead(.ok, fields)
      unchangedHead = body == nil ? nil : ResponseHead(.notModified, unchangedFields)
    }
  }

  /// What is known of a document beside its bytes.
  struct Traits {
    /// The hash of its bytes.
    var hash: String
    /// Its media type.
    var type: String
    /// Whether compressing it makes sense.
    var isText: Bool
    /// What is said of it in any encoding, less Vary, Last-Modified, and what tells of its bytes.
    var fields: HTTPHeaders
    /// When it changed last, in seconds since 1970; `nil` when that is not known.
    var modified: Int64?

    /// What is sent as it is, of so many bytes in a file.
    func form(size: Int) -> Form { Form(self, nil, size: size) }
  }

  /// As it is.
  let plain: Form
  /// Compressed with gzip; `nil` when that was not asked for yet, or does not make it smaller.
  let gzip: Form?
  /// Whether nobody has tried to compress it yet.
  let mayBeCompressed: Bool
  /// About how many bytes of memory it takes.
  let size: Int

  // Smaller documents gain nothing.
  private static let leastToCompress = 512

  /// What tells versions of a document apart.
  static func hash(_ bytes: ByteBuffer) -> String {
    bytes.withUnsafeReadableBytes { ContentDigest($0) }.hexadecimal
  }

  /// Makes a document, and its compressed form if that is wanted.
  init(_ bytes: ByteBuffer, _ traits: Traits, compresses: Bool) {
    plain = Form(traits, bytes, size: bytes.readableBytes)
    let mayBeCompressed = traits.isText && bytes.readableBytes >= Self.leastToCompress
    let compressed = mayBeCompressed && compresses ? Gzip.compressed(bytes) : nil
    gzip = compressed.map { Form(traits, $0, size: $0.readableBytes, encoding: "gzip") }
    self.mayBeCompressed = mayBeCompressed && !compresses
    size = bytes.readableBytes + (compressed?.readableBytes ?? 0) + 6144
  }

  /// The form for a client that takes gzip, or does not.
  func form(gzip takesGzip: Bool) -> Form { takesGzip ? gzip ?? plain : plain }
}
