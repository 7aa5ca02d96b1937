internal import CLibxml2
internal import Primitives

/// The attributes of a start tag.
struct HTMLAttributeList {
  private let attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

  /// Makes the list from names and values in turn, which `nil` ends.
  init(_ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) { self.attributes = attributes }

  /// The value of an attribute; empty for one without a value, `nil` when it is not there.
  subscript(name: StaticString) -> String? {
    for (other, value) in self where other.isLike(name) { return String(decoding: value, as: UTF8.self) }
    return nil
  }

  /// Whether the tag begins a link from a footnote back to the text.
  var isFootnoteReturn: Bool {
    guard let names = self["class"] else { return false }
    return ["footnote-backref", "reversefootnote", "footnote-return"].contains(where: names.contains)
  }

  /// Appends the attributes that an element may have, except addresses and descriptions.
  func append(to bytes: inout [UInt8], of element: HTMLElement) {
    for (name, value) in self {
      guard let attribute = HTMLAttribute(name: name), attribute.isAllowed(on: element) else { continue }
      switch attribute {
      case .alt, .cite, .href, .src: continue
      default: if attribute.accepts(value) { append(attribute, value, to: &bytes) }
      }
    }
  }

  /// Appends an attribute.
  func append(_ attribute: HTMLAttribute, _ value: String, to bytes: inout [UInt8]) {
    var value = value
    value.withUTF8 { append(attribute, $0, to: &bytes) }
  }

  private func append(
    _ attribute: HTMLAttribute, _ value: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]
  ) {
    bytes.append(.space)
    bytes += attribute.rawValue.utf8
    bytes += "=\"".utf8
    if value.contains(BodyInserts.lead) {
      BodyInserts.removingMarks(from: value).withUnsafeBufferPointer { XMLCharacters.append($0, to: &bytes) }
    } else {
      XMLCharacters.append(value, to: &bytes)
    }
    bytes.append(.quotationMark)
  }
}

extension HTMLAttributeList: Sequence {
  /// The name and value of an attribute.
  typealias Element = (name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)

  /// Goes over the attributes in their order.
  func makeIterator() -> AnyIterator<Element> {
    var index = 0
    return AnyIterator { [attributes] in
      guard let attributes, let name = attributes[index] else { return nil }
      let value = attributes[index + 1]
      index += 2
      return (Self.bytes(name), value.map(Self.bytes) ?? UnsafeBufferPointer(start: nil, count: 0))
    }
  }

  private static func bytes(_ text: UnsafePointer<xmlChar>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text)))
  }
}
