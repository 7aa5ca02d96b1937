internal import Crypto
internal import HTTPTypes
internal import NIOCore

/// A document as it is sent, in one encoding or two, with what is said of it.
final class Document: Sendable {
  /// A document in one encoding.
  struct Form: Sendable {
    /// The bytes.
    let body: ByteBuffer
    /// Its entity tag, strong, with its quotes.
    let tag: String
    /// The fields of a response that holds it, less Date.
    let fields: HTTPFields
    /// The fields of a response that says that it has not changed, less Date.
    let unchangedFields: HTTPFields

    fileprivate init(_ body: ByteBuffer, tag: String, encoding: String?, _ common: HTTPFields, type: String) {
      (self.body, self.tag) = (body, tag)
      var fields = common
      fields[.eTag] = tag
      unchangedFields = fields
      fields[.contentType] = type
      if let encoding { fields[.contentEncoding] = encoding }
      fields[.contentLength] = String(body.readableBytes)
      self.fields = fields
    }
  }

  /// As it is.
  let plain: Form
  /// Compressed with gzip; `nil` when that was not asked for yet, or does not make it smaller.
  let gzip: Form?
  /// Whether nobody has tried to compress it yet.
  let mayBeCompressed: Bool
  /// When it changed last, in seconds since 1970; `nil` when that is not known.
  let modified: Int64?

  // Smaller documents gain nothing.
  private static let leastToCompress = 512

  /// Makes a document.
  /// - Parameters:
  ///   - fields: what is said of it in any encoding, less Vary, Last-Modified, and what tells of its bytes.
  ///   - type: its media type.
  ///   - isText: whether compressing it makes sense.
  ///   - modified: when it changed last, in seconds since 1970.
  init(_ bytes: [UInt8], type: String, isText: Bool, fields: HTTPFields, modified: Int64?, compresses: Bool) {
    let hash = SHA256.hash(data: bytes).prefix(16).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    var common = fields
    let mayBeCompressed = isText && bytes.count >= Self.leastToCompress
    if isText { common[.vary] = "Accept-Encoding" }
    if let modified { common[.lastModified] = HTTPDate.text(modified) }
    self.modified = modified
    plain = Form(ByteBuffer(bytes: bytes), tag: "\"\(hash)\"", encoding: nil, common, type: type)
    let compressed = mayBeCompressed && compresses ? Gzip.compressed(bytes) : nil
    gzip = compressed.map {
      Form(ByteBuffer(bytes: $0), tag: "\"\(hash)-gzip\"", encoding: "gzip", common, type: type)
    }
    self.mayBeCompressed = mayBeCompressed && !compresses
  }

  /// About how many bytes of memory it takes.
  var size: Int { plain.body.readableBytes + (gzip?.body.readableBytes ?? 0) + 2048 }

  /// The form for a client that takes gzip, or does not.
  func form(gzip takesGzip: Bool) -> Form { takesGzip ? gzip ?? plain : plain }
}
