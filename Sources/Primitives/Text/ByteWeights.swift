/// A weight for each byte, for sums over texts. A look-up takes a third of the time of a `switch` over the bytes of all texts of an
/// archive.
// Public, so that `sum` can be inlined into other modules, which call it for each text.
public struct ByteWeights: @unchecked Sendable {
  // Unchecked: the 256 weights are never changed nor freed.
  @usableFromInline let weights: UnsafePointer<UInt16>

  /// Makes a table that lives as long as the process.
  /// - Parameter weight: returns the weight of a byte.
  package init(_ weight: (UInt8) -> UInt16) {
    let weights = UnsafeMutablePointer<UInt16>.allocate(capacity: 256)
    for byte in UInt8.min...UInt8.max { weights[Int(byte)] = weight(byte) }
    self.weights = UnsafePointer(weights)
  }

  /// The sum of the weights of the bytes of a text.
  @inlinable
  public func sum(of text: UnsafeBufferPointer<UInt8>) -> Int {
    var sum = 0
    for byte in text { sum &+= Int(weights[Int(byte)]) }
    return sum
  }
}
