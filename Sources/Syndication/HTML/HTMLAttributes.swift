internal import Primitives

/// The attributes of HTML that content of feeds may have.
enum HTMLAttribute: String, CaseIterable, Hashable {
  case align, alt, cite, colspan, datetime, dir, headers, height, href, lang, reversed, rowspan, scope, span,
    src
  case start, title, type, valign, value, width

  /// Whether an element may have the attribute.
  func isAllowed(on element: HTMLElement) -> Bool {
    Self.ofAllElements.contains(self) || Self.byElement[element]?.contains(self) ?? false
  }

  private static let ofAllElements: Set<HTMLAttribute> = [.dir, .lang, .title]
  private static let ofCells: Set<HTMLAttribute> = [.align, .colspan, .headers, .rowspan, .scope, .valign]
  private static let byElement: [HTMLElement: Set<HTMLAttribute>] = [
    .a: [.href], .blockquote: [.cite], .col: [.span], .colgroup: [.span], .del: [.datetime],
    .img: [.alt, .height, .src, .width], .ins: [.datetime], .li: [.value], .ol: [.reversed, .start, .type],
    .q: [.cite],
    .td: ofCells, .th: ofCells, .time: [.datetime], .tr: [.align, .valign],
  ]

  /// Whether a value has the form that the attribute needs. Addresses are not examined.
  func accepts(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let form else { return true }
    return form.length.contains(value.count) && form.bytes.containsAll(of: value)
  }

  // The form of values; `nil` for any text.
  private var form: (length: ClosedRange<Int>, bytes: ByteSet)? {
    switch self {
    case .alt, .cite, .href, .src, .title: nil
    case .colspan, .rowspan, .span, .height, .width: (1...5, ByteSet.digits.union(ByteSet("%")))
    case .start, .value: (1...9, ByteSet.digits.union(ByteSet("-")))
    case .align, .dir, .scope, .valign, .reversed: (0...10, ByteSet.letters)
    case .type: (1...1, ByteSet("1aAiI"))
    case .lang: (1...35, ByteSet.alphanumerics.union(ByteSet("-")))
    case .datetime, .headers: (1...64, ByteSet.alphanumerics.union(ByteSet("-:+. ")))
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
