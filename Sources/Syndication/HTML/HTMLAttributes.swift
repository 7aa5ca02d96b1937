internal import Primitives

/// The attributes of HTML that content of feeds may have.
enum HTMLAttribute: String, CaseIterable {
  case align, alt, cite, colspan, datetime, dir, headers, height, href, lang, reversed, rowspan, scope, span,
    src
  case start, title, type, valign, value, width

  /// Whether an element may have the attribute.
  func isAllowed(on element: HTMLElement) -> Bool {
    switch self {
    case .dir, .lang, .title: true
    case .href: element == .a
    case .src, .alt: element == .img
    case .height, .width: element == .img
    case .align, .valign: element.isCell || element == .tr
    case .colspan, .rowspan, .scope, .headers: element.isCell
    case .span: element == .col || element == .colgroup
    case .cite: element == .blockquote || element == .q
    case .datetime: element == .time || element == .del || element == .ins
    case .start, .reversed, .type: element == .ol
    case .value: element == .li
    }
  }

  /// Whether a value has the form that the attribute needs. Addresses are not examined.
  func accepts(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .alt, .cite, .href, .src, .title: true
    case .colspan, .rowspan, .span, .height, .width:
      (1...5).contains(value.count) && ByteSet.digits.union(ByteSet("%")).containsAll(of: value)
    case .start, .value:
      (1...9).contains(value.count) && ByteSet.digits.union(ByteSet("-")).containsAll(of: value)
    case .align, .dir, .scope, .valign, .reversed: value.count <= 10 && ByteSet.letters.containsAll(of: value)
    case .type: value.count == 1 && ByteSet("1aAiI").containsAll(of: value)
    case .lang:
      (1...35).contains(value.count) && ByteSet.alphanumerics.union(ByteSet("-")).containsAll(of: value)
    case .datetime, .headers:
      (1...64).contains(value.count) && ByteSet.alphanumerics.union(ByteSet("-:+. ")).containsAll(of: value)
    }
  }

  /// The attribute of a name in lower case.
  init?(name: UnsafeBufferPointer<UInt8>) {
    guard let found = Self.byKey[HTMLRule.key(name)] else { return nil }
    self = found
  }

  private static let byKey: [UInt64: HTMLAttribute] = {
    var byKey: [UInt64: HTMLAttribute] = [:]
    for attribute in allCases {
      var name = attribute.rawValue
      byKey[name.withUTF8(HTMLRule.key)] = attribute
    }
    return byKey
  }()
}
