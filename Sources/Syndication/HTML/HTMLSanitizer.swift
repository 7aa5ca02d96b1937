internal import CLibxml2
internal import Primitives

/// Makes HTML of unknown origin safe for feeds: only allowed elements and attributes, balanced, with absolute addresses.
///
/// libxml2's parser calls the sanitizer for each tag and text, which writes its output at once: nothing is built in memory, and the time
/// is proportional to the input.
struct HTMLSanitizer {
  // An element of the input.
  private struct Frame {
    enum Content {
      case unwrapped
      case open(HTMLOutput.ElementID)
      // The number of a footnote, in brackets.
      case footnoteNumber
    }

    var key: UInt64
    var content: Content
  }

  /// The output.
  var output = HTMLOutput()
  /// Whether the input is nested so deeply that only a part of it was read.
  private(set) var isTooDeep = false

  /// Makes addresses absolute.
  let links: BodyLinks
  /// The parts whose marks are in the input.
  let inserts: BodyInserts
  /// Whether tags of templates that are left in text are removed.
  let removesTags: Bool

  private var parser: htmlParserCtxtPtr?
  private var frames: [Frame] = []
  // The text since the last tag. libxml2 passes on long texts and character references in parts.
  private var pendingText: [UInt8] = []
  // The number of open elements whose content is left out.
  private var removedDepth = 0
  private var media: HTMLMedia?

  // Browsers allow 512. The time of libxml2 for an end tag without its start grows with the depth.
  private static let deepestInput = 256

  /// Makes a sanitizer.
  init(links: BodyLinks, inserts: BodyInserts = BodyInserts(), removesTags: Bool = false) {
    self.links = links
    self.inserts = inserts
    self.removesTags = removesTags
  }

  /// Reads a fragment of HTML in UTF-8. Returns false when memory is used up, or the nesting is too deep.
  mutating func read(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
    // libxml2 puts text that is in no element into paragraphs.
    (Array(Self.root.utf8) + html).withUnsafeBufferPointer { readDocument($0) }
  }

  // An element that no body closes.
  private static let root = "<feedgen-body>"

  private mutating func readDocument(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
    LibXML.setUp()
    guard let count = Int32(exactly: html.count), let parser = htmlNewParserCtxt() else { return false }
    defer { htmlFreeParserCtxt(parser) }
    self.parser = parser
    let options =
      HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_NONET.rawValue
      | HTML_PARSE_NOIMPLIED.rawValue | HTML_PARSE_NODEFDTD.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
    withUnsafeMutablePointer(to: &self) { sanitizer in
      var handler = Self.handler()
      handler.initialized = parser.pointee.sax.pointee.initialized
      parser.pointee.sax.pointee = handler
      parser.pointee.userData = UnsafeMutableRawPointer(sanitizer)
      html.withMemoryRebound(to: CChar.self) {
        let document = htmlCtxtReadMemory(parser, $0.baseAddress, count, nil, "UTF-8", Int32(options))
        if let document { xmlFreeDoc(document) }
      }
    }
    self.parser = nil
    flushText()
    output.endAll()
    return !isTooDeep
  }

  private static func handler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.startElement = { HTMLSanitizer.sanitizer(of: $0).pointee.start($1, attributes: $2) }
    handler.endElement = { HTMLSanitizer.sanitizer(of: $0).pointee.end($1) }
    handler.characters = { HTMLSanitizer.sanitizer(of: $0).pointee.text($1, count: $2) }
    handler.ignorableWhitespace = handler.characters
    handler.cdataBlock = handler.characters
    return handler
  }

  private static func sanitizer(of context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<HTMLSanitizer> {
    // libxml2 passes on the pointer that `read` has set.
    context.unsafelyUnwrapped.assumingMemoryBound(to: HTMLSanitizer.self)
  }
}

extension HTMLSanitizer {
  private typealias Attributes = UnsafeMutablePointer<UnsafePointer<xmlChar>?>

