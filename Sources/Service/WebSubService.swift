package import Logging
internal import Publishing
package import Serving
package import WebSub

/// The parts of WebSub that a process needs: the queue, the worker, and the hub if one is served.
package struct WebSubService {
  /// The queue of requests, and the subscriptions.
  package let store: WebSubStore
  /// The worker that sends the requests.
  package let worker: WebSubWorker
  /// The hub, if one is served.
  package let hub: HubEndpoint?

  /// Opens what a configuration needs; `nil` when its feeds name no hub.
  package init?(_ configuration: Configuration, logger: Logger) {
    let (site, settings, output) = (configuration.site, configuration.webSub, configuration.output)
    guard !site.hubs.isEmpty else { return nil }
    store = WebSubStore(directory: configuration.state)
    worker = WebSubWorker(
      store, settings, site,
      findContent: { names in
        try PublishedFeed(names, output: output).map {
          TopicContent(bytes: $0.bytes, mediaType: $0.mediaType)
        }
      }, logger: logger)
    hub = settings.serves ? HubEndpoint(Hub(store, worker, settings), baseURL: site.baseURL) : nil
  }
}

extension HubEndpoint {
  /// Makes the endpoint of a hub whose topics are at a URL.
  fileprivate init(_ hub: Hub, baseURL: String) {
    self.init(path: WebSubSettings.path, bodyLimit: Hub.mostBytes) { form, isTopic in
      let answer = try hub.answer(to: form, baseURL: baseURL, isTopic: isTopic)
      return (answer.status, answer.message, answer.retryAfter)
    } subscriptionCount: {
      try hub.subscriptionCount()
    }
  }
}
