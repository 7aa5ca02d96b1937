internal import Primitives

extension HTMLSanitizer {
  /// Appends text, and puts the inserts in the places of their marks.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard !inserts.isEmpty || removesTags else { return output.text(text) }
    let isCode = output.isOpen(.pre) || output.isOpen(.code)
    // No tag ends behind the last of these.
    let lastBrace = removesTags && !isCode ? text.lastIndex(of: .rightBrace) ?? 0 : 0
    var start = 0
    var index = 0
    while index < text.count {
      var end = index
      if let insert = inserts.insert(at: index, in: text) {
        output.text(text.slice(start..<index))
        append(insert, isCode: isCode)
        end += BodyInserts.markLength
      } else if index < lastBrace, let found = Self.endOfTag(at: index, in: text) {
        output.text(text.slice(start..<index))
        output.markEmptied()
        end = found
      }
      if end > index { start = end }
      index = max(end, index + 1)
    }
    output.text(text.slice(start...))
  }

  // The index behind a tag of a template language that begins at an index, and that no fallback has found because it looked like code
  // outside of it.
  private static func endOfTag(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard text[index] == .leftBrace else { return nil }
    let close: StaticString
    if text.holds("{{", at: index) {
      close = "}}"
    } else if text.holds("{%", at: index) {
      close = "%}"
    } else {
      return nil
    }
    guard let length = text.slice((index + 2)...).firstIndex(of: close) else { return nil }
    return index + 2 + length + 2
  }

  private mutating func append(_ insert: BodyInsert, isCode: Bool) {
    switch insert {
    case .nothing: output.markEmptied()
    case .text(let text): output.text(text)
    case .link(_, let label) where isCode: output.text(label)
    case .link(let reference, let label): appendLink(to: links.link(reference), label: label)
    case .picture(_, let description, _) where isCode: output.text(description)
    case .picture(let reference, let description, let caption):
      append(picture: reference, description: description, caption: caption)
    case .code(let code) where isCode: output.text(code)
    case .code(let code):
      appendBlock { sanitizer in
        let block = sanitizer.output.start(.pre)
        _ = sanitizer.output.start(.code)
        sanitizer.output.text(code)
        if let block { sanitizer.output.end(block) }
      }
    }
  }

  private mutating func append(picture reference: String, description: String, caption: String) {
    guard let address = links.media(reference) else { return output.markEmptied() }
    if caption.isEmpty || caption == description { return append(picture: address, description: description) }
    appendBlock { sanitizer in
      let figure = sanitizer.output.start(.figure)
      sanitizer.append(picture: address, description: description)
      if let element = sanitizer.output.start(.figcaption) {
        sanitizer.output.text(caption)
        sanitizer.output.end(element)
      }
      if let figure { sanitizer.output.end(figure) }
    }
  }

  private mutating func append(picture address: String, description: String) {
    let attributes = HTMLAttributeList(nil)
    _ = output.start(.img) { bytes in
      attributes.append(.src, address, to: &bytes)
      attributes.append(.alt, description, to: &bytes)
    }
  }

  /// Appends a link to media, in a paragraph of its own where paragraphs are.
  mutating func appendLink(to media: HTMLMedia) {
    guard let reference = media.reference, !reference.isEmpty else { return }
    var text = reference
    let isLost = !inserts.isEmpty && text.withUTF8(BodyInserts.isMarked)
    guard !isLost, let address = links.media(reference) else { return output.markEmptied() }
    let isAlone = output.innermost.map { $0.isSection || $0 == .blockquote || $0 == .figure } ?? true
    let paragraph = isAlone ? output.start(.p) : nil
    appendLink(to: HTMLMedia.page(ofPlayer: address), label: media.title)
    if let paragraph { output.end(paragraph) }
  }

  private mutating func appendLink(to address: String?, label: String) {
    let text = label.isEmpty ? address.map(HTMLMedia.label) ?? "" : label
    guard let address else { return text.isEmpty ? output.markEmptied() : output.text(text) }
    let attributes = HTMLAttributeList(nil)
    let link = output.start(.a) { attributes.append(.href, address, to: &$0) }
    output.text(text)
    if let link { output.end(link) }
  }
}
