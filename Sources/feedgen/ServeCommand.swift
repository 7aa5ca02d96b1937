import ArgumentParser
import Service
import Syndication

/// The options of a server's address.
struct ServerAddress: ParsableArguments {
  @Option(help: "The name or address of the interface to serve at (default: serve.host, 127.0.0.1).")
  var host: String?

  @Option(help: "The port to serve at; 0 for any that is free (default: serve.port, 8080).")
  var port: Int?

  /// Refuses an invalid port or host.
  func validate() throws { try Options.validate(keys) }

  /// The keys that the options set.
  var keys: [ConfigurationReader.Option] {
    [
      host.map { .init(name: "--host", key: "serve.host", text: $0) },
      port.map { .init(name: "--port", key: "serve.port", text: "\($0)") },
    ].compactMap(\.self)
  }
}

/// The command `serve`: serves the feeds over HTTP without updating them.
struct ServeCommand: ParsableCommand {
  private static let extensions = FeedFormat.allCases.map { ".\($0.pathExtension)" }.joined(separator: ", ")

  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer feed readers over HTTP, until told to stop by SIGTERM; SIGHUP reloads.",
    discussion: """
      The feeds are those in the output directory; something else keeps them up to date: `feedgen --watch`, or \
      `feedgen` from time to time. `feedgen --watch --serve` does both in one process. The server itself answers:

        /feed.atom?match=country:egypt+AND+entity:"Sergey+Lavrov"
            any expression of the topics' language, as \(extensions)
        /search.atom?q=words
            titles and summaries; order=rank for the best matches instead of the newest
        /healthz  /status  /metrics
            whether all is well, for a load balancer, for people, for Prometheus
        POST /regenerate
            bring the feeds up to date, for those who know FEEDGEN_TOKEN of the server's environment

      """)

  @OptionGroup var options: Options
  @OptionGroup var address: ServerAddress

  func run() throws {
    try ErrorReport.exitOnError {
      try ServeService(
        try options.source(and: address.keys), logger: options.logger(level: .info)
      ).run()
    }
  }
}
