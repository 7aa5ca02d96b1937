internal import Primitives

/// Reads the fields of front matter, and collects its problems.
struct FrontMatterReading {
  /// The place of the front matter.
  let block: FrontMatterBlock
  /// The file's path below the content directory.
  let path: String
  /// The problems so far.
  private(set) var problems: [ArchiveProblem] = []
  /// Whether the text does not follow its syntax.
  private(set) var isRepaired = false

  /// Makes the reading of a block.
  init(block: FrontMatterBlock, path: String) {
    self.block = block
    self.path = path
  }

  /// The fields; `nil` when the text between the delimiters has none, or a problem rejects the file.
  mutating func fields(of file: UnsafeBufferPointer<UInt8>) -> FrontMatterMapping? {
    let content = file.slice(block.content)
    guard content.count <= FrontMatterLimits.bytes else {
      let limit = FrontMatterLimits.bytes / 1024
      report(
        line: block.contentLine, "front matter is larger than \(limit) KB; move text to the body", .rejected)
      return nil
    }
    do throws(FrontMatterFault) {
      let (value, repeatedKeys) = try parse(content)
      guard let value else { return FrontMatterMapping() }
      // Other values are text between two rules of Markdown.
      guard let mapping = value.mapping else { return nil }
      report(repeatedKeys)
      return mapping
    } catch {
      if error.kind == .rejected {
        report(line: error.line, error.message, .rejected)
        return nil
      }
      return repaired(content, error)
    }
  }

  private func parse(
    _ content: UnsafeBufferPointer<UInt8>
  ) throws(FrontMatterFault) -> (value: FrontMatterValue?, repeatedKeys: [RepeatedKey]) {
    let line = block.contentLine
    switch block.syntax {
    case .yaml: return try YAMLReader.read(content, firstLine: line)
    case .toml: return try TOMLReader.read(content, firstLine: line)
    case .json: return try JSONReader.read(content, firstLine: line)
    case .header: return HeaderReader.read(content, firstLine: line)
    }
  }

  private mutating func repaired(
    _ content: UnsafeBufferPointer<UInt8>, _ fault: FrontMatterFault
  ) -> FrontMatterMapping? {
    let (value, repeatedKeys) = FrontMatterRepair.read(
      content, syntax: block.syntax, firstLine: block.contentLine)
    guard let mapping = value?.mapping else { return nil }
    isRepaired = true
    let column = fault.column.map { ", column \($0)" } ?? ""
    let separator = block.syntax == .toml ? "=" : ":"
    report(
      line: fault.line,
      "front matter is not valid \(block.syntax.rawValue)\(column): \(fault.message); "
        + "its lines \"key\(separator) value\" are used as they are; quote the value or correct the line",
      .repaired)
    report(repeatedKeys)
    return mapping
  }

  private mutating func report(_ repeatedKeys: [RepeatedKey]) {
    for key in repeatedKeys { report(line: key.line, key.message, .repaired) }
    problems.sort { $0.line < $1.line }
  }

  private mutating func report(line: Int, _ message: String, _ severity: ArchiveProblem.Severity) {
    guard problems.count < PageLimits.problems else { return }
    problems.append(ArchiveProblem(path: path, line: line, message: message, severity: severity))
  }
}
