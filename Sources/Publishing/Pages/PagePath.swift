internal import Classification
internal import EventArchive
internal import Foundation
internal import Primitives

/// The path of the page of an event: as a part of its URL, and as a file.
package struct PagePath: Hashable, Sendable {
  /// The path below the URL of the site: percent-encoded, with a leading slash.
  package let address: String
  /// The path of the file below the output directory.
  package let file: String

  // File systems take 255 bytes for a file name; the rest is for extensions.
  private static let longestName = 200
  private static let shortenedName = 100
  private static let pageExtension = ".html"
  /// The name of the page of a directory.
  static let directoryPage = "index.html"

  /// The path of the page of a topic, by the path of its feed without extension.
  static func page(ofFeed path: String) -> String { path + pageExtension }

  /// The page of an event or a post with a name; `nil` when the name is no address, when no file can have this address, or when it is
  /// that of another document of feedgen.
  init?(_ name: EventName) {
    if let address = name.datedAddress {
      self.init(ofPost: address)
    } else if EventName(path: name.path) != nil, !Self.isFile(name.path) {
      self.init(ofEvent: name)
    } else if name.path.hasPrefix("/") {
      self.init(ofPost: name.path)
    } else if let file = name.referenceKey {
      self.init(ofFile: file)
    } else {
      return nil
    }
  }

  /// The page of a post whose address is not known: that of its file without extension, as a directory.
  init?(ofFile path: String) {
    let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    let dot = path[slash...].lastIndex(of: ".") ?? path.endIndex
    self.init(ofPost: "/" + PercentCoding.encoded(String(path[..<dot]), isAllowed: Self.isFilePathByte) + "/")
  }

  private init?(ofEvent name: EventName) {
    var (path, bytes) = (name.path, [UInt8]())
    path.withUTF8 { Self.append(ofEvent: $0, to: &bytes) }
    address = String(decoding: bytes, as: UTF8.self)
    guard let file = Self.file(ofAddress: address) else { return nil }
    self.file = file
  }

  /// The page of a post at an address, below the URL of the site. One without an extension is a directory.
  init?(ofPost address: String) {
    guard let path = Self.file(ofAddress: address) else { return nil }
    let isFile = Self.isFile(path)
    let isDirectory = path.hasSuffix("/") || path.isEmpty
    self.address = isFile || isDirectory ? address : address + "/"
    file = isFile ? path : path + (isDirectory ? "" : "/") + Self.directoryPage
    if Self.isReserved(file) { return nil }
  }

  /// The path of the page of a day, month (`day` is `nil`), year or all years (both are `nil`).
  init(year: Int?, month: Int? = nil, day: Int? = nil) {
    // The form of the paths of event pages: two digits for a month, and no leading zero for a day.
    let parts = [year.map { "\($0)" }, month.map { $0 < 10 ? "0\($0)" : "\($0)" }, day.map { "\($0)" }]
    address = "/news/" + parts.compactMap { $0.map { $0 + "/" } }.joined()
    file = address.dropFirst() + Self.directoryPage
  }

  /// Appends the address of an event page, by the path of its name. Its last part is shortened if it is too long for a file.
  static func append(ofEvent path: UnsafeBufferPointer<UInt8>, to address: inout [UInt8]) {
    let slash = path.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
    let slug = UnsafeBufferPointer(rebasing: path[slash...])
    if slug.count <= longestName, !slug.contains(UInt8(ascii: "%")) {
      address += path
    } else if let name = file(ofAddress: String(decoding: slug, as: UTF8.self)), !name.hasSuffix("/") {
      address += path[...slash]
      // Names that are canonically equivalent in Unicode have one address.
      address += PercentCoding.encoded(name.precomposedStringWithCanonicalMapping, isAllowed: isPathByte).utf8
    } else {
      address += path[..<slash]
      address += slug.prefix(shortenedName).filter { $0 != UInt8(ascii: "%") }
      address += "-\(String(FNV1a.hash(slug), radix: 16))".utf8
    }
    address += pageExtension.utf8
  }

  // The decoded path of an address, without the leading slash; `nil` when it cannot be that of a file.
  private static func file(ofAddress address: String) -> String? {
    let text: String
    do throws(PercentCoding.DecodingError) {
      text = try PercentCoding.decoded(address)
    } catch {
      return nil
    }
    let bytes = text.utf8
    // As bytes: splitting characters took 0.5 s of planning an archive of 113,985 events with their pages.
    let parts = bytes.dropFirst().split(separator: .slash, omittingEmptySubsequences: false)
    guard bytes.first == .slash, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }),
      parts.count == address.utf8.count(where: { $0 == .slash }),
      parts.enumerated().allSatisfy({ isName($1) || $1.isEmpty && $0 == parts.count - 1 }),
      // A slash with a combining mark is another character.
      bytes.allSatisfy({ $0 < 0x80 }) || text.count(where: { $0 == "/" }) == parts.count
    else { return nil }
    return String(text.dropFirst())
  }

  // The characters `pchar` of RFC 3986, section 3.3.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    PercentCoding.isUnreserved(byte) || "!$&'()*+,;=:@".utf8.contains(byte)
  }

  /// Whether a byte is not encoded in the address of a file.
  static func isFilePathByte(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || isPathByte(byte) }

  private static func isName(_ part: Substring.UTF8View) -> Bool {
    !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
      && part.count <= longestName + pageExtension.utf8.count
  }

  private static func isFile(_ path: some StringProtocol) -> Bool {
    [pageExtension, ".htm"].contains(where: path.hasSuffix)
  }

  // Whether a file is another document of feedgen, or would be in a directory with the path of one.
  private static func isReserved(_ file: String) -> Bool {
    let parts = file.split(separator: "/")
    guard let first = parts.first, !first.hasPrefix("."), !["archive", "assets", "sitemaps"].contains(first)
    else { return true }
    let directories = parts.dropLast()
    if directories.contains(where: isFile) || isOwnFile(String(first)) { return true }
    let isInTopics = Topic.feedDirectories.contains(String(first))
    // The pages and feeds of topics, and of the calendar and its events.
    return isInTopics && (parts.count == 2 && parts[1] != directoryPage || parts[1].contains("."))
      || file.wholeMatch(of: /news(\/\d+)*\/index\.html/) != nil
      || file.wholeMatch(of: /news\/\d{4}\/\d{1,2}\/\d{1,2}\/[^\/]+\.html?/) != nil
  }

  // Whether a name is that of a document of feedgen in the output directory itself.
  private static func isOwnFile(_ name: String) -> Bool {
    [
      "\(TopicKind.all.name).", "feeds.", "catalogue.", "index.", "icon.", "favicon.", "robots.", "sitemap.",
      "opensearch.",
    ]
    .contains(where: name.hasPrefix)
  }
}
