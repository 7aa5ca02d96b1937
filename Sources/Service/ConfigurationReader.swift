import Classification
import EventArchive
import Foundation
internal import Pipeline
import Primitives
import Publishing
import Serving
import Syndication
import Watching

/// Reads config.json. It checks every key, and reports all faults at once.
package struct ConfigurationReader {
  // A fault of a value.
  private enum Fault: ExpressibleByStringInterpolation {
    // What the value should be.
    case wanted(String)
    // A fault inside the value.
    case within(String)

    init(stringLiteral value: String) { self = .wanted(value) }
  }

  private typealias Setter = @Sendable (inout Configuration, JSONValue) -> Fault?

  // The setter of each key.
  private static let setters: [String: Setter] = [
    "content": path(\.content),
    "format": { configuration, value in
      guard case .string(let text) = value, let kind = ContentKind(text) else {
        return .wanted("one of \(ContentKind.names.map { "\"\($0)\"" }.joined(separator: ", "))")
      }
      configuration.contentKind = kind
      return nil
    },
    "frontMatter.include": patterns(\.posts.include), "frontMatter.exclude": patterns(\.posts.exclude),
    "frontMatter.permalinks": { permalinks($1, &$0.posts.permalinks) },
    "frontMatter.taxonomies": { taxonomies($1, &$0.posts.taxonomies) },
    "frontMatter.drafts": choice(\.posts.publishesDrafts, of: "publish", or: "hold"),
    "frontMatter.expired": choice(\.posts.keepsExpired, of: "keep", or: "remove"),
    "frontMatter.ids": choice(\.posts.usesPermalinksAsIDs, of: "permalink", or: "tag"),
    "frontMatter.content": choice(\.posts.showsSummaries, of: "summary", or: "full"),
    "frontMatter.languages": { configuration, value in
      let wanted: Fault = "a list of language tags, as [\"en\", \"ja\"]"
      guard case .array(let values) = value else { return wanted }
      for value in values {
        guard case .string(let text) = value, let tag = LanguageTag.normalized(text) else { return wanted }
        if !configuration.posts.languages.contains(tag) { configuration.posts.languages.append(tag) }
      }
      return nil
    },
    "frontMatter.split": { separators($1, &$0.posts.separators) },
    "output": path(\.output), "state": path(\.state),
    "baseURL": { configuration, value in
      base(value) { configuration.baseURL = $0 }
    },
    "authority": { configuration, value in
      guard case .string(let text) = value, let authority = HostName.ascii(text), isAuthority(authority)
      else {
        return "a domain name, as \"example.org\""
      }
      configuration.authority = authority
      return nil
    },
    "site.title": text { $0.title = $1 }, "site.author": text { $0.author = $1 },
    "site.rights": text { $0.rights = $1 },
    "site.license": { configuration, value in
      let wanted =
        "the http or https URL of a licence, as \"https://creativecommons.org/licenses/by-sa/4.0/\""
      guard case .string(let text) = value else { return .wanted(wanted) }
      do throws(WebAddress.Invalid) {
        configuration.license = try WebAddress.configured(text)
        return nil
      } catch {
        return .within("\(value) \(error.reason); write \(wanted)")
      }
    },
    "site.language": { configuration, value in
      guard case .string(let text) = value, isLanguage(text) else {
        return "a language tag, as \"en\" or \"pt-BR\""
      }
      configuration.language = text
      return nil
    },
    "site.country": { configuration, value in
      guard case .string(let text) = value, let code = countryCode(text) else {
        return "the code of a country in ISO 3166-1, as \"GB\""
      }
      configuration.countries.home = code
      return nil
    },
    "site.pagesURL": { configuration, value in
      base(value) { configuration.pagesURL = $0 }
    },
    "site.pages": { configuration, value in
      guard case .string(let text) = value, let pages = SitePages(rawValue: text) else {
        return "\"all\", \"topics\" or \"none\""
      }
      configuration.pages = pages
      return nil
    },
    "site.timeZone": { configuration, value in
      let wanted = "a name of the IANA time zone database, as \"Europe/Berlin\""
      guard case .string(let text) = value else { return .wanted(wanted) }
      guard let zone = SiteTimeZone(text) else {
        return .wanted("\(wanted); did you mean \"\(TimeZoneHint.zone(for: text))\"?")
      }
      configuration.timeZone = zone
      return nil
    },
    "site.future": { configuration, value in
      guard case .string(let text) = value, let future = EventClock.Future(rawValue: text) else {
        return "\"hold\" or \"publish\""
      }
      configuration.future = future
      return nil
    },
    "site.pictures": { configuration, value in
      guard case .string(let text) = value, let pictures = PicturePlacement(rawValue: text) else {
        return .wanted("one of \(PicturePlacement.allCases.map { "\"\($0)\"" }.joined(separator: ", "))")
      }
      configuration.pictures = pictures
      return nil
    },
    "site.pageExtension": { configuration, value in
      guard case .string(let text) = value, isPageExtension(text) else {
        return
          "what ends the path of a page's address, as \".html\", \"/\" or \"\", without # and what no URL has"
      }
      configuration.pageExtension = text
      return nil
    },
    "formats": { configuration, value in
      let names = FeedFormat.allCases.map { "\"\($0.pathExtension)\"" }.joined(separator: ", ")
      let wanted = Fault.wanted("a list of formats, as [\(names)]")
      guard case .array(let values) = value, !values.isEmpty else { return wanted }
      var formats: Set<FeedFormat> = []
      for value in values {
        guard case .string(let text) = value, let format = FeedFormat.named(text) else { return wanted }
        formats.insert(format)
      }
      configuration.formats = FeedFormat.allCases.filter(formats.contains)
      return nil
    },
    "window.entries": number(\.windowEntries, 1...1_000_000),
    "window.hours": number(\.windowHours, 0...1_000_000), "archives": flag(\.archives),
    "countries": { configuration, value in
      guard case .string(let text) = value, let feeds = CountryFeeds(rawValue: text) else {
        return .wanted("\"all\" or \"about\"")
      }
      configuration.countryFeeds = feeds
      return nil
    },
    "topics": { topics($1, &$0.topics) }, "classification.mentions": flag(\.mentions),
    "classification.discover": flag(\.discoversNames),
    "classification.words": { configuration, value in
      switch value {
      case .string("hide"): configuration.hidesWords = true
      case .string("feeds"): configuration.hidesWords = false
      default: return .wanted("\"hide\" or \"feeds\"")
      }
      return nil
    },
    "watch.interval": seconds(\.watchInterval, 0.05...86_400),
    "watch.settle": seconds(\.watchSettle, 0...3600), "watch.sweep": seconds(\.watchSweep, 0.05...86_400),
    "watch.notify": flag(\.watchNotify), "watch.ignore": { ignore($1, &$0.ignore) },
    "serve.host": { configuration, value in
      guard case .string(let text) = value, InterfaceName.isHost(text) else {
        return
          "the name or address of an interface, as \"127.0.0.1\", \"::\" or \"localhost\", without scheme, path and port (the port is \"serve.port\")"
      }
      configuration.serve.host = text
      return nil
    },
    "serve.port": number(\.serve.port, 0...65_535),
    "serve.socket": optionalPath(\.serve.socket), "serve.accessLog": optionalPath(\.serve.accessLog),
    "serve.accessLogFormat": { configuration, value in
      guard case .string(let text) = value, let format = AccessLogFormat(rawValue: text) else {
        return "\"combined\" or \"json\""
      }
      configuration.serve.accessLogFormat = format
      return nil
    },
    "serve.connections": number(\.serve.connections, 1...1_000_000),
    "serve.requestTimeout": seconds(\.serve.requestTimeout, 0.1...3600),
    "serve.idleTimeout": seconds(\.serve.idleTimeout, 0.1...86_400),
    "serve.sendTimeout": seconds(\.serve.sendTimeout, 0.1...86_400),
    "serve.headerBytes": number(\.serve.headerBytes, 1024...1_048_576),
    "serve.maxAge": number(\.serve.maxAge, 0...31_536_000),
    "serve.cacheMegabytes": number(\.serve.cacheMegabytes, 1...1_048_576),
    "webSub.hubs": { configuration, value in
      let wanted = "a list of http or https URLs without fragments, as [\"https://hub.example.org/\"]"
      guard case .array(let values) = value else { return .wanted(wanted) }
      var known: [String: String] = [:]
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
          configuration.hubs.append(hub)
        } catch {
          return .within("\(value) \(error.reason), and is in the list, which should be \(wanted)")
        }
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
    "classification.disputed": { disputed($1, &$0.countries.disputed) },
    "classification.aliases": { configuration, value in
      guard case .object(let object) = value else {
        return "an object of names, as {\"Sergei Shoigu\": \"Sergey Shoygu\"}"
      }
      return aliases(object, &configuration)
    },
  ]

  /// All keys, in alphabetical order; a dot separates an object from its member.
  package static var keys: [String] { setters.keys.sorted() }

  private static let groups = ["site", "frontMatter", "window", "classification", "watch", "serve", "webSub"]

  /// Reads the file at `path`.
  /// - Throws: `ConfigurationError`, which names every fault.
  package static func read(_ path: String) throws -> Configuration {
    let bytes = try bytes(ofFile: path)
    do {
      return try configuration(JSONDocument(bytes), path: path)
    } catch let error as JSONDocument.SyntaxError {
      throw ConfigurationError.notJSON(path: path, error: error)
    }
  }

  private static func configuration(_ document: JSONDocument, path: String) throws -> Configuration {
    guard case .object(let top) = document.value else {
      let fault = ConfigurationError.Fault(
        line: 1, what: "the configuration is \(document.value) and should be an object")
      throw ConfigurationError.invalid(path: path, faults: [fault])
    }
    var configuration = Configuration()
    var faults = document.faults.map { ConfigurationError.Fault(line: $0.line, what: $0.what) }
    func apply(_ path: [String], _ value: JSONValue) {
      guard let what = self.apply(path, value, to: &configuration) else { return }
      faults.append(.init(line: document.line(of: path), what: what))
    }
    for (key, value) in top {
      guard groups.contains(key) else {
        apply([key], value)
        continue
      }
      guard case .object(let members) = value else {
        faults.append(
          .init(line: document.line(of: [key]), what: "\"\(key)\" is \(value) and should be an object"))
        continue
      }
      for (member, value) in members { apply([key, member], value) }
    }
    if faults.isEmpty, configuration.isAuthorityMissing {
      faults.append(
        .init(
          line: document.line(of: ["baseURL"]),
          what:
            "\"baseURL\" has an IPv6 address, which cannot be the authority of ids; set \"authority\" to a domain name of yours"
        ))
    }
    do {
      try configuration.ignore.requirePatternsOfNews()
    } catch {
      let line = document.line(of: ["watch", "ignore"])
      configuration.faultOfEventPages = .invalid(
        path: path, faults: [.init(line: line, what: "\"watch.ignore\": \(error)")])
    }
    guard faults.isEmpty else {
      faults.sort { ($0.line ?? 0, $0.what) < ($1.line ?? 0, $1.what) }
      throw ConfigurationError.invalid(path: path, faults: faults)
    }
    return configuration
  }

  // Sets a member of the configuration; returns the fault if there is one.
  private static func apply(
    _ path: [String], _ value: JSONValue, to configuration: inout Configuration
  ) -> String? {
    let key = path.joined(separator: ".")
    // A key with a dot is not the path of a member.
    guard path.allSatisfy({ !$0.contains(".") }), let setter = setters[key] else {
      let meant = nearest(key)
      let advice =
        meant == key
        ? "write it as a member of the object \"\(key.prefix { $0 != "." })\""
        : "did you mean \"\(meant)\"?"
      return "unknown key \"\(key)\" (value \(value)); \(advice)"
    }
    configuration.setKeys.insert(key)
    return switch setter(&configuration, value) {
    case .wanted(let wanted): "\"\(key)\" is \(value) and should be \(wanted)"
    case .within(let mistake): "\"\(key)\": \(mistake)"
    case nil: nil
    }
  }

  // The limit of the file in bytes: a device may be endless.
  private static let maxBytes = 16 << 20

  private static func bytes(ofFile path: String) throws -> [UInt8] {
    func unreadable(_ code: CInt) -> ConfigurationError {
      .unreadable(path: path, reason: String(cString: strerror(code)))
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count: Int
      do throws(FileIO.Failure) {
        count = try FileIO.read(file, into: &buffer)
      } catch {
        throw unreadable(error.code)
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= maxBytes else {
        throw ConfigurationError.unreadable(path: path, reason: "it is larger than 16 MB")
      }
    }
  }
}

