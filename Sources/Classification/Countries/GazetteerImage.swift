internal import GazetteerData
internal import Primitives

/// The gazetteer of the package's tables in a form that is read in place, so that no process parses the tables at its start.
package enum GazetteerImage {
  /// The bytes of the image that is part of the program.
  package static var embedded: [UInt8] { Array(bytes) }

  private static var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: feedgen_gazetteer_bytes(), count: feedgen_gazetteer_count)
  }

  /// The gazetteer in the image; `nil` when the image was made from other tables than those of the package.
  static var content: UnsafeRawBufferPointer? {
    let header = header
    guard bytes.starts(with: header) else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[header.count...])
  }

  /// The image of a gazetteer.
  static func bytes(of content: [UInt8]) -> [UInt8] { header + content }

  // The digest of all that the image is made from, but the code.
  private static var header: [UInt8] {
    let words = WordLists.all.map { "\($0.rawValue) \($1)" }.joined(separator: "\n")
    let tables = GazetteerTables.standardDigest
    let source = ContentDigest([tables.high, tables.low, ContentDigest(words).high])
    var header = ImageWriter()
    header.append(source.high)
    header.append(source.low)
    return header.bytes
  }
}
