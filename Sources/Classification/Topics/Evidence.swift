/// Why an event belongs to a topic: a rule, and the place and words it found.
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
    /// A known name in the event's title or summary.
    case mention
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
  /// The file in which the words stand, below the content directory.
  package var file: String
  /// The line, counted from 1, of what stands in a list; `nil` for titles and summaries.
  package var line: Int?
  /// The part of the event's own text in which the words stand; `nil` for what stands in a list.
  package var part: Part?
  /// Where the words begin in that part, in characters, counted from 1.
  package var character: Int?
  /// The words that count, as they stand there.
  package var words: String

  /// Makes a piece of evidence that stands in a list.
  package init(_ rule: Rule, file: String, line: Int? = nil, words: String) {
    (self.rule, self.file, self.line, self.words) = (rule, file, line, words)
  }

  /// Makes a piece of evidence out of words in a part of an event's text.
  package init(_ rule: Rule, file: String, _ part: Part, _ found: (words: Substring, character: Int)) {
    (self.rule, self.file, self.part, words) = (rule, file, part, String(found.words))
    character = found.character
  }
}
