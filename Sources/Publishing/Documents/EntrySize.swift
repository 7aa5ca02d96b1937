internal import ArchiveIndex
package import Classification
package import EventArchive
internal import Primitives
package import Syndication

/// The upper limit of the size of an entry in any format, computed before the entry is rendered, so that a feed has the same entries in
/// all formats.
package enum EntrySize {
  // The size of elements, tags and dates of an entry, in bytes.
  private static let frame = 900
  private static let sourceFrame = 160
  private static let relatedFrame = 240
  private static let pictureFrame = 300
  private static let categoryFrame = 90
  private static let authorFrame = 50
  private static let languageFrame = 80

  /// The size of the content of a page. The site's part of URLs is not known here, so URLs are counted.
  package static func content(of page: EventPage) -> EntryContentSize {
    let title = Text(page.title)
    var bytes = frame + title.plain
    var addresses = 1
    if page.summary.isEmpty {
      bytes += title.html
    } else if page.summary.withBytes(Markdown.isPlain) {
      // The description in RSS is escaped HTML.
      bytes += 2 * Text(page.summary).html
    } else {
      bytes += Text(page.summary).html + page.summary.withBytes(markdown)
      addresses += page.summary.withBytes { $0.count { $0 == UInt8(ascii: "]") } }
    }
    if let cover = page.cover.map(Text.init(address:)) {
      // The picture is in two elements, and with the title in the content.
      bytes += pictureFrame + cover.html + 2 * cover.plain + title.html
    }
    for source in page.sources {
      let (name, address) = (Text(source.name), Text(address: source.address))
      bytes += sourceFrame + name.html + name.plain + address.html + address.plain
    }
    for related in page.related {
      let path = Text(related.path)
      bytes += relatedFrame + Text(related.title).html + Text(related.context).html + path.html + path.plain
    }
    addresses += 2 * page.related.count
    return EntryContentSize(bytes: Int32(clamping: bytes), addresses: Int32(clamping: addresses))
  }

  /// The size of the content of a post, of which the entry is rendered in each format. Its addresses have the site's part.
  package static func content(of entry: EntryContent, writers: [any FeedWriter]) -> EntryContentSize {
    var bytes: [UInt8] = []
    let sizes = writers.map { writer in
      bytes.removeAll(keepingCapacity: true)
      writer.append(entry, to: &bytes)
      return bytes.count
    }
    let language = entry.language.map { languageFrame + $0.utf8.count } ?? 0
    return EntryContentSize(bytes: Int32(clamping: frame + language + (sizes.max() ?? 0)))
  }

  /// The size of the category of a topic, and of the element that names an author.
  package static func category(_ site: Site, kind: TopicKind, type: EntityType?, slug: String, name: String)
    -> Int
  {
    let name = Text(name).plain
    let author = kind == .author ? authorFrame + name : 0
    let fragment = type.map { $0.rawValue.utf8.count + 1 } ?? 0
    return categoryFrame + site.baseURL.utf8.count + fragment + slug.utf8.count + name + author
  }

  /// The size of an entry.
  /// - Parameters:
  ///   - path: the length of the path of the name that makes its id, in bytes.
  ///   - categories: the total size of its categories, in bytes.
  package static func entry(_ site: Site, contentSize: EntryContentSize, path: Int, categories: Int) -> Int {
    let address = site.pagesURL.utf8.count + site.pageExtension.utf8.count
    return Int(contentSize.bytes) + Int(contentSize.addresses) * address + site.authority.utf8.count
      + 6 * site.author.utf8.count + 2 * path + categories
  }
}

extension EntrySize {
  // The length of an escaped text: escaped once in an element, an attribute or a string, and twice as HTML.
  private struct Text {
    private var bytes = 0
    private var marks = 0

    init(_ text: TextSlice) { text.withBytes { count($0) } }

    // An address, in which characters that URLs do not have are encoded.
    init(address: TextSlice) {
      self.init(address)
      bytes += 2 * address.withBytes(Self.encoded.sum)
    }

    private static let encoded = ByteWeights { addressBytes.contains($0) ? 0 : 1 }
    private static let addressBytes = ByteSet.alphanumerics.union(ByteSet("!#$%&'()*+,-./:;=?@_~"))

    init(_ text: String) {
      var text = text
      text.withUTF8 { count($0) }
    }

    // A mark may become `&quot;` or `&amp;quot;`. Characters outside ASCII may be replaced by longer texts.
    var plain: Int { bytes + 5 * marks }
    var html: Int { bytes + 9 * marks }

    private mutating func count(_ text: UnsafeBufferPointer<UInt8>) {
      bytes = text.count
      marks = Self.marks.sum(of: text)
    }

    private static let marks = ByteWeights { byte in
      switch byte {
      case 0x09, 0x0A, 0x0D, 0x22, 0x26, 0x3C, 0x3E, 0x5C, 0xC2, 0xE2, 0xEF...0xFF: 1
      default: 0
      }
    }
  }

  // The limit of the length of Markdown as escaped HTML. A mark may become tags, a line an item of a list, and a URL both the address
  // and the text of a link.
  private static func markdown(_ text: UnsafeBufferPointer<UInt8>) -> Int { 200 + weights.sum(of: text) }

  private static let weights = ByteWeights { byte in
    switch byte {
    case 0x0A: 100
    case 0x21, 0x5B, 0x5D: 60  // ! [ ]
    case 0x7C: 60  // |
    // ) * + - . : < > _ ` ~
    case 0x29, 0x2A, 0x2B, 0x2D, 0x2E, 0x3A, 0x3C, 0x3E, 0x5F, 0x60, 0x7E: 50
    case 0x09, 0x22, 0x26, 0x5C: 20  // tab " & \
    case 0x80...: 6
    default: 2
    }
  }
}

extension RenderedEntries {
  /// The upper limit of the size of the content of a page on any site.
  package static func size(of page: EventPage) -> EntryContentSize { EntrySize.content(of: page) }
}
