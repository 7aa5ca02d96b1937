/// The source of a service's configuration, read at the start and again on SIGHUP.
package struct ConfigurationSource {
  /// Reads the configuration.
  package var read: () throws -> Configuration
  /// A description of the place of the configuration, for the log.
  package var origin: () -> String

  /// Makes a source.
  package init(read: @escaping () throws -> Configuration, origin: @escaping () -> String) {
    self.read = read
    self.origin = origin
  }
}
