/// Text in UTF-8 that shares the memory of its page. A page has some fifty texts, and one copy of its bytes.
///
/// A slice keeps the bytes of the whole page alive. Copy it as a `String` to keep it for long.
public struct TextSlice: Sendable {
  /// The empty text.
  package static let empty = TextSlice("")

  @usableFromInline let storage: Storage
  @usableFromInline let start: Int32
  @usableFromInline let length: Int32

  /// Copies a string.
  package init(_ text: String) {
    var text = text
    self = text.withUTF8 { Self(copying: $0) }
  }

  /// Copies bytes that are UTF-8.
  package init(copying bytes: UnsafeBufferPointer<UInt8>) {
    self.init(storage: Storage(copying: bytes), start: 0, length: Int32(bytes.count))
  }

  private init(storage: Storage, start: Int32, length: Int32) {
    self.storage = storage
    self.start = start
    self.length = length
  }

  /// Calls `body` with the text's bytes, which are valid only during the call.
  // Public, so that it can be specialized in other modules, which call it for each text.
  @inlinable
  public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try body(bytes)
  }

  /// The text as a string.
  package var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }

  /// The text's length in bytes.
  package var count: Int { Int(length) }

  /// Whether the text is empty.
  package var isEmpty: Bool { length == 0 }

  // The bytes, which are valid while a slice of the same page is alive.
  @inlinable var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: storage.start + Int(start), count: Int(length))
  }

  /// The slice of a part of this slice's bytes.
  package func slice(_ part: UnsafeBufferPointer<UInt8>) -> TextSlice {
    guard let base = part.baseAddress, !part.isEmpty else {
      return TextSlice(storage: storage, start: 0, length: 0)
    }
    return TextSlice(
      storage: storage, start: Int32(UnsafePointer(storage.start).distance(to: base)),
      length: Int32(part.count))
  }
}

extension TextSlice: Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// Copies a literal.
  public init(stringLiteral text: String) { self.init(text) }

  /// The text as a string.
  public var description: String { string }

  /// Compares bytes.
  public static func == (left: Self, right: Self) -> Bool {
    left.withBytes { left in right.withBytes { left.isEqual(to: $0) } }
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension TextSlice {
  // Unchecked: the bytes never change.
  @usableFromInline final class Storage: @unchecked Sendable {
    @usableFromInline let start: UnsafeMutablePointer<UInt8>

    init(copying bytes: UnsafeBufferPointer<UInt8>) {
      start = .allocate(capacity: max(1, bytes.count))
      if let base = bytes.baseAddress { start.initialize(from: base, count: bytes.count) }
    }

    deinit { start.deallocate() }
  }
}
