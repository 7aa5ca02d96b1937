internal import CCurl
internal import Foundation
internal import Synchronization

/// The event loop of a client's transfers, on a thread of its own.
// Unchecked: the lock protects `commands`, `isStarted`, `isClosed` and `multi`; the thread alone uses `running`.
final class TransferLoop: @unchecked Sendable {
  private enum Command {
    case start(Transfer)
    case cancel(Transfer)
  }

  private let lock = NSLock()
  private var commands: [Command] = []
  private var isStarted = false
  private var isClosed = false
  // The multi handle while the thread runs.
  private var multi: UnsafeMutableRawPointer?

  // Used by the thread alone.
  private var running: [UnsafeMutableRawPointer: Transfer] = [:]

  // The limit of idle connections.
  private static let idleConnections = 32

  // Initializes libcurl, once per process.
  private static let isReady = curl_initialize() == CURLE_OK

  /// Runs a transfer until it ends or the task is cancelled.
  /// - Throws: `HTTPClient.Failure`, `NetworkAddress.Refusal`, `CancellationError`.
  func run(_ transfer: Transfer) async throws -> HTTPClient.Response {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        transfer.continuation = continuation
        send(.start(transfer))
      }
    } onCancel: {
      // The mark comes first: a transfer that has not started yet is ended by it.
      transfer.isCancelled.store(true, ordering: .sequentiallyConsistent)
      send(.cancel(transfer))
    }
  }

  /// Stops the thread. Transfers in progress end with `CancellationError`.
  func close() {
    lock.withLock {
      isClosed = true
      if let multi { curl_multi_wakeup(multi) }
    }
  }

  private func send(_ command: Command) {
    lock.withLock {
      commands.append(command)
      if let multi { curl_multi_wakeup(multi) }
      guard !isStarted else { return }
      isStarted = true
      let thread = Thread { self.work() }
      thread.name = "feedgen http"
      thread.start()
    }
  }

  private func work() {
    // Writing to a connection that the peer has closed is an error, and must not kill the process.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let multi = Self.isReady ? curl_multi_init() : nil
    if let multi { curl_limit_idle_connections(multi, Self.idleConnections) }
    lock.withLock { self.multi = multi }
    while let commands = next() {
      for command in commands { execute(command, multi) }
      guard let multi else {
        Thread.sleep(forTimeInterval: 0.1)
        continue
      }
      var count: Int32 = 0
      curl_multi_perform(multi, &count)
      while let message = curl_multi_info_read(multi, &count)?.pointee {
        guard message.msg == CURLMSG_DONE, let easy = message.easy_handle else { continue }
        let result = message.data.result
        curl_multi_remove_handle(multi, easy)
        running.removeValue(forKey: easy)?.end(result)
      }
      // Waits for data, a time limit, or a command.
      curl_multi_poll(multi, nil, 0, 60_000, nil)
    }
    lock.withLock { self.multi = nil }
    for (easy, transfer) in running {
      curl_multi_remove_handle(multi, easy)
      transfer.cancel()
    }
    running = [:]
    if let multi { curl_multi_cleanup(multi) }
  }

  // The queued commands; `nil` when the loop must stop.
  private func next() -> [Command]? {
    lock.withLock {
      defer { commands = [] }
      return isClosed && commands.isEmpty ? nil : commands
    }
  }

  private func execute(_ command: Command, _ multi: UnsafeMutableRawPointer?) {
    switch command {
    case .start(let transfer):
      if transfer.isCancelled.load(ordering: .sequentiallyConsistent) { return transfer.cancel() }
      do {
        guard let multi else { throw HTTPClient.Failure(description: "libcurl cannot be used") }
        let easy = try transfer.prepare()
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
          throw HTTPClient.Failure(description: "libcurl takes no more transfers")
        }
        running[easy] = transfer
      } catch {
        transfer.fail(error)
      }
    case .cancel(let transfer):
      guard let easy = transfer.easy, running.removeValue(forKey: easy) != nil else { return }
      curl_multi_remove_handle(multi, easy)
      transfer.cancel()
    }
  }
}