extension ConfigurationReader {
  private static func path(_ member: any WritableKeyPath<Configuration, String> & Sendable) -> Setter {
    { configuration, value in
      guard case .string(let text) = value, !text.isEmpty else { return "a path" }
      do throws(DirectoryPath.Refusal) {
        configuration[keyPath: member] = try DirectoryPath.expanded(text)
        return nil
      } catch {
        return .within("the path \(value) \(error.reason)")
      }
    }
  }

  // Reads a path, or an empty text for none.
  private static func optionalPath(
    _ member: any WritableKeyPath<Configuration, String> & Sendable
  ) -> Setter {
    { configuration, value in
      guard case .string("") = value else { return path(member)(&configuration, value) }
      configuration[keyPath: member] = ""
      return nil
    }
  }

  private static func text(_ set: @escaping @Sendable (inout Configuration, String) -> Void) -> Setter {
    { configuration, value in
      guard case .string(var text) = value, text.withUTF8(InvisibleCharacters.leaveVisibleText) else {
        return "a text that can be seen"
      }
      set(&configuration, text)
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

  // Reads one of two names: `name` sets the member, `standard` is the value of a configuration without the key.
  private static func choice(
    _ member: any WritableKeyPath<Configuration, Bool> & Sendable, of name: String, or standard: String
  ) -> Setter {
    { configuration, value in
      guard case .string(let text) = value, [name, standard].contains(text) else {
        return .wanted("\"\(standard)\" or \"\(name)\"")
      }
      configuration[keyPath: member] = text == name
      return nil
    }
  }

  // Reads the topics; returns the fault if there is one.
  private static func topics(_ value: JSONValue, _ topics: inout [CombinedTopic]) -> Fault? {
    guard case .array(let values) = value else {
      return "a list of topics, as [{\"name\": \"Arms\", \"match\": \"text:weapons\"}]"
    }
    for (index, value) in values.enumerated() {
      guard case .object(let members) = value, Set(members.keys) == ["name", "match"],
        case .string(let name)? = members["name"], case .string(let match)? = members["match"]
      else { return .within("topic \(index + 1) needs \"name\" and \"match\", both texts, and nothing else") }
      do {
        let expression = try TopicExpression(match, gazetteer: Gazetteer.standard)
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

  private static func patterns(
    _ member: any WritableKeyPath<Configuration, [String]> & Sendable
  ) -> Setter {
    { configuration, value in
      let wanted: Fault =
        "a list of paths, in which * stands for a name and ** for folders, as [\"posts/**\"]"
      guard case .array(let values) = value else { return wanted }
      for value in values {
        guard case .string(let pattern) = value, !pattern.isEmpty else { return wanted }
        configuration[keyPath: member].append(pattern)
      }
      return nil
    }
  }

  // Reads the patterns of addresses: one for all posts, or one by folder.
  private static func permalinks(_ value: JSONValue, _ permalinks: inout [String: String]) -> Fault? {
    if case .string(let pattern) = value, !pattern.isEmpty {
      permalinks[""] = pattern
      return nil
    }
    return texts(
      value, &permalinks, wanted: "a pattern, as \"/:year/:month/:slug/\", or an object of them by folder")
  }

  // Reads the names of taxonomies with their keys in the front matter; `false` removes a taxonomy.
  private static func taxonomies(_ value: JSONValue, _ taxonomies: inout [String: String]) -> Fault? {
    let wanted: Fault = "an object of names and keys, as {\"person\": \"people\", \"author\": false}"
    guard case .object(let members) = value else { return wanted }
    for (name, value) in members {
      guard Taxonomy.isName(name) else {
        return .within(
          "\"\(name)\" is no name of a taxonomy: use small letters, digits and hyphens, and no name of other feeds"
        )
      }
      switch value {
      case .string(let key) where !key.isEmpty: taxonomies[name] = key
      case .bool(false): taxonomies[name] = ""
      default: return wanted
      }
    }
    return nil
  }

  // Reads the separators of terms by key.
  private static func separators(_ value: JSONValue, _ separators: inout [String: String]) -> Fault? {
    texts(value, &separators, wanted: "an object of keys and separators, as {\"author\": \",\"}")
  }

  private static func texts(
    _ value: JSONValue, _ texts: inout [String: String], wanted: Fault
  ) -> Fault? {
    guard case .object(let members) = value else { return wanted }
    for (key, value) in members {
      guard case .string(let text) = value, !text.isEmpty else { return wanted }
      texts[key] = text
    }
    return nil
  }

  // Reads the ignore patterns; returns the fault if there is one.
  private static func ignore(_ value: JSONValue, _ rules: inout IgnoreRules) -> Fault? {
    let wanted: Fault = "a list of patterns as in .gitignore, as [\"drafts/\", \"*.draft.md\"]"
    guard case .array(let values) = value else { return wanted }
    var patterns: [String] = []
    for value in values {
      guard case .string(let pattern) = value else { return wanted }
      patterns.append(pattern)
    }
    do {
      rules = try IgnoreRules(patterns)
      return nil
    } catch {
      return .within("\(error)")
    }
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

  // Reads a base URL; returns the fault if there is one.
  private static func base(_ value: JSONValue, _ set: (String) -> Void) -> Fault? {
    let wanted =
      "an http or https URL with a host, and without user, query (?), fragment (#), spaces, and . or .. as a segment of its path"
    guard case .string(let text) = value else { return .wanted(wanted) }
    do throws(WebAddress.Invalid) {
      let address = try WebAddress.configured(text)
      let segments = address.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3)
      if address.contains("?") { throw WebAddress.Invalid(reason: "has a query (?)") }
      if address.contains("#") { throw WebAddress.Invalid(reason: "has a fragment (#)") }
      if segments.contains(where: { $0 == "." || $0 == ".." }) {
        throw WebAddress.Invalid(reason: "has . or .. as a segment of its path")
      }
      set(address)
      return nil
    } catch {
      return .within("\(value) \(error.reason); write \(wanted)")
    }
  }

  // Whether a text can be the suffix of an event's name in the URL of its page.
  private static func isPageExtension(_ text: String) -> Bool {
    guard !text.contains("#"), !text.contains("/..") && !text.contains("/./"), !text.hasSuffix("/.") else {
      return false
    }
    return text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      && (try? WebAddress.configured("http://localhost/news" + text)) == "http://localhost/news" + text
  }

  // The code of a country in capitals; `nil` for an unknown one.
  private static func countryCode(_ text: String) -> String? {
    Gazetteer.standard.number(ofCode: text.uppercased()).map { Gazetteer.standard.countries[$0.index].code }
  }

  // Reads the countries of disputed territories; returns the fault if there is one.
  private static func disputed(_ value: JSONValue, _ disputed: inout [String: [String]]) -> Fault? {
    guard case .object(let object) = value else {
      return "an object of names with codes of countries, as {\"Crimea\": [\"UA\"]}"
    }
    for (name, codes) in object.sorted(by: { $0.key < $1.key }) {
      guard EntityKey(name) != nil, case .array(let values) = codes, !values.isEmpty else {
        return .wanted("an object whose every value is a list of codes; that of \"\(name)\" is \(codes)")
      }
      for value in values {
        guard case .string(let text) = value, let code = countryCode(text) else {
          return .within("\"\(name)\" has \(value), which is no code of a country in ISO 3166-1, as \"UA\"")
        }
        disputed[name, default: []].append(code)
      }
    }
    return nil
  }

  // Reads the aliases; returns the fault if there is one.
  private static func aliases(
    _ object: [String: JSONValue], _ configuration: inout Configuration
  ) -> Fault? {
    var names: [EntityKey: String] = [:]
    for (name, target) in object.sorted(by: { $0.key < $1.key }) {
      let text: String
      switch target {
      case .string(let main) where !main.isEmpty && !name.isEmpty: text = main
      case .null where !name.isEmpty: text = name
      default:
        return .wanted("an object whose every value is a name or null; that of \"\(name)\" is \(target)")
      }
      guard let key = EntityKey(name), EntityKey(text) != nil else {
        return .within("\"\(name)\": \"\(text)\" has a name without letters and digits")
      }
      if let other = names.updateValue(name, forKey: key), object[other] != target {
        return .within("\"\(other)\" and \"\(name)\" are one name, and are filed under two; remove one")
      }
      if case .null = target {
        configuration.apart.insert(name)
      } else {
        configuration.aliases[name] = text
      }
    }
    return cycle(in: object).map { cycle in
      .within(
        "\(cycle.map { "\"\($0)\"" }.joined(separator: " is filed under ")), so that none of them is a name; remove one"
      )
    }
  }

  // A cycle of aliases, with the first name again at its end.
  private static func cycle(in object: [String: JSONValue]) -> [String]? {
    var targets: [EntityKey: (name: String, target: EntityKey)] = [:]
    for (name, target) in object.sorted(by: { $0.key < $1.key }) {
      guard case .string(let text) = target, let key = EntityKey(name), let other = EntityKey(text),
        key != other
      else { continue }
      targets[key] = (name, other)
    }
    var done: Set<EntityKey> = []
    for start in targets.keys.sorted(by: { $0.text < $1.text }) {
      var path: [EntityKey] = []
      var place = start
      while let next = targets[place]?.target, !done.contains(place) {
        done.insert(place)
        path.append(place)
        guard let first = path.firstIndex(of: next) else {
          place = next
          continue
        }
        return (path[first...] + [next]).compactMap { targets[$0]?.name }
      }
    }
    return nil
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

  private static func nearest(_ key: String) -> String {
    nearest(key, of: keys, separator: ".")
  }

  /// The first name with the least edit distance, measured to the whole name or to its last part.
  package static func nearest(_ name: String, of names: [String], separator: Character) -> String {
    func distance(_ known: String) -> Int {
      let last = known.split(separator: separator).last.map(String.init) ?? known
      return min(EditDistance.between(name, known), EditDistance.between(name, last))
    }
    let distances = names.map { (name: $0, distance: distance($0)) }
    return distances.min { $0.distance < $1.distance }?.name ?? ""
  }
}
