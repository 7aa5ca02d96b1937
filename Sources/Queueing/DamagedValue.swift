/// Reads values of rows that may be damaged.
package enum DamagedValue {
  /// The value that `read` returns; `nil` when it is damaged.
  /// - Parameter damaged: called with the error.
  package static func read<Value>(_ damaged: (any Error) -> Void, _ read: () throws -> Value) -> Value? {
    do {
      return try read()
    } catch {
      damaged(error)
      return nil
    }
  }
}
