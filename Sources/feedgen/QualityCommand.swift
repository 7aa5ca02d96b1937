import ArchiveIndex
import ArgumentParser
import Classification
import EventArchive
import Foundation
import Primitives

/// The command `quality`: measures country recognition against labelled texts.
struct QualityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quality",
    abstract: "Measure how well countries or entities are found, against labels.",
    discussion: """
      A file has a headline or a sentence a line, in six columns divided by tabs: id, date, topics divided by `|`, text, codes of \
      the countries that it concerns, and codes of those that count neither way; codes are divided by commas, `-` is none. \
      Lines that begin with # are left out. Lines whose ids differ only in a number at the end (`NAME-ARTICLE-SENTENCE`) are the \
      sentences of one text. For one file, the misses are printed before the figures.

      With --entities, the files label the entities of events in an index, in two columns: the first 12 digits of the SHA-1 \
      digest of date (2014-02-13) and title, and names divided by `|`, each behind its kind (`P:` person, `L:` place, `O:` \
      organisation, `E:` event, `W:` other), with `?` before for a name that may be missing.
      """)

  @Argument(help: "The labelled texts.", completion: .file())
  var files: [String]

  @Flag(inversion: .prefixedNo, help: "Print each miss. (default: for one file)")
  var misses: Bool?

  @Option(
    help: ArgumentHelp(
      "Leave out kinds of names, for labels of places only: persons, companies, demonyms, divided by commas.",
      valueName: "kinds"))
  var without: NameKinds = NameKinds()

  @Flag(help: "The labels are entities of events in the index of --state.")
  var entities = false

  @Option(help: "The directory of the index.")
  var state: String?

  func validate() throws {
    if entities, !without.kinds.isEmpty { throw ValidationError("--without is for countries only.") }
    if entities != (state != nil) {
      throw ValidationError("--entities needs --state, and --state needs --entities.")
    }
  }

  func run() throws {
    try ErrorReport.exitOnError {
      if let state = try state.map({ try Options.path($0, of: "--state") }) {
        for file in files {
          let labels = try LabelledNames.read(file)
          let score = try IndexKind.database(at: state).read { try EntityScore(of: labels, $0) }
          try write(score.misses, score.summary, of: file)
        }
        return
      }
      let gazetteer = Gazetteer.standard
      let setting = TextSetting(excluded: without.kinds)
      for file in files {
        let headlines = try LabelledHeadline.read(file, gazetteer)
        let score = Score(of: headlines, gazetteer: gazetteer, setting: setting)
        try write(score.misses, without.kinds.isEmpty ? score.summary : score.placeSummary, of: file)
      }
    }
  }

  private func write(_ misses: [String], _ summary: String, of file: String) throws {
    let printed = self.misses ?? (files.count == 1) ? misses : []
    let name = files.count == 1 ? "" : "\((file as NSString).lastPathComponent): "
    try StandardOutput.write((printed + [name + summary]).joined(separator: "\n"))
  }
}

/// The kinds of names of an option, divided by commas.
struct NameKinds: ExpressibleByArgument {
  /// The kinds.
  var kinds: Set<TextSetting.NameKind> = []

  /// No kinds.
  init() {}

  /// The kinds of an argument; `nil` when it has an unknown one.
  init?(argument: String) {
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = TextSetting.NameKind(rawValue: String(name)) else { return nil }
      kinds.insert(kind)
    }
  }

  /// The kinds as an argument has them.
  var defaultValueDescription: String { "none" }
}

