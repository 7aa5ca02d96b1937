internal import NIOCore
internal import NIOHTTP1
internal import Primitives

/// A document in memory, with the representations that are sent of it: as it is, and compressed.
final class Document: Sendable {
  /// A representation (RFC 9110, section 3.2) in one content coding.
  struct Representation: Sendable {
    /// The bytes; `nil` when they are sent from a file.
    let body: ByteBuffer?
    /// The strong entity tag, with its quotes.
    let tag: String
    /// The last modification, in seconds since 1970; `nil` when it is unknown.
    let modified: UnixTime?
    /// The fields of a response with status 200, without Date.
    let fields: HTTPHeaders
    /// The fields of a response with status 304, without Date.
    let notModifiedFields: HTTPHeaders
    /// The serialized head of a response with status 200; `nil` when the bytes are sent from a file.
    let head: ResponseHead?
    /// The serialized head of a response with status 304; `nil` when the bytes are sent from a file.
    let notModifiedHead: ResponseHead?

    // Makes a representation of `size` bytes.
    fileprivate init(_ metadata: Metadata, body: ByteBuffer?, size: Int, coding: String? = nil) {
      self.body = body
      modified = metadata.modified
      tag = "\"" + metadata.hash + (coding.map { "-" + $0 } ?? "") + "\""
      var fields = metadata.fields
      if metadata.isText { fields.add(name: "Vary", value: "Accept-Encoding") }
      if let modified { fields.add(name: "Last-Modified", value: HTTPDate.text(modified)) }
      fields.add(name: "ETag", value: tag)
      notModifiedFields = fields
      fields.add(name: "Content-Type", value: metadata.type)
      if let coding { fields.add(name: "Content-Encoding", value: coding) }
      fields.add(name: "Content-Length", value: String(size))
      self.fields = fields
      head = body == nil ? nil : ResponseHead(.ok, fields)
      notModifiedHead = body == nil ? nil : ResponseHead(.notModified, notModifiedFields)
    }
  }

  /// The metadata that all representations of a document share.
  struct Metadata {
    /// The hash of the bytes.
    var hash: String
    /// The media type.
    var type: String
    /// Whether the document is text, which is worth compressing.
    var isText: Bool
    /// The response fields of every representation, without Vary, Last-Modified, ETag and the Content fields.
    var fields: HTTPHeaders
    /// The last modification, in seconds since 1970; `nil` when it is unknown.
    var modified: UnixTime?

    /// The representation of a file of `size` bytes, uncompressed.
    func representation(size: Int) -> Representation { Representation(self, body: nil, size: size) }
  }

  /// The uncompressed representation.
  let plain: Representation
  /// The gzip representation; `nil` when it was not made, or would not be smaller.
  let gzip: Representation?
  /// Whether a gzip representation is possible and was not made.
  let mayBeCompressed: Bool
  /// The approximate memory use, in bytes.
  let size: Int

  // Compression gains nothing for smaller documents, in bytes.
  private static let minCompressedSize = 512
  // An estimate of the memory for fields and heads, in bytes.
  private static let overhead = 6144

  /// The hash of a document's bytes, for entity tags.
  static func hash(_ bytes: ByteBuffer) -> String {
    bytes.withUnsafeReadableBytes { ContentDigest($0) }.hexadecimal
  }

  /// Makes a document, and its gzip representation if `compresses`.
  init(_ bytes: ByteBuffer, _ metadata: Metadata, compresses: Bool) {
    plain = Representation(metadata, body: bytes, size: bytes.readableBytes)
    let isCompressible = metadata.isText && bytes.readableBytes >= Self.minCompressedSize
    let compressed = isCompressible && compresses ? Gzip.compressed(bytes) : nil
    gzip = compressed.map { Representation(metadata, body: $0, size: $0.readableBytes, coding: "gzip") }
    mayBeCompressed = isCompressible && !compresses
    size = bytes.readableBytes + (compressed?.readableBytes ?? 0) + Self.overhead
  }

  /// The representation for a client that accepts gzip, or does not.
  func representation(gzip takesGzip: Bool) -> Representation { takesGzip ? gzip ?? plain : plain }
}
