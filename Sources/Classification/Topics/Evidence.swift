/// The reason for which an event belongs to a topic: the rule that applied, and the words and their place in the content.
package struct Evidence: Hashable, Sendable, Encodable {
  /// The rules that file events under topics.
  package enum Rule: String, Sendable, Encodable {
    /// A context in the event's own Related list.
    case related
    /// A context beside a link to the event in another event's Related list.
    case linked
    /// A context under the event's heading on a day's page.
    case dayPage = "day page"
    /// A context in the event's own body.
    case context
    /// The `#####` line of the event's own page.
    case topic
    /// A term of a post.
    case term
    /// A country that a post names.
    case country
    /// A known name in the event's title or summary.
    case mention
    /// A name in the event's title or summary that no list has.
    case discovered
    /// A country's name, demonym or capital in the event's title or summary.
    case name
    /// An entity of the event that is a country's name, demonym or capital.
    case entity
    /// An entity of the event that nearly always appears with the country.
    case learned
  }

  /// The parts of an event's own text.
  package enum Part: String, Sendable, Encodable {
    /// The title.
    case title
    /// The summary, as plain text.
    case summary
    /// The `#####` line.
    case topic
  }

  /// The rule.
  package var rule: Rule
  /// The file that holds the words, below the content directory.
  package var file: String
  /// The line of words in a list, counted from 1; `nil` for words in titles and summaries.
  package var line: Int?
  /// The part of the event's own text that holds the words; `nil` for words in a list.
  package var part: Part?
  /// The position of the words in that part, in characters, counted from 1.
  package var character: Int?
  /// The words as the file has them.
  package var words: String

  /// Makes evidence from words in a list.
  package init(_ rule: Rule, file: String, line: Int? = nil, words: String) {
    self.rule = rule
    self.file = file
    self.line = line
    self.words = words
  }

  /// Makes evidence from words in a part of an event's text.
  init(_ rule: Rule, file: String, part: Part, at location: WordLocation) {
    self.rule = rule
    self.file = file
    self.part = part
    words = String(location.words)
    character = location.character
  }
}
