internal import Primitives

/// The names of posts. A post has several: the name of its file, which is its own, and the addresses and ids that it lists.
extension EventName {
  /// The name of the file of a post: `file:` and its path below the content directory, percent-encoded.
  package init(postFile path: String) { self.init(storedPath: Self.filePrefix + Self.encoded(path)) }

  /// The name of all files with a key by which posts refer to them (see `PostReference`).
  package init(referenceKey key: String) { self.init(postFile: key) }

  /// The key by which posts refer to files; `nil` for the name of an event page, an address or an id.
  package var referenceKey: String? {
    guard path.hasPrefix(Self.filePrefix) else { return nil }
    return filePath
  }

  /// The name of an address of a post: its path below the address of the site, with a leading slash. Existing escapes are kept.
  package init(postAddress path: String) {
    let encoded = Array(path.utf8).withUnsafeBufferPointer {
      String(decoding: Self.encodedPath($0), as: UTF8.self)
    }
    self.init(storedPath: encoded.utf8.first == .slash ? encoded : "/" + encoded)
  }

  /// The name of a post that was published first on a day, at an address: `2016-05-19:/title/`.
  package init(postAddress path: String, on day: EventDay) {
    self.init(storedPath: "\(day):\(EventName(postAddress: path).path)")
  }

  /// The name of an id that a post gives itself.
  package init(postID id: PostID) {
    let text =
      switch id {
      case .uri(let text): "uri:" + text
      case .uuid(let text): "uri:urn:uuid:" + text
      case .name(let text): "name:" + text
      }
    self.init(storedPath: Self.idPrefix + Self.encoded(text))
  }

  /// The date and the specific part of the tag URI of an event (RFC 4151).
  ///
  /// An event page has the day of its path, a post the day and the address under which it was first published.
  package var tag: (date: String, specific: String) {
    if path.hasPrefix(Self.idPrefix) {
      let id = path.dropFirst(Self.idPrefix.count)
      return (Self.undated, String(id.drop { $0 != ":" }.dropFirst()))
    }
    if path.hasPrefix(Self.filePrefix) {
      return (Self.undated, "/" + path.dropFirst(Self.filePrefix.count))
    }
    if let day = leadingDay { return (day.description, String(path.dropFirst(Self.dayLength))) }
    return (day?.description ?? Self.undated, path)
  }

  /// The address in the name of a post that was published first on a day; `nil` for other names.
  package var datedAddress: String? {
    guard leadingDay != nil else { return nil }
    return String(path.dropFirst(Self.dayLength))
  }

  /// The URI that a post gives itself as its id; `nil` when it gives none.
  package var ownURI: String? {
    let prefix = Self.idPrefix + "uri:"
    guard path.hasPrefix(prefix) else { return nil }
    // A stored name that cannot be decoded is no URI.
    return try? PercentCoding.decoded(path.dropFirst(prefix.count))
  }

  /// The path below the content directory of the file that has the name.
  package var filePath: String {
    let isFile = path.hasPrefix(Self.filePrefix)
    let encoded = isFile ? String(path.dropFirst(Self.filePrefix.count)) : path.dropFirst() + ".md"
    // A name that cannot be decoded was never encoded.
    return (try? PercentCoding.decoded(encoded)) ?? encoded
  }

  /// Makes a name from its own text; `nil` when the text has not the form of a name.
  package init?(stored text: String) {
    let bytes = Array(text.utf8)
    guard bytes.withUnsafeBufferPointer(Self.isPath) else { return nil }
    self.init(storedPath: text)
  }

  /// Whether bytes have the form of a name of a post.
  static func isPostName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !bytes.isEmpty, bytes.allSatisfy({ pathBytes.contains($0) || $0 == .percentSign }) else {
      return false
    }
    return bytes.first == .slash || bytes.holds("file:", at: 0) || bytes.holds("id:", at: 0)
      || bytes.count > dayLength && bytes[dayLength - 1] == .colon && bytes[dayLength] == .slash
        && EventDay(bytes[..<(dayLength - 1)]) != nil
  }

  private static let filePrefix = "file:"
  private static let idPrefix = "id:"
  private static let undated = "2000-01-01"
  // The length of `2016-05-19:`.
  private static let dayLength = 11

  private var leadingDay: EventDay? {
    guard path.utf8.first?.isDigit == true else { return nil }
    return EventDay(path.utf8.prefix(Self.dayLength - 1))
  }

  // Percent-encodes what a URI path must not contain, escapes too, so that it can be decoded.
  private static func encoded(_ text: String) -> String {
    PercentCoding.encoded(text, isAllowed: pathBytes.contains)
  }
}
