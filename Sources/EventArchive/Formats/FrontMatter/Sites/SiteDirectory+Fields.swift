internal import Primitives

extension SiteDirectory {
  /// The fields of a file of YAML, TOML or JSON; `nil` when there is no such file, or it cannot be read.
  func fields(of path: String) -> FrontMatterMapping? {
    guard case .success(let fields) = parsedFields(of: path) else { return nil }
    return fields
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
