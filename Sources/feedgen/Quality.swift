import ArgumentParser
import Classification
import EventArchive
import Foundation
import Primitives

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
      let headlines = try LabelledHeadline.read(file, gazetteer)
      var score = Score()
      for headline in headlines {
        var found: [String: String] = [:]
        for finding in gazetteer.findings(in: headline.texts) {
          found[gazetteer.countries[Int(finding.country)].code] = headline.texts[finding.text].withBytes {
            String(decoding: UnsafeBufferPointer(rebasing: $0[finding.range]), as: UTF8.self)
          }
        }
        score.add(headline, found: found)
      }
      try StandardOutput.write("\(score)")
    }
  }
}

/// Why labelled headlines cannot be used.
enum LabelError: Error, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// A line is not as it should be.
  case malformed(path: String, line: Int, what: String)
  /// There is no headline in it.
  case empty(path: String)

  /// What is wrong and what to do.
  var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): the labelled headlines cannot be read (\(reason))"
    case .malformed(let path, let line, let what): "\(path):\(line): \(what); see `feedgen quality --help`"
    case .empty(let path): "\(path): no headline in it, so nothing can be measured"
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

  /// Reads the headlines of a file, in which lines that begin with # are comments.
  /// - Throws: `LabelError`.
  static func read(_ path: String, _ gazetteer: Gazetteer) throws -> [LabelledHeadline] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw LabelError.unreadable(path: path, reason: error.localizedDescription)
    }
    var headlines: [LabelledHeadline] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      func malformed(_ what: String) -> LabelError { .malformed(path: path, line: number + 1, what: what) }
      guard columns.count == 6 else { throw malformed("not six columns divided by tabs") }
      let codes = columns[4...].map {
        $0.split { $0 == "," || $0 == "-" || $0.isWhitespace }.map(String.init)
      }
      for code in codes.joined() where gazetteer.number(code) == nil {
        throw malformed("\(code) is no country's code")
      }
      headlines.append(
        LabelledHeadline(
          id: String(columns[0]),
          texts: [TextSlice(String(columns[3]))]
            + columns[2].split(separator: "|").map { TextSlice(String($0)) },
          required: Set(codes[0]), optional: Set(codes[1])))
    }
    if headlines.isEmpty { throw LabelError.empty(path: path) }
    return headlines
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
