#if ObjectStorage
  internal import Foundation

  /// A file of profiles of the AWS command line: sections of `name = value`.
  struct ProfileFile: Sendable {
    /// The values by section and name.
    private var sections: [String: [String: String]]

    // The limit of a file in bytes.
    private static let mostBytes = 1 << 20

    /// Reads a file; one that is missing or cannot be read has no sections.
    init(path: String) {
      // A file that cannot be read has no credentials, and the error that there are none names the file.
      let bytes = try? FileHandle(forReadingAtPath: path)?.read(upToCount: Self.mostBytes)
      self.init(text: String(decoding: bytes ?? Data(), as: UTF8.self))
    }

    /// Reads a text.
    init(text: String) {
      sections = [:]
      var section: String?
      for line in text.split(whereSeparator: \.isNewline) {
        // A line that begins with a blank belongs to a value that is an object of its own.
        guard let first = line.first, !first.isWhitespace, !["#", ";"].contains(first) else { continue }
        if first == "[" {
          section = line.dropFirst().prefix { $0 != "]" }.split(separator: " ").joined(separator: " ")
        } else if let section, let sign = line.firstIndex(of: "=") {
          let name = line[..<sign].trimmingCharacters(in: .whitespaces).lowercased()
          let value = line[line.index(after: sign)...].trimmingCharacters(in: .whitespaces)
          sections[section, default: [:]][name] = value
        }
      }
    }

    /// The values of the first of some sections that is there; `nil` when none is.
    func values(_ names: String...) -> [String: String]? { names.lazy.compactMap { sections[$0] }.first }
  }
#endif
