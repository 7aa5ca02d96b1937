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

  /// The part of a line before such a template and the part that begins with it; `nil` for a line without one.
  static func split(_ line: String) -> (before: String, head: String)? {
    var search = line.startIndex..<line.endIndex
    while let start = line[search].firstRange(of: "{{")?.lowerBound {
      let name = line[start...].dropFirst(2).prefix { $0 != "|" && $0 != "}" && $0 != "<" }
      let words = name.split { $0 == " " || $0 == "_" || $0 == "\t" }.joined(separator: " ").lowercased()
      if words == "current events" || words == "current events header" {
        return (String(line[..<start]), String(line[start...]))
      }
      search = line.index(start, offsetBy: 2)..<line.endIndex
    }
    return nil
  }

  /// Parses a text that begins with a template; `nil` when the template does not end in the text.
  init?(_ text: String) {
    var parameters = Parameters()
    let parts = text.dropFirst(2).split(separator: "|", omittingEmptySubsequences: false)
    for (offset, part) in parts.enumerated() {
      let behind = parts.dropFirst(offset + 1).map { "|" + $0 }.joined()
      if let content = Self.content(part) {
        rest = content + behind
      } else if let end = part.firstRange(of: "}}") {
        if offset > 0 { parameters.append(part[..<end.lowerBound]) }
        rest = part[end.upperBound...] + behind
      } else {
        if offset > 0 { parameters.append(part) }
        continue
      }
      day = parameters.day
      isTail = parameters.isTail
      return
    }
    return nil
  }

  // The value of the parameter `content`; `nil` for another parameter.
  private static func content(_ part: Substring) -> Substring? {
    guard let sign = part.firstIndex(of: "="),
      part[..<sign].lowercased().filter({ !$0.isWhitespace }) == "content"
    else { return nil }
    return part[part.index(after: sign)...]
  }

  private struct Parameters {
    private var named: [String: String] = [:]
    private var positional: [String] = []

    mutating func append(_ part: Substring) {
      let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
        String($0.split(whereSeparator: \.isWhitespace).joined(separator: " "))
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
        named[name] ?? named["\(offset + 1)"] ?? (offset < positional.count ? positional[offset] : "")
      }
      return PortalDay.day(year: values[0], month: values[1], day: values[2])
    }
  }
}
