package import Logging
internal import Publishing
package import Purging
package import Serving
package import WebSub

/// The WebSub parts of a process: the store, the worker, and the hub if it is enabled.
package struct WebSubService {
  /// The queue of deliveries, and the subscriptions.
  package let store: WebSubStore
  /// The worker that sends the deliveries.
  package let worker: WebSubWorker
  /// The hub; `nil` when it is disabled.
  package let hub: HubEndpoint?

  /// Makes the parts that a configuration needs; `nil` when its feeds advertise no hub.
  /// - Parameter purging: purges caches. Hubs are notified after that, because they read the feeds through the caches.
  /// - Throws: `PublishingError`, or `IndexError.unsupported` when there can be no index.
  package init?(_ configuration: Configuration, purging: PurgeWorker? = nil, logger: Logger) throws {
    let site = configuration.site
    let settings = configuration.webSub
    let output = configuration.output
    guard !site.hubs.isEmpty else { return nil }
    let source = try configuration.documentSource { logger.warning("\($0)") }
    store = try WebSubStore(index: configuration.indexLocation)
    worker = WebSubWorker(
      store: store, settings: settings, site: site, logger: logger,
      mayNotifyHubs: { !(purging?.isBusy ?? false) },
      findContent: { names in
        try await PublishedFeed.read(names, output: output, source: source).map {
          TopicContent(bytes: $0.bytes, mediaType: $0.mediaType)
        }
      })
    purging?.onProgress { [worker] in worker.wake() }
    let hub = Hub(store: store, worker: worker, settings: settings)
    self.hub = settings.serves ? HubEndpoint(hub, baseURL: site.baseURL) : nil
  }
}

extension HubEndpoint {
  /// Makes the endpoint of a hub for the topics below a URL.
  fileprivate init(_ hub: Hub, baseURL: String) {
    self.init(path: WebSubSettings.path, bodyLimit: Hub.bodyLimit) { form, isTopic in
      let response = try hub.respond(to: form, baseURL: baseURL, isTopic: isTopic)
      return Response(
        status: response.status, message: response.message, retryAfter: response.retryAfter)
    } subscriptionCount: {
      try hub.subscriptionCount()
    }
  }
}
