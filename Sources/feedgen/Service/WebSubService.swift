import EventIndex
import Foundation
import Logging
import Serving

/// What WebSub needs of a process: what is to be told to whom, and who tells it.
struct WebSubService {
  /// What is to be told to whom.
  let store: WebSubStore
  /// Who tells it.
  let worker: WebSubWorker
  /// The hub, if one is served.
  let hub: Hub?

  /// Opens what a configuration needs; `nil` when its feeds name no hub.
  init?(_ configuration: Configuration, logger: Logger) {
    guard !configuration.allHubs.isEmpty else { return nil }
    store = WebSubStore(directory: configuration.state)
    worker = WebSubWorker(
      store, configuration.webSub, configuration.site, output: configuration.output, logger: logger)
    hub = configuration.webSub.serves ? Hub(store, worker, configuration.webSub) : nil
  }
}
