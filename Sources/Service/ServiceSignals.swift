import Dispatch
import Foundation

/// Turns the signals that a service manager or a terminal sends into demands.
package final class ServiceSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// Begins to listen: SIGTERM and SIGINT stop, SIGHUP reloads.
  init(_ wakeups: Wakeups) {
    for number in [SIGTERM, SIGINT, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        wakeups.demand { if number == SIGHUP { $0.reload = true } else { $0.stop = true } }
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit { for source in sources { source.cancel() } }
}
