package import EventArchive
internal import Foundation
package import Primitives

/// Names that differ in bytes and are canonically equivalent in Unicode: a link with composed letters, and a file whose name has
/// decomposed letters, as some systems write it. Names that differ only in percent-encoding are equivalent as well: a link
/// `a%20b`, which leads to the file `a b.md`, and a file named `a%20b.md`.
package struct EquivalentNames: Sendable {
  // Names by their text without percent-encoding; Swift strings are equal when they are canonically equivalent. Names without
  // percent-encoding have no equivalents and are not in the table.
  private var numbers: [String: [NameNumber]] = [:]
  private var count = 0

  /// Makes an empty table.
  package init() {}

  /// Adds the names that were added to `names` since the last call.
  mutating func update(_ names: StringInterner) {
    for number in count..<names.count {
      guard names.withBytes(at: number, Self.isPercentEncoded), let text = Self.text(names[number]) else {
        continue
      }
      numbers[text, default: []].append(NameNumber(number))
    }
    count = names.count
  }

  /// The sets of equivalent names, of two or more each.
  var sets: some Sequence<[NameNumber]> { numbers.values.lazy.filter { $0.count > 1 } }

  /// The other names that are equivalent to a name.
  package func others(of number: NameNumber, in names: StringInterner) -> [NameNumber] {
    guard names.withBytes(at: number.index, Self.isPercentEncoded), let text = Self.text(names[number.index])
    else {
      return []
    }
    return (numbers[text] ?? []).filter { $0 != number }
  }

  /// The names that are equivalent to a name, which the table need not have.
  package func numbers(equivalentTo name: EventName) -> [NameNumber] {
    Self.text(name.path).flatMap { numbers[$0] } ?? []
  }

  // Whether a path has percent-encoded bytes.
  private static func isPercentEncoded(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    path.baseAddress.map { memchr($0, 0x25, path.count) != nil } ?? false
  }

  // A path is decoded this often at most, because each time takes linear time.
  private static let maximumEncodings = 8

  // A path without its percent-encoding; `nil` for bytes that are not UTF-8.
  private static func text(_ path: String) -> String? {
    guard var text = path.removingPercentEncoding else { return nil }
    for _ in 1..<maximumEncodings where text.utf8.contains(0x25) {
      guard let next = text.removingPercentEncoding else { break }
      text = next
    }
    return text
  }
}
