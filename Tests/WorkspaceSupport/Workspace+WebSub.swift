package import Logging
package import Pipeline
internal import Primitives
package import Publishing
package import Service
package import WebSub

extension Workspace {
  /// The feeds of the configuration advertise no hub.
  package struct NoHub: Error {}

  /// A logger that drops all messages.
  package static var logger: Logger { Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() } }

  /// The WebSub parts of the present configuration.
  package func webSub(logger: Logger = Workspace.logger) throws -> WebSubService {
    guard let service = try WebSubService(configuration, logger: logger) else { throw NoHub() }
    return service
  }

  /// Publishes the content as a service does; returns the store with the queued deliveries.
  @discardableResult
  package func publish() throws -> WebSubStore {
    let webSub = try webSub()
    var build = Build(
      configuration.buildSettings, isFull: false, now: Self.now, logger: Self.logger,
      observer: BuildObserver())
    build.listeners = [webSub.store]
    _ = try build.run()
    return webSub.store
  }

  /// The store of WebSub after feeds have named a hub, without any delivery.
  package func webSubStore(naming hub: String) throws -> WebSubStore {
    var site = configuration.site
    site.hubs = [hub]
    let store = try WebSubStore(index: configuration.state)
    try store.didPublish(PublishedChanges(), of: site)
    return store
  }

  /// Publishes the content, and notifies some listeners of it.
  @discardableResult
  package func publish(to listeners: [any PublicationListener]) throws -> Build.Summary {
    var build = Build(
      configuration.buildSettings, isFull: false, now: Self.now, logger: Self.logger,
      observer: BuildObserver())
    build.lossGuard.isForced = isForced
    build.listeners = listeners
    return try build.run()
  }

  /// Writes an event of Norway in February 2014.
  package func addNorway(_ day: Int) throws {
    try write(ArchivePage(day: "2014/2/\(day)", title: "Norway buys grain \(day)"))
  }
}
