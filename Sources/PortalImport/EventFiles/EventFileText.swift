internal import EventArchive
internal import Primitives

/// Writes event files in the form that `EventFileParser` reads.
struct EventFileText {
  // The parts of a file in which more characters than usual are written as references.
  private struct Caution: OptionSet {
    let rawValue: Int

    static let names = Caution(rawValue: 1)
    static let labels = Caution(rawValue: 2)
    static let addresses = Caution(rawValue: 4)
  }

  private let document: EventDocument
  private let caution: Caution

  /// The text of the file of a document.
  ///
  /// Most files have no references. Where the parser reads another document from the text, for example because a name ends in
  /// `Context: x`, more characters are written as references.
  static func text(of document: EventDocument) -> String {
    let text = EventFileText(document: document, caution: []).text
    guard let parsed = parsed(text, path: document.path), parsed != document else { return text }
    var caution: Caution = []
    if parsed.names != document.names || parsed.summary != document.summary { caution.insert(.names) }
    let addresses = [parsed.sources, parsed.articles].map { $0.map(\.target) }
    if addresses != [document.sources, document.articles].map({ $0.map(\.target) }) {
      caution.insert(.addresses)
    }
    let links = [parsed.sources, parsed.articles]
    if links != [document.sources, document.articles] || parsed.changes != document.changes {
      caution.insert(.labels)
    }
    if parsed.related != document.related { caution.formUnion([.names, .labels]) }
    return EventFileText(document: document, caution: caution).text
  }

  /// The document that the parser reads from the text of a file.
  static func parsed(_ text: String, path: String) -> EventDocument? {
    var text = text
    return text.withUTF8 { EventDocument(parsing: $0, path: path) }
  }

  private var text: String {
    var lines: [String] = []
    if let day = document.name.day {
      let date = PortalDay.text(of: day)
      lines += ["### [\(date)](/\(PortalDay.directory(of: day))/index.md)", ""]
    }
    if let topic = document.topic { lines.append("##### \(referenced(topic))") }
    lines += ["# \(referenced(document.title))", ""]
    if !document.summary.isEmpty { lines += [document.summary, ""] }
    for names in ContextText.contexts(document.names) { lines += ["_Context: \(context(names))_", ""] }
    for category in document.categories { lines += ["_Category: \(context(referenced(category)))_", ""] }
    lines += section("Sources", sources)
    lines += section("Changes", document.changes.indices.map(change(at:)))
    lines += section(
      "Articles", document.articles.map { "[\(label($0.text))](\(address($0.target)))" })
    lines += section("Related", document.related.map(related))
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ heading: String, _ items: [String]) -> [String] {
    guard !items.isEmpty else { return [] }
    return ["### \(heading):", ""] + items.enumerated().map { "\($0 + 1). \($1)" } + [""]
  }
}

// MARK: Items

extension EventFileText {
  private var sources: [String] {
    var items = document.sources.map { "[\(label($0.text))](\(address($0.target)))" }
    if let cover = document.cover { items.append("[Cover Image](\(address(cover)))") }
    return items
  }

  private func change(at index: Int) -> String {
    let change = document.changes[index]
    let isPresent = index == document.changes.count - 1 && change.replaced.isEmpty
    let version = index == 0 ? "First version" : "Update"
    let note = isPresent ? "(Current version)" : "\(change.replaced) (\(version))"
    return "[\(label(change.title.text))](\(change.title.target).md) _\(note)_"
  }

  private func related(_ related: EventDocument.Related) -> String {
    let link = "[\(label(related.event.text))](\(related.event.target).md)"
    let contexts = ContextText.contexts(related.names)
    return contexts.isEmpty ? link : link + " _Context: \(context(contexts.joined(separator: "; ")))_"
  }
}

// MARK: Characters

extension EventFileText {
  // A text whose characters are decoded by the parser: `&amp;` is written as `&amp;amp;`.
  private func referenced(_ text: String) -> String { ReferenceText.escaped(text) }

  private func label(_ text: String) -> String {
    let text = referenced(text)
    if !caution.contains(.labels) { return text }
    return text.replacing("[", with: "&#91;").replacing("]", with: "&#93;")
  }

  private func address(_ address: String) -> String {
    let address = referenced(address)
    if !caution.contains(.addresses) { return address }
    return address.replacing("(", with: "%28").replacing(")", with: "%29")
  }

  private func context(_ names: String) -> String {
    if !caution.contains(.names) { return names }
    return names.replacing(/[:*_]/) { "&#\($0.output.unicodeScalars.first?.value ?? 0);" }
  }
}
