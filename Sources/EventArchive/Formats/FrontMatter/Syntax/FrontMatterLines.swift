internal import Primitives

/// The lines of a part of a file, with their numbers.
struct FrontMatterLines: Sequence, IteratorProtocol {
  /// A line without its end.
  struct Line {
    /// The bytes.
    var bytes: UnsafeBufferPointer<UInt8>
    /// The number of the line in the file, counted from 1.
    var number: Int
    /// The index of the line's first byte in the part.
    var start: Int
    /// The index behind the line's end in the part.
    var end: Int

    /// The text.
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// Whether there are only blanks.
    var isBlank: Bool { bytes.trimmed.isEmpty }
    /// Whether blanks begin the line.
    var isIndented: Bool { bytes.first?.isBlank ?? false }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var number: Int

  /// Makes the lines of bytes.
  /// - Parameter firstLine: the number of the first line in the file.
  init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int) {
    self.bytes = bytes
    number = firstLine
  }

  /// The next line.
  mutating func next() -> Line? {
    guard index < bytes.count else { return nil }
    let start = index
    let length = bytes.slice(start...).index(of: .lineFeed)
    index = length.map { start + $0 + 1 } ?? bytes.count
    var line = bytes.slice(start..<(length.map { start + $0 } ?? bytes.count))
    if line.last == .carriageReturn { line = line.slice(..<(line.count - 1)) }
    defer { number += 1 }
    return Line(bytes: line, number: number, start: start, end: index)
  }
}
