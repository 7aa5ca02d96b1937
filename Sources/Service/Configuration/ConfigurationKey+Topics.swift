import Classification
import EventArchive
import Publishing
import Syndication

// Feeds, and the classification of events.
extension ConfigurationKey {
  static let feeds = [
    ConfigurationKey(
      "formats", "the formats of every feed: `atom`, `rss`, `json`", as: .list,
      get: { texts($0.formats.map(\.pathExtension)) },
      set: { configuration, value in
        let names = FeedFormat.allCases.map { "\"\($0.pathExtension)\"" }.joined(separator: ", ")
        let wanted = Fault.wanted("a list of formats, as [\(names)]")
        guard case .array(let values) = value, !values.isEmpty else { return wanted }
        var formats: Set<FeedFormat> = []
        for value in values {
          guard case .string(let text) = value, let format = FeedFormat.named(text) else {
            return .within("\(value) is in the list, which should be a list of formats, as [\(names)]")
          }
          formats.insert(format)
        }
        configuration.formats = FeedFormat.allCases.filter(formats.contains)
        return nil
      }),
    number(
      "window.entries", \.windowEntries, in: 1...1_000_000,
      meaning:
        "the number of newest entries in a feed. A value above 1,000 is reported and counts as 1,000"),
    number(
      "window.hours", \.windowHours, in: 0...1_000_000,
      meaning:
        "a feed also has all entries that are at most this many hours older than its newest one, while there is room"
    ),
    flag(
      "archives", \.archives,
      meaning: "whether archive documents keep the entries that a feed has no room for"),
    ConfigurationKey(
      "topics",
      "topics that combine others, see [Topics that you define](topics.md#topics-that-you-define)",
      as: .json,
      get: {
        .array($0.topics.map { .object(["name": .string($0.name), "match": .string($0.expression.text)]) })
      },
      set: { topics($1, &$0.topics) }),
    choice(
      "countries", \.countryFeeds,
      meaning:
        "the events in the feeds of countries: `\"all\"`, or `\"about\"` for those that are about the country ([About or mentioned](classification.md#about-or-mentioned))"
    ),
  ]

  static let classification = [
    flag(
      "classification.mentions", \.mentions,
      meaning: "whether a known name in a title or summary counts"),
    flag(
      "classification.discover", \.discoversNames,
      meaning:
        "whether names that no list has are discovered in titles and summaries ([Discovered names](classification.md#discovered-names))"
    ),
    choice(
      "classification.words", \.hidesWords, names: Names(yes: "hide", no: "feeds"),
      meaning:
        "whether plain words among the names of lists have feeds: `\"hide\"` or `\"feeds\"` ([Plain words](classification.md#plain-words))"
    ),
    ConfigurationKey(
      "classification.aliases",
      "names that count as another name, for example `{\"Sergey Shoigu\": \"Sergey Shoygu\"}`; without cycles; `null` sets a name apart from all others",
      as: .json,
      get: { configuration in
        let apart = configuration.apart.map { ($0, JSONValue.null) }
        let aliases = configuration.aliases.mapValues { JSONValue.string($0) }
        return .object(aliases.merging(apart) { alias, _ in alias })
      },
      set: { configuration, value in
        guard case .object(let object) = value else {
          return "an object of names, as {\"Sergei Shoigu\": \"Sergey Shoygu\"}"
        }
        return aliases(object, &configuration)
      }),
    ConfigurationKey(
      "classification.disputed",
      "the countries for which disputed territories count, for example `{\"Crimea\": [\"UA\"]}`, see [Countries](classification.md#countries)",
      as: .json, get: { .object($0.countries.disputed.mapValues { texts($0) }) },
      set: { disputed($1, &$0.countries.disputed) }),
    number(
      "classification.minimumEvents", \.minimumEvents, in: 1...1_000_000,
      meaning: "the number of events that an entity needs for a feed"),
  ]

  // Reads the topics; returns the fault if there is one.
  private static func topics(_ value: JSONValue, _ topics: inout [CombinedTopic]) -> Fault? {
    guard case .array(let values) = value else {
      return "a list of topics, as [{\"name\": \"Arms\", \"match\": \"text:weapons\"}]"
    }
    var read: [CombinedTopic] = []
    for (index, value) in values.enumerated() {
      guard case .object(let members) = value, Set(members.keys) == ["name", "match"],
        case .string(let name)? = members["name"], case .string(let match)? = members["match"]
      else { return .within("topic \(index + 1) needs \"name\" and \"match\", both texts, and nothing else") }
      do {
        let expression = try TopicExpression(match, gazetteer: Gazetteer.standard)
        guard let topic = CombinedTopic(name: name, expression: expression) else {
          return .within("the name of topic \(index + 1) needs letters or digits")
        }
        if let other = read.first(where: { $0.slug == topic.slug }) {
          return .within("\"\(name)\" would have the same path as \"\(other.name)\"; name it otherwise")
        }
        read.append(topic)
      } catch {
        return .within("\"match\" of \"\(name)\", \(error)")
      }
    }
    topics = read
    return nil
  }

  // Reads the countries of disputed territories; returns the fault if there is one.
  private static func disputed(_ value: JSONValue, _ disputed: inout [String: [String]]) -> Fault? {
    guard case .object(let object) = value else {
      return "an object of names with codes of countries, as {\"Crimea\": [\"UA\"]}"
    }
    var countries: [String: [String]] = [:]
    for (name, codes) in object.sorted(by: { $0.key < $1.key }) {
      guard EntityKey(name) != nil, case .array(let values) = codes, !values.isEmpty else {
        return .wanted("an object whose every value is a list of codes; that of \"\(name)\" is \(codes)")
      }
      for value in values {
        guard case .string(let text) = value, let code = countryCode(text) else {
          return .within("\"\(name)\" has \(value), which is no code of a country in ISO 3166-1, as \"UA\"")
        }
        countries[name, default: []].append(code)
      }
    }
    disputed = countries
    return nil
  }

  // Reads the aliases; returns the fault if there is one.
  private static func aliases(
    _ object: [String: JSONValue], _ configuration: inout Configuration
  ) -> Fault? {
    var names: [EntityKey: String] = [:]
    (configuration.aliases, configuration.apart) = ([:], [])
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
}
