import Classification
import Foundation
import Publishing
import Serving
import Syndication
import Text

/// Reads config.json: every key is checked, and all that is wrong is said at once.
struct ConfigurationReader {
  // What is wrong with a value.
  private enum Fault: ExpressibleByStringInterpolation {
    // What it should have been.
    case wanted(String)
    // A mistake within it.
    case within(String)

    init(stringLiteral value: String) { self = .wanted(value) }
  }

  private typealias Setter = @Sendable (inout Configuration, JSONValue) -> Fault?

  // Each key and how its value is taken.
  private static let setters: [String: Setter] = [
    "content": path(\.content), "output": path(\.output), "state": path(\.state),
    "baseURL": { configuration, value in
      guard case .string(let text) = value, let address = WebAddress.configured(text) else {
        return "an http or https URL"
      }
      configuration.baseURL = address
      return nil
    },
    "authority": { configuration, value in
      guard case .string(let text) = value, let authority = HostName.ascii(text), isAuthority(authority)
      else {
        return "a domain name, as \"example.org\""
      }
      configuration.authority = authority
      return nil
    },
    "site.title": text(\.title), "site.author": text(\.author),
    "site.language": { configuration, value in
      guard case .string(let text) = value, isLanguage(text) else {
        return "a language tag, as \"en\" or \"pt-BR\""
      }
      configuration.language = text
      return nil
    },
    "site.pagesURL": { configuration, value in
      guard case .string(let text) = value, let address = WebAddress.configured(text) else {
        return "an http or https URL"
      }
      configuration.pagesURL = address
      return nil
    },
    "site.pageExtension": { configuration, value in
      guard case .string(let text) = value, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
      else {
        return "what ends a page's address, as \".html\", or \"\""
      }
      configuration.pageExtension = text
      return nil
    },
    "formats": { configuration, value in
      let wanted: Fault = "a list of formats, as [\"atom\", \"rss\", \"json\"]"
      guard case .array(let values) = value, !values.isEmpty else { return wanted }
      var formats: Set<FeedFormat> = []
      for value in values {
        guard case .string(let text) = value, let format = FeedFormat(rawValue: text) else { return wanted }
        formats.insert(format)
      }
      configuration.formats = FeedFormat.allCases.filter(formats.contains)
      return nil
    },
    "window.entries": number(\.windowEntries, 1...1_000_000),
    "window.hours": number(\.windowHours, 0...1_000_000), "archives": flag(\.archives),
    "topics": { topics($1, &$0.topics) }, "classification.mentions": flag(\.mentions),
    "watch.interval": seconds(\.watchInterval, 0.05...86_400),
    "watch.settle": seconds(\.watchSettle, 0...3600), "watch.sweep": seconds(\.watchSweep, 0.05...86_400),
    "watch.notify": flag(\.watchNotify),
    "serve.host": text(\.serve.host), "serve.port": number(\.serve.port, 0...65_535),
    "serve.connections": number(\.serve.connections, 1...1_000_000),
    "serve.requestTimeout": seconds(\.serve.requestTimeout, 0.1...3600),
    "serve.idleTimeout": seconds(\.serve.idleTimeout, 0.1...86_400),
    "serve.sendTimeout": seconds(\.serve.sendTimeout, 0.1...86_400),
    "serve.headerBytes": number(\.serve.headerBytes, 1024...1_048_576),
    "serve.maxAge": number(\.serve.maxAge, 0...31_536_000),
    "serve.cacheMegabytes": number(\.serve.cacheMegabytes, 1...1_048_576),
    "webSub.hubs": { configuration, value in
      let wanted: Fault = "a list of http or https URLs, as [\"https://hub.example.org/\"]"
      guard case .array(let values) = value else { return wanted }
      for value in values {
        guard case .string(let text) = value, let hub = WebAddress.configured(text) else { return wanted }
        if !configuration.hubs.contains(hub) { configuration.hubs.append(hub) }
      }
      return nil
    },
    "webSub.serve": flag(\.webSub.serves),
    "webSub.allowPrivateCallbacks": flag(\.webSub.allowsPrivateCallbacks),
    "webSub.subscriptions": number(\.webSub.subscriptions, 1...10_000_000),
    "webSub.lease": number(\.webSub.lease, 1...31_536_000),
    "webSub.batch": number(\.webSub.batch, 1...1000),
    "webSub.timeout": seconds(\.webSub.timeout, 0.1...600),
    "serve.drain": seconds(\.serve.drain, 0...3600),
    "classification.minimumEvents": number(\.minimumEvents, 1...1_000_000),
    "classification.aliases": { configuration, value in
      guard case .object(let object) = value else {
        return "an object of names, as {\"Sergei Shoigu\": \"Sergey Shoygu\"}"
      }
      for (name, target) in object {
        guard case .string(let text) = target, !text.isEmpty, !name.isEmpty else {
          return "an object whose every value is a name; that of \"\(name)\" is \(target)"
        }
        configuration.aliases[name] = text
      }
      return nil
    },
  ]

  private static let groups = ["site", "window", "classification", "watch", "serve", "webSub"]

