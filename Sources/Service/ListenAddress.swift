/// The address to listen on, as far as the command line overrides the configuration's.
package struct ListenAddress: Sendable {
  /// The host name or address of the interface; `nil` for the configuration's.
  package var host: String?
  /// The port, 0 for any that is free; `nil` for the configuration's.
  package var port: Int?

  /// Makes an address.
  package init(host: String? = nil, port: Int? = nil) {
    self.host = host
    self.port = port
  }

  /// The host, or the configuration's, without the brackets of an IPv6 address.
  package func host(_ configuration: Configuration) -> String {
    let host = host ?? configuration.serve.host
    return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
  }
}
