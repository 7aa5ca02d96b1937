internal import EventArchive

/// The template at the beginning or end of a day page: `{{Current events|year=2026|month=08|day=19|content=`, the same with `top=yes` or
/// `bottom=yes` and an end, or `{{Current events header|2017|05|5}}`.
struct PortalHead: Equatable {
  /// The day; `nil` when the template names none.
  var day: EventDay?
  /// Whether it ends a page.
  var isTail: Bool
  /// The text behind the template, or behind `content=`.
  var rest: String

  /// A line with such a template.
  struct Line {
    /// The text before the template.
    var before: String
    /// The text that begins with the template.
    var head: String
  }

  /// Divides a line before its first such template; `nil` for a line without one.
  static func split(_ line: String) -> Line? {
    var search = line.startIndex..<line.endIndex
    while let start = line[search].firstRange(of: "{{")?.lowerBound {
      let name = line[start...].dropFirst(2).prefix { $0 != "|" && $0 != "}" && $0 != "<" }
      let words = name.split { $0 == " " || $0 == "_" || $0 == "\t" }.joined(separator: " ").lowercased()
      if words == "current events" || words == "current events header" {
        return Line(before: String(line[..<start]), head: String(line[start...]))
      }
      search = line.index(start, offsetBy: 2)..<line.endIndex
    }
    return nil
  }

  /// Parses a text that begins with a template; `nil` when the template does not end in the text.
  init?(_ text: String) {
    var parameters = Parameters()
    var start = text.index(text.startIndex, offsetBy: 2)
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: "|") ?? text.endIndex
      let part = text[start..<end]
      if let content = Self.startOfContent(part) {
        self.init(parameters, rest: text[content...])
        return
      }
      let close = part.firstRange(of: "}}")
      parameters.append(part[..<(close?.lowerBound ?? end)])
      if let close {
        self.init(parameters, rest: text[close.upperBound...])
        return
      }
      start = end < text.endIndex ? text.index(after: end) : end
    }
    return nil
  }

  private init(_ parameters: Parameters, rest: Substring) {
    day = parameters.day
    isTail = parameters.isTail
    self.rest = String(rest)
  }

  // The index of the value of the parameter `content`; `nil` for another parameter.
  private static func startOfContent(_ part: Substring) -> Substring.Index? {
    guard let sign = part.firstIndex(of: "="),
      part[..<sign].lowercased().filter({ !$0.isWhitespace }) == "content"
    else { return nil }
    return part.index(after: sign)
  }

  private struct Parameters {
    private var named: [String: String] = [:]
    // The name of the template, then the values without a name.
    private var positional: [String] = []

    mutating func append(_ part: Substring) {
      let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
        String($0.split { $0.isWhitespace }.joined(separator: " "))
      }
      if words.count == 2 {
        named[words[0].lowercased()] = words[1]
      } else if let value = words.first {
        positional.append(value)
      }
    }

    var isTail: Bool { named["bottom"].map { !$0.isEmpty && $0.lowercased() != "no" } ?? false }

    var day: EventDay? {
      let values = ["year", "month", "day"].enumerated().map { offset, name in
        named[name] ?? named["\(offset + 1)"] ?? positional.dropFirst(offset + 1).first ?? ""
      }
      return PortalDay.day(year: values[0], month: values[1], day: values[2])
    }
  }
}
