import ArgumentParser
import Classification
import EventArchive
import Foundation
import Primitives

/// The command `quality`: measures country recognition against labelled headlines.
struct QualityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quality",
    abstract: "Measure how well countries are found, against labelled headlines.",
    discussion: """
      FILE has a headline a line, in six columns divided by tabs: id, date, topics divided by `|`, headline, codes of the \
      countries that it concerns, and codes of those that count neither way; codes are divided by commas, `-` is none. \
      Lines that begin with # are left out.
      """)

  @Argument(help: "The labelled headlines.")
  var file: String

  func run() throws {
    try ErrorReport.exitOnError {
      let gazetteer = Gazetteer.standard
      let headlines = try LabelledHeadline.read(file, gazetteer)
      var score = Score()
      for headline in headlines {
        var found: [String: String] = [:]
        for finding in gazetteer.findings(in: headline.texts) {
          found[gazetteer.countries[finding.country.index].code] = headline.texts[finding.text].withBytes {
            String(decoding: UnsafeBufferPointer(rebasing: $0[finding.range]), as: UTF8.self)
          }
        }
        score.add(headline, found: found)
      }
      try StandardOutput.write("\(score)")
    }
  }
}

/// The reason why labelled headlines cannot be used.
enum LabelError: Error, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// A line is malformed.
  case malformed(path: String, line: Int, what: String)
  /// The file has no headline.
  case empty(path: String)

  /// The fault and the remedy.
  var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): the labelled headlines cannot be read (\(reason))"
    case .malformed(let path, let line, let what): "\(path):\(line): \(what); see `feedgen quality --help`"
    case .empty(let path): "\(path): no headline in it, so nothing can be measured"
    }
  }
}

/// A headline, labelled with the countries that it concerns.
struct LabelledHeadline {
  /// The identifier in the file.
  let id: String
  /// The headline and its topics.
  let texts: [TextSlice]
  /// The codes of the countries that it concerns.
  let required: Set<String>
  /// The codes of countries that count neither as right nor as wrong.
  let optional: Set<String>

  /// Reads the headlines of a file; lines that begin with # are comments.
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
      for code in codes.joined() where gazetteer.number(ofCode: code) == nil {
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
  private var hits = 0
  private var found = 0
  private var required = 0
  private var misses: [String] = []

  /// Makes the score of no headlines.
  init() {}

  /// The share of correct pairs among those found.
  var precision: Double { found == 0 ? 1 : Double(hits) / Double(found) }
  /// The share of found pairs among the correct ones.
  var recall: Double { required == 0 ? 1 : Double(hits) / Double(required) }
  /// The harmonic mean of precision and recall.
  var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

  /// Counts a headline.
  /// - Parameter words: the codes of the countries found, each with the matching words.
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

  /// The misses and the figures.
  var description: String {
    func percent(_ share: Double) -> String { String(format: "%.3f", share) }
    return (misses + ["precision \(percent(precision)), recall \(percent(recall)), F1 \(percent(f1))"])
      .joined(separator: "\n")
  }
}