/// The reason why labelled headlines cannot be used.
enum LabelError: Error, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// A line is malformed.
  case malformed(path: String, line: Int, what: String)
  /// The file has no headline.
  case empty(path: String)

  /// The lines of a file with labels and their numbers, without comments and empty lines.
  /// - Throws: `LabelError`.
  static func lines(of path: String) throws -> [(number: Int, text: Substring)] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw LabelError.unreadable(path: path, reason: error.localizedDescription)
    }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .filter { !$0.element.isEmpty && !$0.element.hasPrefix("#") }.map { ($0.offset + 1, $0.element) }
  }

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
  /// The identifier of the text that it is a sentence of.
  let article: Substring
  /// The headline and its topics.
  let texts: [TextSlice]
  /// The codes of the countries that it concerns.
  let required: Set<String>
  /// The codes of countries that count neither as right nor as wrong.
  let optional: Set<String>

  /// Reads the headlines of a file; lines that begin with # are comments.
  /// - Throws: `LabelError`.
  static func read(_ path: String, _ gazetteer: Gazetteer) throws -> [LabelledHeadline] {
    var headlines: [LabelledHeadline] = []
    for (number, line) in try LabelError.lines(of: path) {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      func malformed(_ what: String) -> LabelError { .malformed(path: path, line: number, what: what) }
      guard columns.count == 6 else { throw malformed("not six columns divided by tabs") }
      let codes = columns[4...].map {
        $0.split { $0 == "," || $0 == "-" || $0.isWhitespace }.map(String.init)
      }
      for code in codes.joined() where gazetteer.number(ofCode: code) == nil {
        throw malformed("\(code) is no country's code")
      }
      headlines.append(
        LabelledHeadline(
          id: String(columns[0]), article: article(ofID: columns[0]),
          texts: [TextSlice(String(columns[3]))]
            + columns[2].split(separator: "|").map { TextSlice(String($0)) },
          required: Set(codes[0]), optional: Set(codes[1])))
    }
    if headlines.isEmpty { throw LabelError.empty(path: path) }
    return headlines
  }

  // The identifier without the number of the sentence, if it has one: `TR-News-0` of `TR-News-0-3`.
  private static func article(ofID id: Substring) -> Substring {
    let parts = id.split(separator: "-")
    guard parts.count > 2, parts.suffix(2).allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return id }
    return id.dropLast((parts.last?.count ?? 0) + 1)
  }
}

/// Precision, recall and F1 over pairs of headline and country.
struct Score {
  private var hits = 0
  private var found = 0
  private var required = 0
  // Of lines that are labelled with a country.
  private var foundWithLabels = 0
  /// The headlines for which countries are missing or wrong.
  private(set) var misses: [String] = []

  /// The score of headlines, of which those of one text are recognised together.
  init(of headlines: [LabelledHeadline], gazetteer: Gazetteer, setting: TextSetting) {
    var start = headlines.startIndex
    while start < headlines.endIndex {
      let article = headlines[start].article
      let end = headlines[start...].firstIndex { $0.article != article } ?? headlines.endIndex
      let texts = headlines[start..<end].map(\.texts)
      var words = [[String: String]](repeating: [:], count: texts.count)
      let owners = texts.enumerated().flatMap { index, texts in texts.map { _ in index } }
      let all = Array(texts.joined())
      for finding in gazetteer.findings(in: all, setting: setting) {
        words[owners[finding.text]][gazetteer.countries[finding.country.index].code] =
          all[finding.text].withBytes {
            String(decoding: UnsafeBufferPointer(rebasing: $0[finding.range]), as: UTF8.self)
          }
      }
      for (headline, words) in zip(headlines[start..<end], words) { add(headline, found: words) }
      start = end
    }
  }

  /// The share of correct pairs among those found.
  var precision: Double { found == 0 ? 1 : Double(hits) / Double(found) }
  /// The same in the headlines that are labelled with a country.
  var precisionWithLabels: Double { foundWithLabels == 0 ? 1 : Double(hits) / Double(foundWithLabels) }
  /// The share of found pairs among the correct ones.
  var recall: Double { required == 0 ? 1 : Double(hits) / Double(required) }
  /// The harmonic mean of precision and recall.
  var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

  // Counts a headline.
  private mutating func add(_ headline: LabelledHeadline, found words: [String: String]) {
    let codes = Set(words.keys)
    let wrong = codes.subtracting(headline.required).subtracting(headline.optional)
    let missing = headline.required.subtracting(codes)
    let right = headline.required.intersection(codes).count
    hits += right
    found += right + wrong.count
    required += headline.required.count
    if !headline.required.isEmpty { foundWithLabels += right + wrong.count }
    guard !wrong.isEmpty || !missing.isEmpty else { return }
    let parts =
      missing.sorted().map { "missing \($0)" } + wrong.sorted().map { "wrong \($0) (\(words[$0] ?? ""))" }
    misses.append("\(headline.id): \(parts.joined(separator: ", ")): \(headline.texts[0])")
  }

  /// The figures, in one line.
  var summary: String {
    "precision \(Self.text(precision)), recall \(Self.text(recall)), F1 \(Self.text(f1))"
  }

  /// The figures with the precision in the headlines that are labelled with a country, for labels of places only.
  var placeSummary: String {
    "\(summary), precision \(Self.text(precisionWithLabels)) where a country is labelled"
  }

  private static func text(_ share: Double) -> String { String(format: "%.3f", share) }
}
