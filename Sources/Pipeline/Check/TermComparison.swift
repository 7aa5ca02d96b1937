import EventArchive
import Primitives

/// Finds spellings of one term, and texts that may be meant as lists of terms.
struct TermComparison {
  // A place in a file.
  private struct Place: Comparable, Hashable {
    let path: BytePath
    let line: Int

    static func < (left: Self, right: Self) -> Bool {
      (left.path, left.line) < (right.path, right.line)
    }
  }

  private struct Spelling {
    var count = 0
    var place: Place
  }

  // The values of a key that are one text.
  private struct Texts {
    var count = 0
    var withCommas: Set<Sample> = []
    var withBlanks: Set<Sample> = []
  }

  private struct Sample: Hashable {
    let text: String
    let place: Place
  }

  private struct Term: Hashable {
    let taxonomy: String
    let key: TermKey
  }

  private var spellings: [Term: [String: Spelling]] = [:]
  private var texts: [String: Texts] = [:]
  private var published: Set<Term> = []

  /// Adds the terms of a post.
  mutating func add(_ post: PostReview) {
    for use in post.terms {
      let term = Term(taxonomy: use.value.taxonomy, key: use.value.key)
      let place = Place(path: BytePath(post.path), line: use.line)
      var spelling = spellings[term]?[use.value.name] ?? Spelling(place: place)
      spelling.count += 1
      spelling.place = min(spelling.place, place)
      spellings[term, default: [:]][use.value.name] = spelling
      if post.isPublished { published.insert(term) }
    }
    for text in post.termTexts {
      let sample = Sample(
        text: text.value.text, place: Place(path: BytePath(post.path), line: text.line))
      texts[text.value.key, default: Texts()].count += 1
      if sample.text.contains(",") { texts[text.value.key]?.withCommas.insert(sample) }
      if sample.text.contains(where: \.isWhitespace) { texts[text.value.key]?.withBlanks.insert(sample) }
    }
  }

  /// The number of terms of published posts, by taxonomy.
  var counts: [String: Int] { published.reduce(into: [:]) { $0[$1.taxonomy, default: 0] += 1 } }

  /// The notes on terms.
  func notes(site: SiteSettings) -> [ArchiveProblem] {
    unitedSpellings
      + texts.flatMap { key, texts in
        [Self.commaNote(key, texts, site: site), Self.blankNote(key, texts, site: site)].compactMap(\.self)
      }
  }

  // One note for each term, at the first place of its rarest spelling.
  private var unitedSpellings: [ArchiveProblem] {
    spellings.filter { $0.value.count > 1 }.compactMap { term, spellings in
      let all = spellings.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      guard let place = all.last?.value.place else { return nil }
      let list = all.map { "\"\($0.key.printable)\" (\($0.value.count))" }.joined(separator: ", ")
      return Self.note(place, "\(term.taxonomy): \(list) are one term; write it in one way")
    }
  }

  // Most texts of a key have commas.
  private static func commaNote(_ key: String, _ texts: Texts, site: SiteSettings) -> ArchiveProblem? {
    guard !isSplitAtCommas(key, site), texts.withCommas.count * 2 > texts.count,
      let sample = first(of: texts.withCommas)
    else { return nil }
    return note(
      sample.place,
      "\(texts.withCommas.count) of \(texts.count) texts of \"\(key)\" have commas; if they are lists, set \"frontMatter.split\" to {\"\(key)\": \",\"}"
    )
  }

  // Jekyll splits some texts at blanks.
  private static func blankNote(_ key: String, _ texts: Texts, site: SiteSettings) -> ArchiveProblem? {
    guard site.kind == .jekyll, ["tags", "categories"].contains(key), let sample = first(of: texts.withBlanks)
    else { return nil }
    let count = sample.text.split(whereSeparator: \.isWhitespace).count
    let others =
      texts.withBlanks.count == 1 ? "" : ", as are \(texts.withBlanks.count - 1) other texts of \"\(key)\""
    return note(
      sample.place,
      "\"\(sample.text.printable)\" is \(count) terms, split at blanks as Jekyll does\(others); write a list to keep words together"
    )
  }

  private static func isSplitAtCommas(_ key: String, _ site: SiteSettings) -> Bool {
    site.kind == .pelican && ["tags", "keywords", "categories", "authors"].contains(key)
  }

  private static func first(of samples: Set<Sample>) -> Sample? {
    samples.min { $0.place < $1.place }
  }

  private static func note(_ place: Place, _ message: String) -> ArchiveProblem {
    ArchiveProblem(path: place.path.text, line: place.line, message: message, severity: .repaired)
  }
}
