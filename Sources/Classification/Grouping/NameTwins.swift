package import EventArchive
internal import Foundation
package import Primitives

/// Names that Unicode holds equivalent and that differ in bytes: a link that was typed with composed letters, and a file whose
/// name has them decomposed, as some systems write it. Names that differ in percent-encoding alone are equivalent as well: a link
/// `a%20b`, which leads to the file `a b.md`, and a file of which the name itself is `a%20b.md`.
package struct NameTwins: Sendable {
  // Names by their text, less the percent-encoding: strings are equal when they are canonically equivalent. Names without any
  // have no twins and are not here.
  private var numbers: [String: [NameNumber]] = [:]
  private var count = 0

  /// Makes a table of no names.
  package init() {}

  /// Adds the names that are new since the last call.
  mutating func update(_ names: StringInterner) {
    for number in count..<names.count {
      guard names.withBytes(at: number, Self.mayHaveTwins), let text = Self.text(names[number]) else {
        continue
      }
      numbers[text, default: []].append(NameNumber(number))
    }
    count = names.count
  }

  /// The sets of names that are equivalent, of two or more each.
  var sets: some Sequence<[NameNumber]> { numbers.values.lazy.filter { $0.count > 1 } }

  /// The other names that are equivalent to one.
  package func others(of number: NameNumber, _ names: StringInterner) -> [NameNumber] {
    guard names.withBytes(at: Int(number), Self.mayHaveTwins), let text = Self.text(names[Int(number)]) else {
      return []
    }
    return (numbers[text] ?? []).filter { $0 != number }
  }

  /// The names that are equivalent to a name that may be none of the table's.
  package func numbers(equivalentTo name: EventName) -> [NameNumber] {
    Self.text(name.path).flatMap { numbers[$0] } ?? []
  }

  // Whether a name's path has anything percent-encoded.
  private static func mayHaveTwins(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    path.baseAddress.map { memchr($0, 0x25, path.count) != nil } ?? false
  }

  // Encoding is taken off so often at most: each time costs as much as the path is long.
  private static let mostEncodings = 8

  // A path without its percent-encoding; `nil` for bytes that are no UTF-8.
  private static func text(_ path: String) -> String? {
    guard var text = path.removingPercentEncoding else { return nil }
    for _ in 1..<mostEncodings where text.utf8.contains(0x25) {
      guard let next = text.removingPercentEncoding else { break }
      text = next
    }
    return text
  }
}
