/// A reference from a feed or entry to a web resource (RFC 4287, section 4.2.7), as Atom writes it and RSS borrows it.
struct LinkTemplate: Sendable {
  /// What the resource is to the feed or entry: a registered relation.
  enum Relation: String {
    /// Another form of the same thing.
    case alternate
    /// The document itself.
    case `self`
    /// Where to subscribe to what is pushed (WebSub, section 4).
    case hub
    /// The subscription document of an archive (RFC 5005, section 4).
    case current
    /// The archive document before this one.
    case previousArchive = "prev-archive"
    /// The archive document behind this one.
    case nextArchive = "next-archive"
    /// A related resource.
    case related
    /// The source of the information.
    case via
    /// A file to go with the entry.
    case enclosure
  }

  // A link with neither type nor title, with a type, with a title.
  private let plain: XMLTemplate
  private let typed: XMLTemplate
  private let titled: XMLTemplate

  /// Makes the template of an element of the given name.
  init(_ xml: XMLWriter, element: StaticString = "link") throws {
    func link(_ write: @escaping (XMLWriter) -> Void) throws -> XMLTemplate {
      try XMLTemplate(xml) {
        $0.start(element)
        write($0)
        $0.end()
        $0.newline()
      }
    }
    let placeholder = XMLTemplate.placeholder
    plain = try link {
      $0.attribute("rel", placeholder)
      $0.attribute("href", placeholder)
    }
    typed = try link {
      $0.attribute("rel", placeholder)
      $0.attribute("type", placeholder)
      $0.attribute("href", placeholder)
    }
    titled = try link {
      $0.attribute("rel", placeholder)
      $0.attribute("href", placeholder)
      $0.attribute("title", placeholder)
    }
  }

  /// Appends a link to an absolute URL, with its media type if that is known.
  func append(_ relation: Relation, _ href: String, type: String? = nil, to bytes: inout [UInt8]) {
    if let type {
      typed.append(relation.rawValue, type, href, to: &bytes)
    } else {
      plain.append(relation.rawValue, href, to: &bytes)
    }
  }

  /// Appends a link with a text for people.
  func append(_ relation: Relation, _ href: String, title: String, to bytes: inout [UInt8]) {
    titled.append(relation.rawValue, href, title, to: &bytes)
  }

  /// Appends a link to a page of HTML, whose address is in UTF-8.
  func append(_ relation: Relation, page: [UInt8], to bytes: inout [UInt8]) {
    bytes += typed.parts[0]
    bytes += relation.rawValue.utf8
    bytes += typed.parts[1]
    bytes += "text/html".utf8
    bytes += typed.parts[2]
    page.withUnsafeBufferPointer { XMLCharacters.append($0, to: &bytes) }
    bytes += typed.parts[3]
  }

  /// Appends the link of a feed's document to itself.
  func append(selfLinkOf feed: Feed, in format: FeedFormat, to bytes: inout [UInt8]) {
    append(.`self`, feed.address(format), type: format.mediaType, to: &bytes)
  }

  /// Appends the links of a feed's document to other formats, to hubs, and to the documents of its archive.
  func append(otherLinksOf feed: Feed, in format: FeedFormat, to bytes: inout [UInt8]) {
    for other in feed.formats where other != format {
      append(.alternate, feed.address(other), type: other.mediaType, to: &bytes)
    }
    for hub in feed.hubs { append(.hub, hub, to: &bytes) }
    guard let paging = feed.paging else { return }
    let neighbours: [(Relation, String?)] = [
      (.current, paging.current), (.previousArchive, paging.previous), (.nextArchive, paging.next),
    ]
    for case (let relation, let path?) in neighbours {
      append(relation, feed.address(format, path: path), type: format.mediaType, to: &bytes)
    }
  }
}
