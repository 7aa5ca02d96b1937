// The members are public, not package, because the compiler inlines only such into other modules, and they are used for each byte.

/// The names of the ASCII characters that the formats of the project use (Unicode names, shortened).
extension UInt8 {
  /// A tab.
  @inlinable @inline(__always) public static var tab: UInt8 { 0x09 }
  /// A line feed (LF).
  @inlinable @inline(__always) public static var lineFeed: UInt8 { 0x0A }
  /// A carriage return (CR).
  @inlinable @inline(__always) public static var carriageReturn: UInt8 { 0x0D }
  /// A space.
  @inlinable @inline(__always) public static var space: UInt8 { 0x20 }
  /// `!`
  @inlinable @inline(__always) public static var exclamationMark: UInt8 { 0x21 }
  /// `"`
  @inlinable @inline(__always) public static var quotationMark: UInt8 { 0x22 }
  /// `#`
  @inlinable @inline(__always) public static var numberSign: UInt8 { 0x23 }
  /// `%`
  @inlinable @inline(__always) public static var percentSign: UInt8 { 0x25 }
  /// `&`
  @inlinable @inline(__always) public static var ampersand: UInt8 { 0x26 }
  /// `'`
  @inlinable @inline(__always) public static var apostrophe: UInt8 { 0x27 }
  /// `(`
  @inlinable @inline(__always) public static var leftParenthesis: UInt8 { 0x28 }
  /// `)`
  @inlinable @inline(__always) public static var rightParenthesis: UInt8 { 0x29 }
  /// `*`
  @inlinable @inline(__always) public static var asterisk: UInt8 { 0x2A }
  /// `+`
  @inlinable @inline(__always) public static var plusSign: UInt8 { 0x2B }
  /// `,`
  @inlinable @inline(__always) public static var comma: UInt8 { 0x2C }
  /// `-`
  @inlinable @inline(__always) public static var hyphen: UInt8 { 0x2D }
  /// `.`
  @inlinable @inline(__always) public static var fullStop: UInt8 { 0x2E }
  /// `/`
  @inlinable @inline(__always) public static var slash: UInt8 { 0x2F }
  /// `:`
  @inlinable @inline(__always) public static var colon: UInt8 { 0x3A }
  /// `;`
  @inlinable @inline(__always) public static var semicolon: UInt8 { 0x3B }
  /// `<`
  @inlinable @inline(__always) public static var lessThanSign: UInt8 { 0x3C }
  /// `=`
  @inlinable @inline(__always) public static var equalsSign: UInt8 { 0x3D }
  /// `>`
  @inlinable @inline(__always) public static var greaterThanSign: UInt8 { 0x3E }
  /// `?`
  @inlinable @inline(__always) public static var questionMark: UInt8 { 0x3F }
  /// `@`
  @inlinable @inline(__always) public static var atSign: UInt8 { 0x40 }
  /// `[`
  @inlinable @inline(__always) public static var leftBracket: UInt8 { 0x5B }
  /// `\`
  @inlinable @inline(__always) public static var backslash: UInt8 { 0x5C }
  /// `]`
  @inlinable @inline(__always) public static var rightBracket: UInt8 { 0x5D }
  /// `_`
  @inlinable @inline(__always) public static var underscore: UInt8 { 0x5F }
  /// `` ` ``
  @inlinable @inline(__always) public static var backtick: UInt8 { 0x60 }
  /// `{`
  @inlinable @inline(__always) public static var leftBrace: UInt8 { 0x7B }
  /// `|`
  @inlinable @inline(__always) public static var verticalLine: UInt8 { 0x7C }
  /// `}`
  @inlinable @inline(__always) public static var rightBrace: UInt8 { 0x7D }
  /// `~`
  @inlinable @inline(__always) public static var tilde: UInt8 { 0x7E }
  /// The control character DEL.
  @inlinable @inline(__always) public static var delete: UInt8 { 0x7F }
}

extension UInt8 {
  /// Whether the byte is a space or a tab.
  @inlinable @inline(__always) public var isBlank: Bool { self == .space || self == .tab }

  /// Whether the byte is a digit of ASCII.
  @inlinable @inline(__always) public var isDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// Whether the byte is a letter of ASCII.
  @inlinable @inline(__always) public var isLetter: Bool {
    self | 0x20 >= 0x61 && self | 0x20 <= 0x7A
  }

  /// The letter in lower case; any other byte unchanged.
  @inlinable @inline(__always) public var lowercased: UInt8 {
    (0x41...0x5A).contains(self) ? self | 0x20 : self
  }
}
