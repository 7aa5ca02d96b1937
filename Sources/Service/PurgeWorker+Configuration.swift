package import Logging
package import Purging

extension PurgeWorker {
  /// Makes the worker that purges the caches of a configuration; `nil` when there are none.
  /// - Throws: `IndexError.unsupported` when there can be no index.
  package convenience init?(_ configuration: Configuration, logger: Logger) throws {
    guard !configuration.purge.isEmpty else { return nil }
    let (site, targets) = (configuration.site, configuration.purge)
    self.init(
      store: try PurgeStore(index: configuration.indexLocation, targets: targets), targets: targets,
      generator: "\(site.generator.name)/\(site.generator.version) (\(site.baseURL))", logger: logger)
  }
}
