/// Where a server listens, and what it bears.
package struct ServerSettings: Equatable, Sendable {
  /// The name or address of the interface to listen on.
  package var host = "127.0.0.1"
  /// The port to listen on; 0 for any that is free.
  package var port = 8080
  /// How many connections may be open; more wait until one is closed.
  package var connections = 12_000
  /// How long a request may take to arrive, in seconds.
  package var requestTimeout = 10.0
  /// How long a connection may be open without a request, in seconds.
  package var idleTimeout = 60.0
  /// How long a client may take to fetch a response, in seconds.
  package var sendTimeout = 120.0
  /// How many bytes the header of a request may have.
  package var headerBytes = 16_384
  /// How long others may keep a feed before they ask again, in seconds; each feed has a tenth more or less.
  package var maxAge = 300
  /// How many megabytes of documents are kept in memory.
  package var cacheMegabytes = 64
  /// How long requests that have begun may take when the server is to stop, in seconds.
  package var drain = 5.0

  /// Makes the settings that a configuration has which says nothing.
  package init() {}
}
