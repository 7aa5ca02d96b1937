#if PostgreSQL
  internal import Foundation

  /// A connection to PostgreSQL that is made when it is used first, and made again after it was lost. Its users are serial.
  // Unchecked: every access to the mutable state holds the lock.
  final class PostgresClient: @unchecked Sendable {
    /// The location.
    let location: PostgresLocation
    private let prepare: @Sendable (PostgresConnection) throws -> Void
    private let lock = NSLock()
    private var connection: PostgresConnection?

    /// Makes a client.
    /// - Parameter prepare: called with each new connection.
    init(
      _ location: PostgresLocation,
      prepare: @escaping @Sendable (PostgresConnection) throws -> Void = { _ in }
    ) {
      self.location = location
      self.prepare = prepare
    }

    /// Runs `body` with the connection. If it was lost since it was used last, as after a restart of the server, so that
    /// no transaction can begin, `body` is run once more with a new one.
    /// - Throws: `IndexError`, or what `body` throws.
    func use<Result>(_ body: (PostgresConnection) throws -> Result) throws -> Result {
      try lock.withLock {
        if let known = connection {
          do {
            return try body(known)
          } catch {
            guard known.isBroken else { throw error }
            connection = nil
            // What has begun may have been committed.
            if known.hasBegun { throw error }
          }
        }
        let new = try PostgresConnection(location)
        try prepare(new)
        let result = try body(new)
        if !new.isBroken { connection = new }
        return result
      }
    }
  }
#endif
