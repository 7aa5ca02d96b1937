internal import Primitives

/// The arguments of a tag: `"a" b key="c"`, with commas, `key: c`, or in parentheses.
struct TagArguments {
  /// The arguments without a name.
  private(set) var positional: [String] = []
  private var named: [String: String] = [:]

  private static let separators = ByteSet(" \t\r\n,()")
  private static let nameBytes = ByteSet.alphanumerics.union(ByteSet("-_."))

  /// Parses the text behind the name of a tag.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < text.count {
      if Self.separators.contains(text[index]) {
        index += 1
        continue
      }
      let name = Self.name(in: text, at: index)
      if let name { index = name.end }
      guard let value = Self.value(in: text, at: index) else { break }
      index = value.end
      if let name { named[name.text.lowercased()] = value.text } else { positional.append(value.text) }
    }
  }

  /// The argument of a name; `nil` when it is not there or empty.
  subscript(name: String) -> String? {
    guard let value = named[name], !value.isEmpty else { return nil }
    return value
  }

  /// The argument of the first of some names that has one.
  func first(of names: [String]) -> String? { names.lazy.compactMap { self[$0] }.first }

  private typealias Part = (text: String, end: Int)

  // The name before `=`, or before `:` and a blank.
  private static func name(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Part? {
    var end = start
    while end < text.count, nameBytes.contains(text[end]) { end += 1 }
    guard end > start else { return nil }
    let name = String(decoding: text[start..<end], as: UTF8.self)
    while end < text.count, text[end].isBlank { end += 1 }
    guard end < text.count else { return nil }
    if text[end] == .equalsSign { return (name, skipBlanks(text, from: end + 1)) }
    guard text[end] == .colon, end + 1 < text.count, text[end + 1].isBlank || text[end + 1] == .quotationMark
    else {
      return nil
    }
    return (name, skipBlanks(text, from: end + 1))
  }

  private static func skipBlanks(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count, text[index].isBlank { index += 1 }
    return index
  }

  private static func value(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Part? {
    guard start < text.count else { return nil }
    let quote = text[start]
    if quote == .quotationMark || quote == .apostrophe || quote == .backtick,
      let end = endOfQuotation(in: text, from: start)
    {
      return (unescaped(text.slice((start + 1)..<end)), end + 1)
    }
    var end = start
    while end < text.count, !separators.contains(text[end]) { end += 1 }
    return (String(decoding: text[start..<end], as: UTF8.self), max(end, start + 1))
  }

  // The index of the closing quote: the first before a separator or the end.
  private static func endOfQuotation(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start + 1
    while index < text.count {
      if text[index] == .backslash {
        index += 2
        continue
      }
      if text[index] == text[start], index + 1 == text.count || separators.contains(text[index + 1]) {
        return index
      }
      index += 1
    }
    return nil
  }

  // `\"` is a quote. Other backslashes are left to Markdown's rule for punctuation: `\_` is `_`.
  private static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> String {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index] == .backslash, index + 1 < text.count,
        !nameBytes.contains(text[index + 1]) || text[index + 1] == .underscore
      {
        index += 1
      }
      result.append(text[index])
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
