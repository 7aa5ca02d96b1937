/// A link from a feed or entry to a web resource (RFC 4287, section 4.2.7), as an element of Atom, which RSS documents use too.
struct LinkTemplate: Sendable {
  /// The link relations that feeds use.
  enum Relation: String {
    /// Another representation of the feed or entry.
    case alternate
    /// The document itself.
    case `self`
    /// A hub that distributes the feed (WebSub, section 4).
    case hub
    /// The subscription document of an archive (RFC 5005, section 4).
    case current
    /// The archive document with the next older entries.
    case previousArchive = "prev-archive"
    /// The archive document with the next newer entries.
    case nextArchive = "next-archive"
    /// A related resource.
    case related
    /// The source of the information.
    case via
    /// The licence of the entries (RFC 4946).
    case license
  }

  private enum Field: String, Sendable {
    case relation, type, href, title
  }

  // A link without type and title, with a type, with a title.
  private let plain: XMLTemplate<Field>
  private let typed: XMLTemplate<Field>
  private let titled: XMLTemplate<Field>

  /// Makes the template of an element with a name.
  init(_ xml: XMLWriter, element: StaticString = "link") throws {
    func link(_ attributes: [(name: StaticString, field: Field)]) throws -> XMLTemplate<Field> {
      try XMLTemplate(xml) { xml, field in
        xml.start(element)
        for attribute in attributes { xml.attribute(attribute.name, field(attribute.field)) }
        xml.end()
        xml.newline()
      }
    }
    plain = try link([("rel", .relation), ("href", .href)])
    typed = try link([("rel", .relation), ("type", .type), ("href", .href)])
    titled = try link([("rel", .relation), ("href", .href), ("title", .title)])
  }

  /// Appends a link to an absolute URL, with its media type if that is known.
  func append(_ relation: Relation, href: String, type: String? = nil, to bytes: inout [UInt8]) {
    let template = type == nil ? plain : typed
    template.appendTexts(to: &bytes) { field in
      switch field {
      case .relation: relation.rawValue
      case .type: type ?? ""
      case .href: href
      case .title: ""
      }
    }
  }

  /// Appends a link with a title for people.
  func append(_ relation: Relation, href: String, title: String, to bytes: inout [UInt8]) {
    titled.appendTexts(to: &bytes) { field in
      switch field {
      case .relation: relation.rawValue
      case .type: ""
      case .href: href
      case .title: title
      }
    }
  }

  /// Appends a link to an HTML page.
  /// - Parameter page: the absolute URL in UTF-8.
  func append(_ relation: Relation, page: [UInt8], to bytes: inout [UInt8]) {
    typed.append(to: &bytes) { field, bytes in
      switch field {
      case .relation: bytes += relation.rawValue.utf8
      case .type: bytes += "text/html".utf8
      case .href: page.withUnsafeBufferPointer { XMLCharacters.append($0, to: &bytes) }
      case .title: break
      }
    }
  }

  /// Appends the link of a feed's document to itself.
  func append(selfLinkOf feed: Feed, in format: FeedFormat, to bytes: inout [UInt8]) {
    append(.`self`, href: feed.address(format), type: format.mediaType, to: &bytes)
  }

  /// Appends the links of a feed's document to other formats, to its licence, to hubs, and to the other documents of its archive.
  func append(otherLinksOf feed: Feed, in format: FeedFormat, to bytes: inout [UInt8]) {
    for other in feed.formats where other != format {
      append(.alternate, href: feed.address(other), type: other.mediaType, to: &bytes)
    }
    if let license = feed.license { append(.license, href: license, to: &bytes) }
    for hub in feed.hubs { append(.hub, href: hub, to: &bytes) }
    guard let paging = feed.paging else { return }
    let neighbours: [(Relation, String?)] = [
      (.current, paging.current),
      (.previousArchive, paging.previous),
      (.nextArchive, paging.next),
    ]
    for case (let relation, let path?) in neighbours {
      append(relation, href: feed.address(format, path: path), type: format.mediaType, to: &bytes)
    }
  }
}
