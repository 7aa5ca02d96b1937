// The members are public, not package, because the compiler inlines only such into other modules: a number costs what its raw value
// costs.

/// The number of an item in a table, counted from 0. Numbers of different kinds of items are different types, so that they
/// cannot be confused.
@frozen public struct ItemNumber<Item> {
  /// The number as an integer, as the index stores it.
  public let rawValue: Int32

  /// Makes a number from the integer that is stored.
  @inlinable @inline(__always)
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Makes the number of the item at an index of an array.
  @inlinable @inline(__always)
  public init(_ index: Int) { rawValue = Int32(index) }

  /// The index of the item in an array.
  @inlinable public var index: Int {
    @inline(__always) get { Int(rawValue) }
  }
}

extension ItemNumber: Sendable {}

extension ItemNumber: Hashable {
  /// Whether two numbers are equal.
  @inlinable @inline(__always)
  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

  /// Hashes the integer.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

  /// Hashes the integer in one step, as dictionaries with integers as keys do. The standard implementation is slower.
  @inlinable
  public func _rawHashValue(seed: Int) -> Int { rawValue._rawHashValue(seed: seed) }
}

extension ItemNumber: Comparable {
  /// Whether a number is less than another.
  @inlinable @inline(__always)
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension ItemNumber: CustomStringConvertible {
  /// The number in decimal.
  public var description: String { "\(rawValue)" }
}

// MARK: None

extension ItemNumber {
  /// A number, or none. It takes four bytes, as a number does; an `Optional` takes eight in an array.
  @frozen public struct OrNone: Equatable, Sendable {
    // Negative for none.
    @usableFromInline let rawValue: Int32

    /// Makes a number; none of `nil`.
    @inlinable @inline(__always)
    public init(_ number: ItemNumber?) { rawValue = number?.rawValue ?? -1 }

    /// No number.
    @inlinable public static var none: Self {
      @inline(__always) get { Self(nil) }
    }

    /// The number; `nil` for none.
    @inlinable public var number: ItemNumber? {
      @inline(__always) get { rawValue < 0 ? nil : ItemNumber(rawValue: rawValue) }
    }

    /// Whether two numbers are equal, or both are none.
    @inlinable @inline(__always)
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  }
}
