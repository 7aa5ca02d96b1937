internal import Primitives

/// The elements of HTML that content of feeds may have. Each of them is accepted by the W3C's feed validator.
enum HTMLElement: String, CaseIterable, Hashable {
  case a, abbr, acronym, address, article, aside, b, bdi, big, blockquote, br, caption, cite, code, col,
    colgroup
  case dd, del, details, dfn, div, dl, dt, em, figcaption, figure, footer, h1, h2, h3, h4, h5, h6, header, hr
  case i, img, ins, kbd, li, main, mark, ol, p, pre, q, rp, rt, ruby, s, samp, section, small, span, strike,
    strong
  case sub, summary, sup, table, tbody, td, tfoot, th, thead, time, tr, tt, u, ul, wbr
  case variable = "var"

  /// Whether the element has neither content nor an end tag.
  var isVoid: Bool {
    switch self {
    case .br, .col, .hr, .img, .wbr: true
    default: false
    }
  }

  /// Whether the element ends a paragraph that is open.
  var isBlock: Bool {
    switch self {
    case .address, .article, .aside, .blockquote, .details, .div, .dl, .figcaption, .figure, .footer, .h1,
      .h2, .h3, .h4,
      .h5, .h6, .header, .hr, .main, .ol, .p, .pre, .section, .table, .ul:
      true
    default: false
    }
  }

  /// Whether text may begin directly in the element, and paragraphs need no mention.
  var isSection: Bool {
    switch self {
    case .article, .div, .main, .section: true
    default: false
    }
  }

  /// Whether the element is a cell of a table.
  var isCell: Bool { self == .td || self == .th }

  /// The elements of which one must be open around this one; empty when it may be anywhere.
  var containers: [HTMLElement] {
    switch self {
    case .td, .th: [.tr]
    case .caption, .col, .colgroup, .tbody, .tfoot, .thead, .tr: [.table]
    case .li: [.ol, .ul]
    case .dd, .dt: [.dl]
    case .figcaption: [.figure]
    case .summary: [.details]
    case .rp, .rt: [.ruby]
    default: []
    }
  }
}

/// The treatment of an element of HTML by its name.
enum HTMLRule {
  /// The element stays.
  case keep(HTMLElement)
  /// The element goes, and its content stays.
  case unwrap
  /// The element goes with its content.
  case remove
  /// The element becomes a link to the media that it shows.
  case link
  /// The element gives the address of the media around it.
  case source
  /// The element becomes a character if it is a box to check.
  case box

  /// The treatment of the element of a name in lower case.
  init(name: UnsafeBufferPointer<UInt8>) {
    self = Self.rules[Self.key(name)] ?? .unwrap
  }

  /// A number for a name. Names that have the same number by intention are treated alike, which is harmless.
  static func key(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1.lowercased)) &* 0x100_0000_01B3 }
  }

  private static let rules: [UInt64: HTMLRule] = {
    var rules: [UInt64: HTMLRule] = [:]
    func set(_ rule: HTMLRule, _ names: String...) {
      for var name in names { rules[name.withUTF8(key)] = rule }
    }
    for element in HTMLElement.allCases { set(.keep(element), element.rawValue) }
    set(
      .remove, "annotation", "annotation-xml", "applet", "area", "datalist", "frame", "map", "option",
      "param", "script",
      "select", "style", "svg", "template", "textarea", "title", "track")
    set(.link, "audio", "embed", "iframe", "video")
    set(.source, "source")
    set(.box, "input")
    return rules
  }()
}
