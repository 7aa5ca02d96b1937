import Dispatch
import Foundation

/// Turns signals into control events: SIGTERM and SIGINT stop the service, SIGHUP reloads the configuration.
package final class ServiceSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// Starts to handle signals.
  init(_ wakeups: Wakeups) {
    for number in [SIGTERM, SIGINT, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        wakeups.post { if number == SIGHUP { $0.reload = true } else { $0.stop = true } }
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit { for source in sources { source.cancel() } }
}
