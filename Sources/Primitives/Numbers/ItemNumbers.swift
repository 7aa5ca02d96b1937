/// A list of numbers in an array of integers that it shares with other lists.
@frozen public struct ItemNumbers<Item>: Sendable {
  /// The numbers as integers.
  public let rawValues: ArraySlice<Int32>

  /// Makes a view of integers.
  @inlinable @inline(__always)
  public init(rawValues: ArraySlice<Int32>) { self.rawValues = rawValues }
}

extension ItemNumbers: RandomAccessCollection {
  /// The index of the first number.
  @inlinable public var startIndex: Int {
    @inline(__always) get { rawValues.startIndex }
  }

  /// The index after the last number.
  @inlinable public var endIndex: Int {
    @inline(__always) get { rawValues.endIndex }
  }

  /// The number at an index.
  @inlinable public subscript(index: Int) -> ItemNumber<Item> {
    @inline(__always) get { ItemNumber(rawValue: rawValues[index]) }
  }
}
