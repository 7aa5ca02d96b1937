import ArchiveIndex
import Logging
import TestSupport
import Testing

@testable import Pipeline
@testable import Service
@testable import WebSub

extension Workspace {
  /// Says nothing.
  static var logger: Logger { Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() } }

  /// The WebSub parts of the present configuration.
  func webSub(logger: Logger = Workspace.logger) throws -> WebSubService {
    try #require(WebSubService(configuration, logger: logger))
  }

  /// Publishes the content as a service does; returns the store with the queued deliveries.
  @discardableResult
  func publish() throws -> WebSubStore {
    let webSub = try webSub()
    var build = Build(
      configuration.buildSettings, isFull: false, now: Self.now, logger: Self.logger,
      observer: BuildObserver())
    build.listener = webSub.store
    _ = try build.run()
    return webSub.store
  }

  /// Writes an event of Norway in February 2014.
  func addNorway(_ day: Int) throws {
    try write(ArchivePage(day: "2014/2/\(day)", title: "Norway buys grain \(day)"))
  }
}
