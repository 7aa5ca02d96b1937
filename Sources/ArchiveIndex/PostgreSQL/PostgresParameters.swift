#if PostgreSQL
  /// The values of the parameters of a statement, in the binary format of PostgreSQL. They keep their values until they are bound
  /// again.
  struct PostgresParameters {
    // The bytes of each value; `nil` for NULL.
    private var values: [[UInt8]?] = []

    /// The bytes of a parameter, here counted from 0; `nil` is NULL.
    subscript(place: Int) -> [UInt8]? {
      get { values[place] }
      _modify {
        if values.count <= place { values += repeatElement(nil, count: place + 1 - values.count) }
        yield &values[place]
      }
    }

    /// Binds bytes to a parameter, counted from 1; `nil` is NULL.
    mutating func bind(_ bytes: [UInt8]?, at index: Int32) { self[Int(index) - 1] = bytes }

    /// Calls `body` with the values, their lengths and formats, as libpq's functions take them.
    func withValues<Result>(
      _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
      var pointers: [UnsafePointer<CChar>?] = []
      // The values are not copied: those of a batch have a megabyte.
      func collect() -> Result {
        let place = pointers.count
        guard place < values.count else {
          return body(
            pointers, values.map { Int32($0?.count ?? 0) }, Array(repeating: 1, count: values.count))
        }
        guard let value = values[place] else {
          pointers.append(nil)
          return collect()
        }
        return (value.isEmpty ? Self.noBytes : value).withUnsafeBytes { bytes in
          pointers.append(bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
          return collect()
        }
      }
      return collect()
    }

    // What gives a value without bytes an address: a null address would be NULL.
    private static let noBytes: [UInt8] = [0]
  }

  extension FixedWidthInteger {
    /// The bytes of the number in network order.
    var networkBytes: [UInt8] { withUnsafeBytes(of: bigEndian, Array.init) }
  }

  extension [UInt8] {
    /// Appends the bytes of a number in network order.
    mutating func append(networkBytes number: some FixedWidthInteger) {
      Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
  }
#endif
