import ArgumentParser
import Classification
import EventArchive
import Foundation

/// Measures how well countries are found, against headlines of which people said which countries they concern.
struct Quality: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how well countries are found, against labelled headlines.",
    discussion: """
      FILE has a headline a line, in six columns divided by tabs: id, date, topics divided by `|`, headline, codes of the \
      countries that it concerns, and codes of those that count neither way; codes are divided by commas, `-` is none. \
      Lines that begin with # are left out.
      """)

  @Argument(help: "The labelled headlines.")
  var file: String

  func run() throws {
    try Failure.exitOnError {
      let gazetteer = Gazetteer.standard
      var score = Score()
      for (number, line) in try Self.lines(file).enumerated() {
        guard let headline = LabelledHeadline(line) else {
          if !line.isEmpty, !line.hasPrefix("#") { throw Malformed(path: file, line: number + 1) }
          continue
        }
        var found: [String: String] = [:]
        for finding in gazetteer.findings(in: headline.texts) {
          found[gazetteer.countries[Int(finding.country)].code] = headline.texts[finding.text].withBytes {
            String(decoding: UnsafeBufferPointer(rebasing: $0[finding.range]), as: UTF8.self)
          }
        }
        score.add(headline, found: found)
      }
      print(score)
    }
  }

  private static func lines(_ file: String) throws -> [Substring] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
  }

  private struct Malformed: Error, CustomStringConvertible {
    let path: String
    let line: Int
    var description: String {
      "\(path):\(line): not six columns divided by tabs; see `feedgen quality --help`"
    }
  }
}

/// A headline, and the countries that people say it concerns.
struct LabelledHeadline {
  /// Tells it from others.
  let id: String
  /// The headline, and its topics.
  let texts: [TextSlice]
  /// The codes of the countries that it concerns.
  let required: Set<String>
  /// The codes of countries that count neither way.
  let optional: Set<String>

  /// Reads a line; `nil` for a comment, and for one that has not six columns.
  init?(_ line: Substring) {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard !line.hasPrefix("#"), columns.count == 6 else { return nil }
    func codes(_ column: Int) -> Set<String> {
      Set(columns[column].split { $0 == "," || $0 == "-" || $0.isWhitespace }.map(String.init))
    }
    id = String(columns[0])
    texts = [TextSlice(String(columns[3]))] + columns[2].split(separator: "|").map { TextSlice(String($0)) }
    (required, optional) = (codes(4), codes(5))
  }
}

/// Precision, recall and F1 over pairs of headline and country.
struct Score: CustomStringConvertible {
  private var (hits, found, required) = (0, 0, 0)
  private var misses: [String] = []

  /// Begins without headlines.
  init() {}

  /// The share of the pairs found that are right.
  var precision: Double { found == 0 ? 1 : Double(hits) / Double(found) }
  /// The share of the right pairs that are found.
  var recall: Double { required == 0 ? 1 : Double(hits) / Double(required) }
  /// The harmonic mean of both.
  var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

  /// Counts a headline for which some countries were found, by their codes, with words that tell of them.
  mutating func add(_ headline: LabelledHeadline, found words: [String: String]) {
    let codes = Set(words.keys)
    let wrong = codes.subtracting(headline.required).subtracting(headline.optional)
    let missing = headline.required.subtracting(codes)
    hits += headline.required.intersection(codes).count
    found += headline.required.intersection(codes).count + wrong.count
    required += headline.required.count
    guard !wrong.isEmpty || !missing.isEmpty else { return }
    let parts =
      missing.sorted().map { "missing \($0)" } + wrong.sorted().map { "wrong \($0) (\(words[$0] ?? ""))" }
    misses.append("\(headline.id): \(parts.joined(separator: ", ")): \(headline.texts[0])")
  }

  /// Every miss, and the figures.
  var description: String {
    func percent(_ share: Double) -> String { String(format: "%.3f", share) }
    return (misses + ["precision \(percent(precision)), recall \(percent(recall)), F1 \(percent(f1))"])
      .joined(separator: "\n")
  }
}
