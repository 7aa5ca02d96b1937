/// The address and the limits of a server.
package struct ServerSettings: Equatable, Sendable {
  /// The host name or address of the interface to listen on.
  package var host = "127.0.0.1"
  /// The port to listen on; 0 for any free port.
  package var port = 8080
  /// The path of a Unix socket to listen on instead of host and port; empty for none.
  package var socket = ""
  /// The descriptors of sockets that are open already, to listen on instead of all others.
  package var passedSockets: [Int32] = []
  /// The path of the access log, `-` for standard output; empty for none.
  package var accessLog = ""
  /// The form of the lines of the access log.
  package var accessLogFormat = AccessLogFormat.combined
  /// The limit of open connections; further ones wait until one is closed.
  package var connections = 12_000
  /// The time limit for receiving a request, in seconds.
  package var requestTimeout = 10.0
  /// The time limit for a connection without a request, in seconds.
  package var idleTimeout = 60.0
  /// The time limit for a client to receive a response, in seconds.
  package var sendTimeout = 120.0
  /// The limit of a request's header, in bytes.
  package var headerBytes = 16_384
  /// How long a cache may use a feed without asking again (max-age), in seconds; each feed has up to a tenth more or less.
  package var maxAge = 300
  /// The capacity of the representation cache, in megabytes.
  package var cacheMegabytes = 64
  /// The time that running requests may take after the server begins to stop, in seconds.
  package var drain = 5.0

  /// The default settings.
  package init() {}
}