  /// Reads the file at `path`.
  /// - Throws: `ConfigurationError`, which names every fault.
  static func read(_ path: String) throws -> Configuration {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw ConfigurationError.unreadable(path: path, reason: reason(error))
    }
    let value: JSONValue
    do {
      value = try JSONDecoder().decode(JSONValue.self, from: data)
    } catch DecodingError.dataCorrupted(let context) {
      let detail = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String
      throw ConfigurationError.notJSON(path: path, reason: detail ?? context.debugDescription)
    } catch DecodingError.typeMismatch(_, let context) {
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw ConfigurationError.invalid(path: path, faults: ["\"\(key)\" is a number too large to be used"])
    }
    return try configuration(value, path: path)
  }

  private static func configuration(_ value: JSONValue, path: String) throws -> Configuration {
    guard case .object(let top) = value else {
      throw ConfigurationError.invalid(
        path: path, faults: ["the configuration is \(value) and should be an object"])
    }
    var (configuration, faults) = (Configuration(), [String]())
    for (key, value) in top.sorted(by: { $0.key < $1.key }) {
      guard groups.contains(key) else {
        apply(key, value, to: &configuration, &faults)
        continue
      }
      guard case .object(let members) = value else {
        faults.append("\"\(key)\" is \(value) and should be an object")
        continue
      }
      for (member, value) in members.sorted(by: { $0.key < $1.key }) {
        apply("\(key).\(member)", value, to: &configuration, &faults)
      }
    }
    guard faults.isEmpty else { throw ConfigurationError.invalid(path: path, faults: faults) }
    return configuration
  }

  private static func apply(
    _ key: String, _ value: JSONValue, to configuration: inout Configuration, _ faults: inout [String]
  ) {
    guard let setter = setters[key] else {
      faults.append("unknown key \"\(key)\" (value \(value)); did you mean \"\(nearest(key))\"?")
      return
    }
    switch setter(&configuration, value) {
    case .wanted(let wanted): faults.append("\"\(key)\" is \(value) and should be \(wanted)")
    case .within(let mistake): faults.append("\"\(key)\": \(mistake)")
    case nil: break
    }
  }
}

extension ConfigurationReader {
  private static func path(_ member: any WritableKeyPath<Configuration, String> & Sendable) -> Setter {
    { configuration, value in
      guard case .string(let text) = value, !text.isEmpty else { return "a path" }
      configuration[keyPath: member] = text
      return nil
    }
  }

  private static func text(_ member: any WritableKeyPath<Configuration, String> & Sendable) -> Setter {
    { configuration, value in
      guard case .string(let text) = value, !text.allSatisfy(\.isWhitespace) else {
        return "a text that is not empty"
      }
      configuration[keyPath: member] = text
      return nil
    }
  }

  private static func flag(_ member: any WritableKeyPath<Configuration, Bool> & Sendable) -> Setter {
    { configuration, value in
      guard case .bool(let flag) = value else { return "true or false" }
      configuration[keyPath: member] = flag
      return nil
    }
  }

  // The topics that are made of others; the fault if there is one.
  private static func topics(_ value: JSONValue, _ topics: inout [CombinedTopic]) -> Fault? {
    guard case .array(let values) = value else {
      return "a list of topics, as [{\"name\": \"Arms\", \"match\": \"text:weapons\"}]"
    }
    for (index, value) in values.enumerated() {
      guard case .object(let members) = value, Set(members.keys) == ["name", "match"],
        case .string(let name)? = members["name"], case .string(let match)? = members["match"]
      else { return .within("topic \(index + 1) needs \"name\" and \"match\", both texts, and nothing else") }
      do {
        let expression = try TopicExpression(match, gazetteer: Generation.gazetteer)
        guard let topic = CombinedTopic(name: name, expression: expression) else {
          return .within("the name of topic \(index + 1) needs letters or digits")
        }
        if let other = topics.first(where: { $0.slug == topic.slug }) {
          return .within("\"\(name)\" would have the same path as \"\(other.name)\"; name it otherwise")
        }
        topics.append(topic)
      } catch {
        return .within("\"match\" of \"\(name)\", \(error)")
      }
    }
    return nil
  }

  private static func number(
    _ member: any WritableKeyPath<Configuration, Int> & Sendable, _ range: ClosedRange<Int>
  ) -> Setter {
    { configuration, value in
      guard case .integer(let number) = value, range.contains(number) else {
        return "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
      configuration[keyPath: member] = number
      return nil
    }
  }

  private static func seconds(
    _ member: any WritableKeyPath<Configuration, Double> & Sendable, _ range: ClosedRange<Double>
  ) -> Setter {
    { configuration, value in
      let number: Double? =
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
      guard let number, range.contains(number) else {
        return "seconds, a number from \(range.lowerBound) to \(range.upperBound)"
      }
      configuration[keyPath: member] = number
      return nil
    }
  }

  // authorityName of RFC 4151, section 2.1: a domain name or an e-mail address.
  private static func isAuthority(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x40, 0x5F].contains($0)
      }
  }

  private static func isLanguage(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return (2...8).contains(parts[0].utf8.count)
      && parts.allSatisfy { part in
        (1...8).contains(part.utf8.count)
          && part.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
      }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return underlying.map { String(cString: strerror(Int32($0.code))) } ?? error.localizedDescription
  }

  // The known key with the least edit distance; its last part counts as well as the whole.
  private static func nearest(_ key: String) -> String {
    func distance(_ known: String) -> Int {
      let last = known.split(separator: ".").last.map(String.init) ?? known
      return min(EditDistance.between(key, known), EditDistance.between(key, last))
    }
    return setters.keys.sorted().min { distance($0) < distance($1) } ?? ""
  }
}
