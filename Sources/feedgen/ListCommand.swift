import ArchiveIndex
import ArgumentParser
import Classification
import Publishing
import Syndication

/// The command `list`: finds topics by name.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the topics that have a feed, those with most events first.",
    discussion: """
      With QUERY, those that have it in one of their names, the best answers first: names that equal it, then those that \
      begin with it, then those in which a word does, then the rest; countries also by their code, demonyms and other \
      names (USA, Holland, Burma). Case, accents and punctuation do not matter.
      """)

  @OptionGroup var options: Options

  @Argument(help: "A part of the name.")
  var query: String?

  @Option(
    help:
      "Only topics of this kind: country, topic (of the configuration), tag or another taxonomy, entity, or a kind of entity: person, place, organisation, event, other.",
    completion: .list(Self.kinds))
  var kind: String?

  @Flag(help: "Print a JSON array, with the members of catalogue.json.")
  var json = false

  func validate() throws {
    guard let kind else { return }
    // The configuration names the taxonomies. `run` reports its errors.
    _ = try? options.configuration()
    guard Self.kinds.contains(kind) else {
      throw ValidationError("Please provide one of \(Self.kinds.map { "'\($0)'" }.joined(separator: ", ")).")
    }
  }

  // The kinds of topics, and those of entities that are no taxonomy.
  private static var kinds: [String] {
    let kinds = TopicKind.known.filter { $0 != .all }.map(\.name)
    return kinds + EntityType.allCases.map(\.rawValue).filter { !kinds.contains($0) }
  }

  private func isWanted(_ topic: Catalogue.Feed) -> Bool {
    guard let kind else { return true }
    return topic.kind.name == kind
      || topic.type?.rawValue == kind && !TopicKind.known.contains { $0.name == kind }
  }

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      let (documents, records) = try IndexKind.database(at: configuration.indexLocation).read {
        (try $0.documents(), try $0.topics())
      }
      var topics = Catalogue(documents, records)
      topics.select { $0.kind != .all && isWanted($0) }
      if let query { topics.select(matching: query) }
      if json {
        try StandardOutput.write(String(decoding: topics.array(), as: UTF8.self))
      } else {
        try printTable(topics.feeds, output: configuration.output)
      }
    }
  }

  private func printTable(_ topics: [Catalogue.Feed], output: String) throws {
    let lines = topics.lazy.map { topic in
      let count = String(topic.events)
      let format = topic.formats.first?.pathExtension ?? ""
      return String(repeating: " ", count: max(0, 7 - count.count)) + count
        + "  \(topic.title)  \(output)/\(topic.path).\(format)".printable
    }
    try StandardOutput.write(lines: lines)
    if topics.isEmpty, !options.quiet {
      StandardError.write("feedgen: no topic has that in its name\n")
    }
  }
}
