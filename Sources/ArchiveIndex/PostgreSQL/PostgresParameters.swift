#if PostgreSQL
  /// The values of the parameters of a statement, in the binary format of PostgreSQL. They keep their values until they are bound
  /// again.
  struct PostgresParameters {
    // The bytes of each value; `nil` for NULL.
    private var values: [[UInt8]?] = []

    /// Binds bytes to a parameter, counted from 1; `nil` is NULL.
    mutating func bind(_ bytes: [UInt8]?, at index: Int32) {
      let place = Int(index) - 1
      if values.count <= place { values += repeatElement(nil, count: place + 1 - values.count) }
      values[place] = bytes
    }

    /// Calls `body` with the values, their lengths and formats, as libpq's functions take them.
    func withValues<Result>(
      _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(values.reduce(1) { $0 + ($1?.count ?? 0) })
      for case .some(let value) in values { bytes += value }
      // A value without bytes needs an address, too: a null address would be NULL.
      bytes.append(0)
      return bytes.withUnsafeBytes { all in
        var pointers: [UnsafePointer<CChar>?] = []
        var start = 0
        for value in values {
          guard let value else {
            pointers.append(nil)
            continue
          }
          pointers.append(all.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self))
          start += value.count
        }
        return body(
          pointers, values.map { Int32($0?.count ?? 0) }, Array(repeating: 1, count: values.count))
      }
    }
  }

  extension FixedWidthInteger {
    /// The bytes of the number in network order.
    var networkBytes: [UInt8] { withUnsafeBytes(of: bigEndian, Array.init) }
  }
#endif
