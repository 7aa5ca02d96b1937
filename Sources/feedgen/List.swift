import ArgumentParser
import Classification
import EventIndex
import Foundation
import Publishing

/// Finds topics by name.
struct List: ParsableCommand {
  /// The kinds of topics that can be asked for.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    /// Entities alone.
    case entity
    /// Countries alone.
    case country
    /// Topics that the configuration defines.
    case topic
  }

  static let configuration = CommandConfiguration(
    abstract: "List the topics that have a feed, those with most events first.",
    discussion:
      "With QUERY, those that have it anywhere in their name; case, accents and punctuation do not matter.")

  @OptionGroup var options: Options

  @Argument(help: "A part of the name.")
  var query: String?

  @Option(help: "Only topics of this kind: entity, country, or topic (defined in the configuration).")
  var kind: Kind?

  @Flag(help: "Print a JSON array, with the members of catalogue.json.")
  var json = false

  func run() throws {
    try Failure.exitOnError {
      let configuration = try options.configuration()
      let documents = try EventIndex.look(in: configuration.state) { try $0.documents() }
      let wanted = query.map { EntityKey($0)?.text }
      var topics = Catalogue(documents)
      topics.select { topic in
        guard topic.kind != .all, kind == nil || kind?.rawValue == topic.kind.rawValue else { return false }
        guard let wanted else { return true }
        return wanted.map { EntityKey(topic.name)?.text.contains($0) == true } ?? false
      }
      if json {
        print(String(decoding: topics.array(), as: UTF8.self))
      } else {
        printTable(topics.feeds, output: configuration.output)
      }
    }
  }

  private func printTable(_ topics: [Catalogue.Feed], output: String) {
    for topic in topics {
      let count = String(topic.events)
      let format = topic.formats.first?.pathExtension ?? ""
      print(
        String(repeating: " ", count: max(0, 7 - count.count)) + count
          + "  \(topic.title)  \(output)/\(topic.path).\(format)".printable)
    }
    if topics.isEmpty, !options.quiet {
      FileHandle.standardError.write(Data("feedgen: no topic has that in its name\n".utf8))
    }
  }
}
