import Primitives
import Serving
import Syndication
import Watching
import WebSub

// The service: watching the content, answering feed readers, and WebSub.
extension ConfigurationKey {
  static let watching = [
    seconds(
      "watch.interval", \.watchInterval, in: 0.05...86_400,
      meaning: "time between two scans of the content by a service, in seconds"),
    seconds(
      "watch.settle", \.watchSettle, in: 0...3600,
      meaning: "time without changes after which a file counts as complete, in seconds"),
    seconds(
      "watch.sweep", \.watchSweep, in: 0.05...86_400,
      meaning:
        "time between two scans that examine every file, and not only directories, in seconds"),
    flag(
      "watch.notify", \.watchNotify,
      meaning: "whether a service uses the notifications of the kernel (inotify)"),
    ConfigurationKey(
      "watch.ignore",
      "patterns of files and directories that are not news, as in .gitignore, for example `[\"drafts/\", \"*.draft.md\"]`, see [Ignore patterns](content.md#ignore-patterns). They apply to every command",
      as: .list, get: { texts($0.ignore.patterns) },
      set: { configuration, value in
        guard let patterns = texts(value) else {
          return "a list of patterns as in .gitignore, as [\"drafts/\", \"*.draft.md\"]"
        }
        do throws(IgnoreRules.Unusable) {
          configuration.ignore = try IgnoreRules(patterns)
          return nil
        } catch {
          return .within("\(error)")
        }
      }),
  ]

  static let serving = [
    ConfigurationKey(
      "serve.host",
      "the name or address of the interface to listen on, without scheme and port; `\"0.0.0.0\"` or `\"::\"` for all",
      get: { .string($0.serve.host) },
      set: { configuration, value in
        guard case .string(let text) = value, InterfaceName.isHost(text) else {
          return
            "the name or address of an interface, as \"127.0.0.1\", \"::\" or \"localhost\", without scheme, path and port (the port is \"serve.port\")"
        }
        configuration.serve.host = text
        return nil
      }),
    number("serve.port", \.serve.port, in: 0...65_535, meaning: "the port; 0 selects a free one"),
    optionalPath(
      "serve.socket", \.serve.socket,
      meaning:
        "the path of a Unix socket to listen on instead of `serve.host` and `serve.port`; see [Sockets](serving.md#sockets)"
    ),
    optionalPath(
      "serve.accessLog", \.serve.accessLog,
      meaning:
        "the path of the access log, `\"-\"` for standard output; none if it is empty; see [Access log](serving.md#access-log)"
    ),
    choice(
      "serve.accessLogFormat", \.serve.accessLogFormat,
      meaning:
        "the lines of the access log: `\"combined\"`, as Apache and nginx write it, or `\"json\"`, an object each"
    ),
    number(
      "serve.maxAge", \.serve.maxAge, in: 0...31_536_000,
      meaning:
        "how long caches may keep a feed before they ask again, in seconds; a tenth more or less, depending on the feed"
    ),
    number(
      "serve.connections", \.serve.connections, in: 1...1_000_000,
      meaning:
        "the number of connections that may be open; more have to wait. Beside them, 1,300 files may be open (`ulimit -n`)"
    ),
    seconds(
      "serve.requestTimeout", \.serve.requestTimeout, in: 0.1...3600,
      meaning: "time limit for receiving a request, in seconds"),
    seconds(
      "serve.idleTimeout", \.serve.idleTimeout, in: 0.1...86_400,
      meaning: "time limit for a connection without a request, in seconds"),
    seconds(
      "serve.sendTimeout", \.serve.sendTimeout, in: 0.1...86_400,
      meaning: "time limit for a client to receive a response, in seconds"),
    number(
      "serve.headerBytes", \.serve.headerBytes, in: 1024...1_048_576,
      meaning: "the largest header of a request, in bytes"),
    number(
      "serve.cacheMegabytes", \.serve.cacheMegabytes, in: 1...1_048_576,
      meaning: "the memory for documents, in megabytes"),
    seconds(
      "serve.drain", \.serve.drain, in: 0...3600,
      meaning: "time limit for requests in progress when the server stops, in seconds"),
  ]

  static let webSub = [
    ConfigurationKey(
      "webSub.hubs",
      "WebSub hubs that feeds name, and that are notified when a feed changes. Each hub may be in the list once, also in another spelling",
      as: .list, get: { texts($0.hubs) }, set: { hubs($1, &$0.hubs) }),
    flag("webSub.serve", \.webSub.serves, meaning: "whether feedgen is a hub, at `baseURL` + `hub`"),
    number(
      "webSub.subscriptions", \.webSub.subscriptions, in: 1...10_000_000,
      meaning: "the largest number of subscriptions to the hub"),
    number(
      "webSub.lease", \.webSub.lease, in: 1...31_536_000,
      meaning: "the longest lease of a subscription, in seconds"),
    number(
      "webSub.batch", \.webSub.batch, in: 1...1000,
      meaning:
        "the number of changed feeds in one ping to a hub; 1 for a hub that reads only one of them"),
    seconds(
      "webSub.timeout", \.webSub.timeout, in: 0.1...600,
      meaning: "time limit for the response of a hub or subscriber, in seconds"),
    flag(
      "webSub.allowPrivateCallbacks", \.webSub.allowsPrivateCallbacks,
      meaning: "whether subscribers may be on this machine or in networks that are not public"),
  ]

  // Reads the addresses of hubs; returns the fault if there is one.
  private static func hubs(_ value: JSONValue, _ hubs: inout [String]) -> Fault? {
    let wanted = "a list of http or https URLs without fragments, as [\"https://hub.example.org/\"]"
    guard case .array(let values) = value else { return .wanted(wanted) }
    var known: [String: String] = [:]
    var read: [String] = []
    for value in values {
      guard case .string(let text) = value else {
        return .within("\(value) is in the list, which should be \(wanted)")
      }
      do throws(WebAddress.Invalid) {
        let hub = try WebAddress.configured(text)
        guard !hub.contains("#") else { throw WebAddress.Invalid(reason: "has a fragment (#)") }
        if let other = known.updateValue(text, forKey: WebAddress.normal(hub)) {
          let twin = other == text ? "twice" : "also as \"\(other)\""
          return .within(
            "\(value) is in the list \(twin), and would be told of each change twice; remove one")
        }
        read.append(hub)
      } catch {
        return .within("\(value) \(error.reason), and is in the list, which should be \(wanted)")
      }
    }
    hubs = read
    return nil
  }
}
