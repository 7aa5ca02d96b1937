internal import Primitives

extension BodySource {
  /// Replaces a link of Obsidian, `[[note|label]]` or `![[file]]`.
  mutating func replaceNoteLink(isEmbedded: Bool) -> Bool {
    let start = index + (isEmbedded ? 3 : 2)
    guard dialect.contains(.notes), input.holds(isEmbedded ? "![[" : "[[", at: index),
      let end = search.index(of: "]]", from: start), end > start,
      !input.slice(start..<end).contains(.lineFeed)
    else { return false }
    let parts = NoteLink(input.slice(start..<end))
    index = end + 2
    if isEmbedded, parts.isPicture {
      append(
        .picture(
          reference: links.file(parts.target) ?? parts.target, description: parts.description, caption: ""))
    } else if let address = links.file(parts.target) {
      append(.link(reference: address, label: parts.label))
    } else {
      if !parts.target.hasPrefix("#") { lostReferences.append(parts.target) }
      append(.text(parts.label))
    }
    return true
  }

  /// Removes a comment of Obsidian, `%%x%%`.
  mutating func replaceNoteComment() -> Bool {
    guard dialect.contains(.notes), input.holds("%%", at: index),
      let end = search.index(of: "%%", from: index + 2)
    else { return false }
    append(.nothing)
    index = end + 2
    return true
  }

  /// Replaces the first line of a callout, `> [!note] Title`, by that of a quotation.
  mutating func replaceCallout(_ line: MarkdownLine) -> Bool {
    guard line.isQuotation, line.text.holds("[!", at: 0), let close = line.text.index(of: .rightBracket),
      line.text.slice(2..<close).allSatisfy({
        $0.isLetter || $0.isDigit || $0 == .hyphen || $0 == .verticalLine
      })
    else { return false }
    let end = endOfLine(from: index)
    let prefix = input.slice(index..<end).prefix { $0.isBlank || $0 == .greaterThanSign }
    let title = line.text.slice((close + 1)...).dropping(while: ByteSet("+- \t"))
    output += prefix
    if !title.isEmpty {
      // Two blanks at the end of a line break it.
      append("**\(String(decoding: title, as: UTF8.self))**  ")
    }
    index = end
    return true
  }
}

/// The parts of a link of Obsidian.
struct NoteLink {
  /// The note or file, with the heading in it if one is given.
  let target: String
  /// The text of the link.
  let label: String
  /// The label of a picture that is not its size; else its name.
  let description: String

  /// Parses the text between the brackets.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    // In tables, the bar has a backslash.
    let text = String(decoding: text, as: UTF8.self).replacing("\\|", with: "|")
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    target = String(parts.first ?? "")
    let given = parts.count > 1 ? String(parts[1]) : ""
    label =
      given.isEmpty
      ? target.split(separator: "#").map { $0.drop { $0 == "^" } }.joined(separator: " > ") : given
    let isSize = given.allSatisfy { $0.isNumber || $0 == "x" }
    let name = target.split(separator: "/").last.map(String.init) ?? target
    description = isSize ? String(name.prefix { $0 != "." }) : given
  }

  /// Whether the file is a picture, by its extension.
  var isPicture: Bool { PictureName.isPicture(target) }
}

/// The names of files of pictures.
enum PictureName {
  /// Whether a reference leads to a picture, by its extension.
  static func isPicture(_ reference: String) -> Bool {
    let path = reference.prefix { $0 != "?" && $0 != "#" }
    guard let mark = path.lastIndex(of: ".") else { return false }
    return extensions.contains(path[path.index(after: mark)...].lowercased())
  }

  private static let extensions: Set<String> = [
    "apng", "avif", "bmp", "gif", "ico", "jfif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp",
  ]
}
