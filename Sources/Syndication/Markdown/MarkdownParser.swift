internal import CLibcmarkGFM
internal import Primitives
internal import Synchronization

/// The interface to the parser of libcmark-gfm: CommonMark with extensions of GitHub Flavored Markdown.
///
/// The characters at which the library tries its extensions are flags of the whole process, which each parser sets and clears again, so
/// parsers in several threads would disturb each other. The flags of `autolink` are set once and stay. Only one parser at a time has a
/// text with a tilde, the character of `strikethrough`.
enum MarkdownParser {
  /// The extensions.
  enum Extension: String, CaseIterable {
    /// Addresses without marks are links.
    case autolink
    /// `~~text~~`
    case strikethrough
    /// Tables with bars.
    case table
    /// List items with a box, `[x]`.
    case tasklist
  }

  /// Parses a text in UTF-8; `nil` when it is nested too deeply, or when memory is used up. The caller frees the document.
  /// - Parameter options: the options of the library, a sum of `CMARK_OPT_…`.
  static func document(
    _ text: UnsafeBufferPointer<UInt8>, extensions: [Extension], options: Int32
  ) -> OpaquePointer? {
    guard !isTooDeep(text) else { return nil }
    var extensions = extensions
    if !allowsTables(text) { extensions.removeAll { $0 == .table } }
    if text.contains(.tilde) {
      nonisolated(unsafe) var document: OpaquePointer?
      tildeLock.withLock { _ in document = parse(text, extensions: extensions, options: options) }
      return document
    }
    extensions.removeAll { $0 == .strikethrough }
    return parse(text, extensions: extensions, options: options)
  }

  private static let tildeLock = Mutex(())

  private static func parse(
    _ text: UnsafeBufferPointer<UInt8>, extensions: [Extension], options: Int32
  ) -> OpaquePointer? {
    let registered = registered
    guard let parser = cmark_parser_new(options) else { return nil }
    defer { cmark_parser_free(parser) }
    for name in extensions {
      if let found = registered[name] { cmark_parser_attach_syntax_extension(parser, found) }
    }
    text.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    return cmark_parser_finish(parser)
  }

  // For each part of a line, the library visits all quotations and lists around it, which a line of marks can make by thousands.
  private static let deepestNesting = 256

  private static func isTooDeep(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    while start < text.count {
      let line = text.slice(start...)
      if marks(atStartOf: line) > deepestNesting { return true }
      guard let end = line.index(of: .lineFeed) else { return false }
      start += end + 1
    }
    return false
  }

  // The number of marks of quotations and list items that a text begins with.
  private static func marks(atStartOf text: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == .greaterThanSign || isListMark(text, at: index) {
        count += 1
      } else if !byte.isBlank, !byte.isDigit {
        break
      }
      index += 1
    }
    return count
  }

  // A bullet, or the end of a number, before a blank.
  private static func isListMark(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard index + 1 < text.count, text[index + 1].isBlank else { return false }
    switch text[index] {
    case .hyphen, .asterisk, .plusSign: return true
    case .fullStop, .rightParenthesis: return index > 0 && text[index - 1].isDigit
    default: return false
    }
  }

  // The library adds the missing cells of a row, so a short text could make a table of any size.
  private static let maximumCells = 100_000

  private static func allowsTables(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.contains(.verticalLine) else { return false }
    var lines = 1
    var bars = 0
    var mostBars = 0
    for byte in text {
      if byte == .lineFeed {
        lines += 1
        bars = 0
      } else if byte == .verticalLine {
        bars += 1
        mostBars = max(mostBars, bars)
      }
    }
    return lines * mostBars <= maximumCells
  }
}

extension MarkdownParser {
  // The library never changes an extension after `register`.
  nonisolated(unsafe) private static let registered: [Extension: OpaquePointer] = register()

  private static func register() -> [Extension: OpaquePointer] {
    cmark_gfm_core_extensions_ensure_registered()
    var found: [Extension: OpaquePointer] = [:]
    for name in Extension.allCases { found[name] = cmark_find_syntax_extension(name.rawValue) }
    if let autolink = found[.autolink] { setInlineFlags(of: autolink) }
    return found
  }

  // A parser sets the flags of its extensions, and clears them in the end. This one has an extension that takes the characters from
  // `autolink` in between, so that its flags are not cleared, and that no parser changes them again.
  private static func setInlineFlags(of autolink: OpaquePointer) {
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return }
    defer { cmark_parser_free(parser) }
    guard let keeper = cmark_syntax_extension_new("keeper") else { return }
    cmark_syntax_extension_set_match_inline_func(keeper) { _, _, _, _, _ in
      let autolink = cmark_find_syntax_extension(Extension.autolink.rawValue)
      cmark_syntax_extension_set_special_inline_chars(autolink, nil)
      return nil
    }
    cmark_parser_attach_syntax_extension(parser, keeper)
    cmark_parser_attach_syntax_extension(parser, autolink)
    cmark_parser_feed(parser, ":", 1)
    cmark_node_free(cmark_parser_finish(parser))
  }
}
