/// The picture of an entry as elements of Media RSS (https://www.rssboard.org/media-rss): `media:content` and `media:thumbnail`.
///
/// Many readers show a picture in lists only when it has these elements. As an enclosure, it would be a file to download.
struct MediaTemplate: Sendable {
  /// The namespace, in the form that the specification gives it.
  static let namespace = "http://search.yahoo.com/mrss/"

  private enum Field: String, Sendable {
    case address, type, width, height
  }

  private let plain: XMLTemplate<Field>
  private let typed: XMLTemplate<Field>
  private let sized: XMLTemplate<Field>
  private let typedAndSized: XMLTemplate<Field>

  /// Makes the template. The prefix `media` must be declared around it.
  /// - Throws: `SyndicationError`.
  init(_ xml: XMLWriter) throws {
    func elements(type: Bool, size: Bool) throws -> XMLTemplate<Field> {
      try XMLTemplate(xml) { xml, field in
        xml.start("media:content")
        xml.attribute("url", field(.address))
        xml.attribute("medium", "image")
        if type { xml.attribute("type", field(.type)) }
        if size {
          xml.attribute("width", field(.width))
          xml.attribute("height", field(.height))
        }
        xml.end()
        xml.newline()
        xml.start("media:thumbnail")
        xml.attribute("url", field(.address))
        xml.end()
        xml.newline()
      }
    }
    plain = try elements(type: false, size: false)
    typed = try elements(type: true, size: false)
    sized = try elements(type: false, size: true)
    typedAndSized = try elements(type: true, size: true)
  }

  /// Appends the elements of a picture.
  func append(_ picture: EntryContent.Picture, to bytes: inout [UInt8]) {
    template(of: picture).appendTexts(to: &bytes) { field in
      switch field {
      case .address: picture.address
      case .type: picture.mediaType ?? ""
      case .width: picture.size.map { "\($0.width)" } ?? ""
      case .height: picture.size.map { "\($0.height)" } ?? ""
      }
    }
  }

  private func template(of picture: EntryContent.Picture) -> XMLTemplate<Field> {
    switch (picture.mediaType, picture.size) {
    case (nil, nil): plain
    case (_?, nil): typed
    case (nil, _?): sized
    case (_?, _?): typedAndSized
    }
  }
}
