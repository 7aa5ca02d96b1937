#if PostgreSQL
  internal import CLibpq
  internal import Foundation

  /// Listens to the notifications of other processes on the channel of an index (LISTEN, NOTIFY), on a thread of its own. They say that
  /// tasks are offered, or that a term has ended.
  ///
  /// A connection pool may drop notifications, so a test at the start finds out whether they arrive.
  // Unchecked: nothing changes after the creation.
  final class PostgresHints: IndexHints, @unchecked Sendable {
    // The write end of a pipe. Closing it ends the thread, which closes the read end.
    private let stopPipe: Int32

    // The limit of the time in which the notification of the test must arrive, in milliseconds.
    private static let testTimeout: Int32 = 5_000
    /// The time before a lost connection is made again, in milliseconds. It is random, so that processes that have lost their connections
    /// at the same moment do not connect at the same moment.
    static let standardPause: ClosedRange<Int32> = 5_000...15_000

    /// Begins to listen; `nil` when the system refuses a pipe.
    /// - Parameters:
    ///   - pause: the range of the time before a lost connection is made again, in milliseconds.
    ///   - wake: called after notifications, on any thread.
    ///   - report: called with the reason when there are no notifications.
    init?(
      _ location: PostgresLocation, pause: ClosedRange<Int32> = standardPause,
      wake: @escaping @Sendable () -> Void, report: @escaping @Sendable (String) -> Void
    ) {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return nil }
      stopPipe = ends[1]
      let stop = ends[0]
      let thread = Thread {
        Self.run(location, until: stop, pause: pause, wake: wake, report: report)
        close(stop)
      }
      thread.name = "feedgen-hints"
      thread.stackSize = 1 << 19
      thread.start()
    }

    deinit { close(stopPipe) }

    /// SQL that notifies the processes of an index, when its transaction is committed.
    static func notification(_ location: PostgresLocation) -> String { "NOTIFY \(location.identifier)" }

    private static func run(
      _ location: PostgresLocation, until stop: Int32, pause: ClosedRange<Int32>, wake: () -> Void,
      report: (String) -> Void
    ) {
      repeat {
        do {
          let connection = try PostgresConnection(location)
          try connection.execute("LISTEN \(location.identifier)")
          // The test uses a second connection, because a pool may return the notification of a connection to that connection alone.
          try PostgresConnection(location).execute(notification(location))
          guard try connection.waitForNotification(orEndOf: stop, timeout: testTimeout) else {
            return report(
              "notifications from the database do not arrive, so tasks of other processes are found by polling only; connect without a pool, or with one that pools sessions"
            )
          }
          repeat { wake() } while try connection.waitForNotification(orEndOf: stop, timeout: -1)
          return
        } catch {
          // The code that uses the index reports that the database cannot be reached. Polling needs no hints.
        }
      } while !isReadable(stop, within: .random(in: pause))
    }

    // Waits until a descriptor is readable, or closed at the other end; the limit is in milliseconds.
    private static func isReadable(_ descriptor: Int32, within limit: Int32) -> Bool {
      var descriptor = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return poll(&descriptor, 1, limit) != 0
    }
  }

  extension PostgresConnection {
    /// Waits for notifications, and takes them all.
    /// - Parameters:
    ///   - stop: a descriptor; when it is readable or closed at the other end, the wait ends.
    ///   - timeout: the limit in milliseconds, -1 for none.
    /// - Returns: false when the wait has ended without a notification.
    /// - Throws: `IndexError` when the connection is lost.
    func waitForNotification(orEndOf stop: Int32, timeout: Int32) throws -> Bool {
      let deadline = ContinuousClock.now + .milliseconds(timeout)
      while try !takeNotifications() {
        let left = max(0, ContinuousClock.now.duration(to: deadline) / .milliseconds(1))
        var descriptors = [socket, stop].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let count = poll(&descriptors, 2, timeout < 0 ? -1 : Int32(left.rounded(.up)))
        if count == 0 || descriptors[1].revents != 0 { return false }
      }
      return true
    }
  }
#endif
