internal import Primitives

extension SiteDirectory {
  /// The fields of a data file of a site; empty when there is no such file. A file that cannot be read is a problem.
  func data(of path: String, problems: inout [ArchiveProblem]) -> FrontMatterMapping {
    switch parsedFields(of: path) {
    case .success(let fields): return fields
    case .failure(let fault):
      let message = "the data of the site are not read: \(fault.message); correct the file"
      problems.append(ArchiveProblem(path: path, line: fault.line, message: message, severity: .repaired))
      return FrontMatterMapping()
    }
  }

  /// The fields of a file of YAML, TOML or JSON; empty when there is no such file.
  func parsedFields(of path: String) -> Result<FrontMatterMapping, FrontMatterFault> {
    guard let text = text(path) else { return .success(FrontMatterMapping()) }
    var bytes = Array(text.utf8)
    // A byte order mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return Result { () throws(FrontMatterFault) in
      try bytes.withUnsafeBufferPointer { bytes throws(FrontMatterFault) in
        try Self.parse(bytes, extension: path.split(separator: ".").last ?? "").value?.mapping
      } ?? FrontMatterMapping()
    }
  }

  private static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, extension: Substring
  ) throws(FrontMatterFault) -> (value: FrontMatterValue?, repeatedKeys: [RepeatedKey]) {
    switch `extension` {
    case "toml": try TOMLReader.read(bytes, firstLine: 1)
    case "json": try JSONReader.read(bytes, firstLine: 1)
    default: try YAMLReader.read(bytes, firstLine: 1)
    }
  }
}
