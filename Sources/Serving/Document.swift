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
    private(set) var tag: String
    /// The last modification, in seconds since 1970; `nil` when it is unknown.
    let modified: UnixTime?
    /// The fields of a response with status 200, without Date.
    private(set) var fields: HTTPHeaders
    /// The fields of a response with status 304, without Date.
    private(set) var notModifiedFields: HTTPHeaders
    /// The serialized head of a response with status 200; `nil` when there is none, as for bytes that are sent from a file.
    private(set) var head: ResponseHead?
    /// The serialized head of a response with status 304; `nil` when there is none, as for bytes that are sent from a file.
    private(set) var notModifiedHead: ResponseHead?
    // Whether the document has a stylesheet for browsers.
    private let isStyled: Bool

    // Makes a representation of `size` bytes.
    fileprivate init(_ metadata: Metadata, body: ByteBuffer?, size: Int, coding: String? = nil) {
      self.body = body
      modified = metadata.modified
      isStyled = metadata.isStyled
      tag = "\"" + metadata.hash + (coding.map { "-" + $0 } ?? "") + "\""
      var fields = metadata.fields
      if let vary = metadata.vary { fields.add(name: "Vary", value: vary) }
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

    /// The representation for a request: as text/xml, with an entity tag of its own, if a browser opens a document with a
    /// stylesheet. Browsers download the media types of feeds.
    ///
    /// It is made for each request, because readers do not ask for it.
    func selected(by preconditions: Preconditions) -> Representation {
      guard isStyled, preconditions.opensDocument else { return self }
      var shown = self
      shown.tag = tag.dropLast() + "-xml\""
      shown.fields.replaceOrAdd(name: "ETag", value: shown.tag)
      shown.notModifiedFields.replaceOrAdd(name: "ETag", value: shown.tag)
      shown.fields.replaceOrAdd(name: "Content-Type", value: "text/xml; charset=utf-8")
      (shown.head, shown.notModifiedHead) = (nil, nil)
      return shown
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
    /// Whether the document is XML with a stylesheet for browsers.
    var isStyled = false
    /// The response fields of every representation, without Vary, Last-Modified, ETag and the Content fields.
    var fields: HTTPHeaders
    /// The last modification, in seconds since 1970; `nil` when it is unknown.
    var modified: UnixTime?

    // The request fields that select the representation; `nil` when there is one representation.
    fileprivate var vary: String? {
      isText ? isStyled ? "Accept-Encoding, Sec-Fetch-Dest" : "Accept-Encoding" : nil
    }

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

  /// The representation for a request.
  func representation(for preconditions: Preconditions) -> Representation {
    (preconditions.takesGzip ? gzip ?? plain : plain).selected(by: preconditions)
  }
}
