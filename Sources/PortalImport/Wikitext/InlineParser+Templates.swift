internal import Primitives

extension InlineParser {
  private struct Template {
    var name: String
    var arguments: [Range<Int>] = []
  }

  // A function of MediaWiki: `{{formatnum:12345}}`.
  private static let numberFunction = "formatnum:"

  private func template(in contents: Range<Int>) -> Template {
    let parts = parts(of: contents)
    var template = Template(name: text(parts[0]).replacing("_", with: " ").lowercased())
    for (offset, part) in parts.dropFirst().enumerated() {
      let sign = bytes.slice(part).index(of: .equalsSign).map { part.lowerBound + $0 }
      let isNamed = sign.map { isParameterName(part.lowerBound..<$0) } ?? false
      guard let sign, isNamed else {
        template.arguments.append(part)
        continue
      }
      // `1=text`: a position.
      if text(part.lowerBound..<sign) == "\(offset + 1)" {
        template.arguments.append((sign + 1)..<part.upperBound)
      }
    }
    return template
  }

  private func isParameterName(_ range: Range<Int>) -> Bool {
    bytes.slice(range).trimmed.allSatisfy { $0.isLetter || $0.isDigit || "-_ ".utf8.contains($0) }
  }

  /// The parts that a template leaves.
  mutating func template(_ contents: Range<Int>) -> [Inline] {
    var template = template(in: contents)
    if template.name.hasPrefix(Self.numberFunction) {
      let start = contents.lowerBound + Self.numberFunction.utf8.count
      template = Template(name: "formatnum", arguments: [start..<contents.upperBound])
    }
    guard let rule = TemplateRule.named(template.name) else { return [] }
    return parts(by: rule, of: template.arguments)
  }

  private mutating func parts(by rule: TemplateRule, of arguments: [Range<Int>]) -> [Inline] {
    switch rule {
    case .text(let text): [.text(text)]
    case .argument(let index): parts(of: arguments.dropFirst(index).first)
    case .lastArgument: parts(of: arguments.last)
    case .prefix(let prefix): [.text(prefix)] + parts(of: arguments.first)
    case .link: link(to: texts(arguments.prefix(1)))
    case .ship(let prefix): link(to: [prefix] + texts(arguments.prefix(1)))
    case .shipWithPrefix: link(to: texts(arguments.prefix(2)))
    case .measure: [.text(TemplateText.measure(texts(arguments)))]
    case .fraction: [.text(TemplateText.fraction(texts(arguments)))]
    }
  }

  private func texts(_ arguments: some Sequence<Range<Int>>) -> [String] { arguments.map { text($0) } }

  // The parts of an argument without blanks at both ends.
  private mutating func parts(of argument: Range<Int>?) -> [Inline] {
    guard let argument else { return [] }
    let start = argument.lowerBound + bytes.slice(argument).prefix(while: \.isBlank).count
    return parse(start..<(start + bytes.slice(argument).trimmed.count))
  }

  private func link(to words: [String]) -> [Inline] {
    let target = words.filter { !$0.isEmpty }.joined(separator: " ")
    let label = Inline.text(LinkTarget.withoutBracket(target))
    return target.isEmpty ? [] : [.link(WikiLink(target: target, label: [label]))]
  }
}
