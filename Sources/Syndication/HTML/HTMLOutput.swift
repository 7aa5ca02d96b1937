internal import Primitives

/// Writes HTML that is well-formed XML, and the plain text of it.
///
/// An element that has lost its content, because a tag of a template within it is left out, is taken back when it ends.
struct HTMLOutput {
  /// The identity of an element that was opened.
  typealias ElementID = Int

  private struct OpenElement {
    var element: HTMLElement
    var id: ElementID
    // The lengths of the outputs before the element.
    var start: Int
    var plainStart: Int
    // Letters, digits or letters of other scripts.
    var hasWords = false
    // Any visible character.
    var hasText = false
    var hasMedia = false
    // Whether something in the element was left out.
    var isEmptied = false
    // The number of the next item of an ordered list.
    var nextNumber = 1
    // The items, rows or cells so far.
    var parts = 0

    var isEmpty: Bool { !hasWords && !hasMedia }

    // Whether the element is taken back. Cells stay, so that those behind them keep their columns.
    var isLost: Bool {
      guard isEmpty, !element.isCell else { return false }
      return isEmptied || element == .p && !hasText
    }

    // Records the end of an element within this one.
    mutating func add(_ closed: OpenElement) {
      hasWords = hasWords || closed.hasWords
      hasMedia = hasMedia || closed.hasMedia
      isEmptied = isEmptied || closed.isEmpty && closed.isEmptied
      guard !closed.isLost else { return }
      hasText = hasText || closed.hasText
      parts += 1
      if closed.element == .li { nextNumber += 1 }
    }
  }

  /// The HTML so far.
  private(set) var bytes: [UInt8] = []
  /// The plain text so far.
  private(set) var plain = HTMLPlainText()
  /// The plain text of the first paragraph that has words, and is in no quote, list, table or other element of that kind.
  private(set) var firstParagraph: String?

  private var open: [OpenElement] = []
  private var counts: [HTMLElement: Int] = [:]
  private var lastID: ElementID = 0
  // Whether an element was taken back at the end of the output.
  private var endsInGap = false

  // Readers and validators may fail on deeper nesting. No author nests so deeply.
  private static let deepestNesting = 64

  /// Whether an element is open.
  func isOpen(_ element: HTMLElement) -> Bool { counts[element, default: 0] > 0 }

  /// The innermost open element.
  var innermost: HTMLElement? { open.last?.element }

  /// Opens an element. Nothing is written when it has no place here, or is nested too deeply.
  /// - Parameter attributes: appends the attributes to the HTML, each after a space.
  mutating func start(_ element: HTMLElement, attributes: (inout [UInt8]) -> Void = { _ in }) -> ElementID? {
    guard open.count < Self.deepestNesting, hasPlace(for: element) else { return nil }
    if element.isBlock { endParagraph() }
    lastID += 1
    endsInGap = false
    let opened = OpenElement(element: element, id: lastID, start: bytes.count, plainStart: plain.count)
    separate(before: element)
    writeTag(element, attributes: attributes)
    if !element.isVoid {
      open.append(opened)
      counts[element, default: 0] += 1
      return lastID
    }
    if element == .img || element == .hr { markMedia() }
    return nil
  }

  /// Closes an element, and those that are open within it. Nothing happens when it is closed already.
  mutating func end(_ id: ElementID) {
    guard open.contains(where: { $0.id == id }) else { return }
    while let last = open.last {
      closeInnermost()
      if last.id == id { return }
    }
  }

  /// Closes all elements.
  mutating func endAll() { while !open.isEmpty { closeInnermost() } }

  /// Closes the open paragraph, with the elements within it. Returns whether one was open.
  @discardableResult
  mutating func endParagraph() -> Bool {
    guard isOpen(.p) else { return false }
    while let last = open.last {
      closeInnermost()
      if last.element == .p { return true }
    }
    return false
  }

  /// Appends text, escaped.
  mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    let text = textBehindGap(text)
    let start = bytes.count
    XMLCharacters.append(text, to: &bytes)
    plain.append(text)
    // Characters that no feed may contain are no words.
    guard let last = open.indices.last, !open[last].hasWords, bytes[start...].contains(where: { $0 > .space })
    else { return }
    for byte in text where byte > .space {
      open[last].hasText = true
      if byte.isLetter || byte.isDigit || byte >= 0x80 && byte != 0xE2 {
        open[last].hasWords = true
        return
      }
    }
  }

  /// Appends text, escaped.
  mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { self.text($0) }
  }

  /// Records that something is left out here.
  mutating func markEmptied() {
    if let last = open.indices.last { open[last].isEmptied = true }
  }
}

extension HTMLOutput {
  // The text without the end of the line of an element that was taken back.
  private mutating func textBehindGap(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    defer { endsInGap = false }
    let isAtLineStart = bytes.last.map { $0 == .lineFeed } ?? true
    return endsInGap && isAtLineStart && text.first == .lineFeed ? text.slice(1...) : text
  }

  private mutating func markMedia() {
    if let last = open.indices.last { open[last].hasMedia = true }
  }

  private func hasPlace(for element: HTMLElement) -> Bool {
    if element == .a { return !isOpen(.a) }
    let containers = element.containers
    return containers.isEmpty || containers.contains(where: isOpen)
  }

  private mutating func writeTag(_ element: HTMLElement, attributes: (inout [UInt8]) -> Void) {
    bytes.append(.lessThanSign)
    bytes += element.rawValue.utf8
    attributes(&bytes)
    bytes += element.isVoid ? " />".utf8 : ">".utf8
  }

  private mutating func closeInnermost() {
    guard let closed = open.popLast() else { return }
    counts[closed.element, default: 0] -= 1
    endsInGap = closed.isLost
    if closed.isLost {
      bytes.removeLast(bytes.count - closed.start)
      plain.truncate(to: closed.plainStart)
    } else {
      bytes += "</".utf8
      bytes += closed.element.rawValue.utf8
      bytes.append(.greaterThanSign)
      recordParagraph(closed)
    }
    if closed.element.isBlock { plain.separate() }
    if let last = open.indices.last { open[last].add(closed) }
  }

  private mutating func recordParagraph(_ closed: OpenElement) {
    guard firstParagraph == nil, closed.element == .p, closed.hasWords,
      open.allSatisfy({ $0.element.isSection })
    else { return }
    firstParagraph = plain.text(from: closed.plainStart)
  }

  // Separates an element from the text before it in the plain text.
  private mutating func separate(before element: HTMLElement) {
    switch element {
    case .li:
      plain.separate()
      guard let list = open.last else { return }
      plain.append(list.element == .ol ? "\(list.nextNumber). " : "• ")
    case .td, .th: if open.last?.parts ?? 0 > 0 { plain.separate(by: ", ") }
    case .tr: if isFirstRow { plain.separate() } else { plain.separate(by: "; ") }
    case .br, .dd, .dt, .caption: plain.separate()
    default: if element.isBlock { plain.separate() }
    }
  }

  private var isFirstRow: Bool {
    open.last.map { $0.parts == 0 && $0.element != .tbody && $0.element != .tfoot } ?? true
  }
}
