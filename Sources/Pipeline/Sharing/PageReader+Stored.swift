internal import Classification
internal import EventArchive
internal import Primitives

/// The bytes of a batch, which another process of the same version reads. Rendered entries are not in them.
extension PageReader.Batch {
  /// Appends the batch.
  func append(to writer: inout BinaryWriter) {
    facts.append(to: &writer)
    writer.append(list: pages) { Self.append($1, to: &$0) }
  }

  /// Reads a batch.
  /// - Parameter files: the files that were to be read, by their numbers.
  /// - Throws: `BinaryReader.Damaged`.
  init(_ reader: inout BinaryReader, files: [Int: ContentChanges.File]) throws {
    facts = try FactsBatch(&reader)
    pages = try reader.list { try Self.page(&$0, files: files) }
    for case .parsed(let parsed) in pages.map(\.outcome) where !(0..<facts.count).contains(parsed.facts) {
      throw BinaryReader.Damaged()
    }
  }

  private enum Outcome: UInt8 {
    case unchanged, rejected, parsed
  }

  private static func append(_ page: PageReader.Page, to writer: inout BinaryWriter) {
    writer.append(Int64(page.file.record.number))
    writer.append(page.digest)
    writer.append(list: page.problems) { writer, problem in
      writer.append(Int64(problem.line))
      writer.append(problem.message)
      writer.append(Int64(problem.severity.rawValue))
    }
    switch page.outcome {
    case .unchanged: writer.append(Outcome.unchanged.rawValue)
    case .rejected: writer.append(Outcome.rejected.rawValue)
    case .parsed(let parsed):
      writer.append(Outcome.parsed.rawValue)
      writer.append(Int32(parsed.facts))
      for text in [parsed.title, parsed.summary, parsed.text] { writer.append(text) }
      writer.append(parsed.isRepaired)
    }
  }

  private static func page(
    _ reader: inout BinaryReader, files: [Int: ContentChanges.File]
  ) throws -> PageReader.Page {
    guard let file = files[Int(try reader.number(Int64.self))] else { throw BinaryReader.Damaged() }
    var page = PageReader.Page(file: file, digest: try reader.optionalDigest())
    page.problems = try reader.list { reader in
      let (line, message) = (Int(try reader.number(Int64.self)), try reader.text())
      guard let severity = ArchiveProblem.Severity(rawValue: Int(try reader.number(Int64.self))) else {
        throw BinaryReader.Damaged()
      }
      return ArchiveProblem(path: file.path.text, line: line, message: message, severity: severity)
    }
    guard let outcome = Outcome(rawValue: try reader.number()) else { throw BinaryReader.Damaged() }
    switch outcome {
    case .unchanged: page.outcome = .unchanged
    case .rejected: page.outcome = .rejected
    case .parsed:
      let facts = Int(try reader.number(Int32.self))
      let (title, summary, text) = (try text(&reader), try text(&reader), try text(&reader))
      page.outcome = .parsed(
        PageReader.ParsedPage(
          facts: facts, title: title, summary: summary, text: text, isRepaired: try reader.flag()))
    }
    return page
  }

  private static func text(_ reader: inout BinaryReader) throws -> TextSlice {
    try reader.withText { TextSlice(copying: $0) }
  }
}