  private static func bytes(_ text: UnsafePointer<xmlChar>?) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text)))
  }

  private mutating func start(_ name: UnsafePointer<xmlChar>?, attributes: Attributes?) {
    let name = Self.bytes(name)
    var frame = Frame(key: HTMLRule.key(name), content: .unwrapped)
    // The box of an item with paragraphs is before the first of them.
    let box = frame.key == Self.paragraphKey ? takeBox() : []
    flushText()
    defer {
      frames.append(frame)
      pendingText += box
    }
    guard frames.count < Self.deepestInput else {
      isTooDeep = true
      xmlStopParser(parser)
      return
    }
    let attributes = HTMLAttributeList(attributes)
    guard removedDepth == 0 else {
      removedDepth += 1
      if case .source = HTMLRule(name: name), media?.reference == nil { media?.reference = attributes["src"] }
      return
    }
    switch HTMLRule(name: name) {
    case .keep(let element): frame.content = start(element, attributes: attributes)
    case .unwrap, .source: break
    case .remove: removedDepth = 1
    case .link:
      removedDepth = 1
      media = HTMLMedia(attributes)
    case .box:
      if attributes["type"]?.lowercased() == "checkbox" {
        pendingText += attributes["checked"] == nil ? Self.emptyBox : Self.checkedBox
      }
    }
  }

  private mutating func start(_ element: HTMLElement, attributes: HTMLAttributeList) -> Frame.Content {
    switch element {
    case .img:
      appendPicture(attributes)
      return .unwrapped
    case .a:
      if attributes.isFootnoteReturn {
        removedDepth = 1
        return .unwrapped
      }
      if output.innermost == .sup, attributes["href"]?.hasPrefix("#fn") == true {
        output.text("[")
        return .footnoteNumber
      }
      guard let reference = attributes["href"], let address = address(reference, by: BodyLinks.link) else {
        return .unwrapped
      }
      return open(.a, attributes: attributes, address: (.href, address))
    default: return open(element, attributes: attributes)
    }
  }

  private mutating func open(
    _ element: HTMLElement, attributes: HTMLAttributeList, address: (HTMLAttribute, String)? = nil
  ) -> Frame.Content {
    let cite = attributes["cite"].flatMap { self.address($0, by: BodyLinks.media) }
    let id = output.start(element) { bytes in
      if let address { attributes.append(address.0, address.1, to: &bytes) }
      attributes.append(to: &bytes, of: element)
      if let cite, HTMLAttribute.cite.isAllowed(on: element) { attributes.append(.cite, cite, to: &bytes) }
    }
    return id.map(Frame.Content.open) ?? .unwrapped
  }

  private mutating func appendPicture(_ attributes: HTMLAttributeList) {
    let reference = ["src", "data-src", "data-lazy-src"].lazy.compactMap { attributes[$0] }.first {
      !$0.hasPrefix("data:")
    }
    guard let reference else { return }
    guard let address = address(reference, by: BodyLinks.media) else { return output.markEmptied() }
    _ = output.start(.img) { bytes in
      attributes.append(.src, address, to: &bytes)
      attributes.append(.alt, attributes["alt"] ?? "", to: &bytes)
      attributes.append(to: &bytes, of: .img)
    }
  }

  // The absolute address of a reference; `nil` when no feed may contain it, or when a part of it was left out.
  private func address(_ reference: String, by resolver: (BodyLinks) -> (String) -> String?) -> String? {
    var reference = reference
    let isLost = !inserts.isEmpty && reference.withUTF8(BodyInserts.isMarked)
    return isLost ? nil : resolver(links)(reference)
  }

  private mutating func end(_ name: UnsafePointer<xmlChar>?) {
    let key = HTMLRule.key(Self.bytes(name))
    // The paragraph that a box belongs to may begin behind it.
    if key != Self.inputKey { flushText() }
    // libxml2 reports the ends in order. For any other, the elements between end too.
    guard let place = frames.lastIndex(where: { $0.key == key }) else { return }
    while frames.count > place { endInnermost() }
  }

  private mutating func endInnermost() {
    guard let frame = frames.popLast() else { return }
    if removedDepth > 0 {
      removedDepth -= 1
      if removedDepth == 0, let ended = media {
        media = nil
        appendLink(to: ended)
      }
      return
    }
    switch frame.content {
    case .unwrapped: break
    case .open(let id): output.end(id)
    case .footnoteNumber: output.text("]")
    }
  }

  private mutating func text(_ text: UnsafePointer<xmlChar>?, count: Int32) {
    guard removedDepth == 0 else { return }
    pendingText += UnsafeBufferPointer(start: text, count: Int(count))
  }

  // The box that is all of the text, with a space behind it.
  private mutating func takeBox() -> [UInt8] {
    guard let box = [Self.emptyBox, Self.checkedBox].first(where: pendingText.starts),
      pendingText.dropFirst(box.count).allSatisfy(Self.whitespace.contains)
    else { return [] }
    pendingText.removeFirst(box.count)
    pendingText.removeAll { $0 == UInt8(ascii: " ") }
    return box + [UInt8(ascii: " ")]
  }

  private static let whitespace = ByteSet(" \t\r\n")
  private static let emptyBox = Array("☐".utf8)
  private static let checkedBox = Array("☑".utf8)

  private mutating func flushText() {
    guard !pendingText.isEmpty else { return }
    var text: [UInt8] = []
    swap(&text, &pendingText)
    text.withUnsafeBufferPointer { append($0) }
    text.removeAll(keepingCapacity: true)
    swap(&text, &pendingText)
  }

  // Elements with paragraphs go on in a new paragraph behind a block.
  private mutating func reopenParagraph() {
    guard let id = output.start(.p) else { return }
    let key = Self.paragraphKey
    if let place = frames.lastIndex(where: { $0.key == key }) { frames[place].content = .open(id) }
  }

  /// Appends a block, and ends the paragraph around it before, and begins a new one behind it.
  mutating func appendBlock(_ body: (inout HTMLSanitizer) -> Void) {
    let isInParagraph = output.endParagraph()
    body(&self)
    if isInParagraph { reopenParagraph() }
  }

  private static let paragraphKey = key(of: "p")
  private static let inputKey = key(of: "input")

  private static func key(of name: String) -> UInt64 {
    var name = name
    return name.withUTF8(HTMLRule.key)
  }
}
