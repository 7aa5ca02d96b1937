internal import Foundation
internal import Primitives

/// The values that templates of a post may print.
struct TemplateValues {
  /// The address of the site, without a slash at its end.
  let site: String
  /// The address of the post's page.
  let page: PageAddress
  /// The text of a field of the front matter, by the path of its key; `nil` when there is none.
  let field: ([String]) -> String?
  /// Whether fields are variables of their own, as in Eleventy.
  let fieldsAreVariables: Bool

  /// The path of the site, empty for the root of its host.
  private var basePath: String {
    let start = PageAddress(site).origin
    return String(site.dropFirst(start.count))
  }

  /// Evaluates an expression `a | filter: b`; `nil` when it has no value here.
  func value(of expression: UnsafeBufferPointer<UInt8>, variables: [String: String]) -> String? {
    let parts = Self.parts(of: expression)
    guard let first = parts.first, var value = operand(first, variables: variables) else { return nil }
    for filter in parts.dropFirst() {
      guard let result = apply(filter, to: value, variables: variables) else { return nil }
      value = result
    }
    return value
  }

  // A text in quotes, a number, or the value of a name.
  private func operand(_ text: String, variables: [String: String]) -> String? {
    if let quote = text.first, quote == "\"" || quote == "'", text.count >= 2, text.last == quote {
      return String(text.dropFirst().dropLast())
    }
    if !text.isEmpty, text.allSatisfy(\.isNumber) { return text }
    if let value = variables[text] { return value }
    switch text {
    case "site.baseurl", "site.base_url": return basePath
    case "site.url": return PageAddress(site).origin
    case "page.url", "page.permalink":
      return page.path.hasPrefix(basePath + "/") ? String(page.path.dropFirst(basePath.count)) : page.path
    default: return field(text)
    }
  }

  private func field(_ name: String) -> String? {
    let keys = name.split(separator: ".").map(String.init)
    guard let first = keys.first, keys.allSatisfy({ !$0.isEmpty }) else { return nil }
    if first == "page" { return keys.count > 1 ? field(Array(keys.dropFirst())) : nil }
    return fieldsAreVariables ? field(keys) : nil
  }

  private func apply(_ filter: String, to value: String, variables: [String: String]) -> String? {
    let parts = filter.split(maxSplits: 1, whereSeparator: { $0 == ":" || $0 == "(" })
    let name = (parts.first ?? "").trimmingCharacters(in: .whitespaces)
    let argument = parts.dropFirst().first?.trimmingCharacters(in: CharacterSet(charactersIn: " ()"))
    if Self.filtersWithoutEffect.contains(name) { return value }
    switch name {
    case "relative_url": return isAddress(value) ? value : basePath + rooted(value)
    case "absolute_url", "absoluteUrl": return isAddress(value) ? value : site + rooted(value)
    case "upcase", "upper": return value.uppercased()
    case "downcase", "lower": return value.lowercased()
    case "append": return argument.flatMap { operand($0, variables: variables) }.map { value + $0 }
    case "prepend": return argument.flatMap { operand($0, variables: variables) }.map { $0 + value }
    default: return nil
    }
  }

  // Filters that do not change what a body shows.
  private static let filtersWithoutEffect: Set<String> = [
    "url", "safe", "e", "escape", "escape_once", "xml_escape", "strip", "trim", "raw", "markdownify",
    "smartify",
    "markdown", "strip_html", "normalize_whitespace",
  ]

  private func isAddress(_ value: String) -> Bool { value.contains("://") }

  private func rooted(_ path: String) -> String { path.hasPrefix("/") || path.isEmpty ? path : "/" + path }

  // The parts between bars outside of quotes.
  private static func parts(of expression: UnsafeBufferPointer<UInt8>) -> [String] {
    var parts: [String] = []
    var start = 0
    var quote: UInt8?
    for place in 0...expression.count {
      let byte = place < expression.count ? expression[place] : .verticalLine
      if let open = quote, place < expression.count {
        if byte == open { quote = nil }
      } else if byte == .quotationMark || byte == .apostrophe {
        quote = byte
      } else if byte == .verticalLine {
        let part = expression.slice(start..<place)
        parts.append(String(decoding: part, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        start = place + 1
      }
    }
    return parts
  }
}
