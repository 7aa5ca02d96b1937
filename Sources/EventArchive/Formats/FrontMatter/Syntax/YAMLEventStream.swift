internal import CLibyaml

/// The events of a YAML document, from libyaml.
///
/// Events rather than a tree, because a tree of nested aliases grows without limit, and because duplicate keys are no error here.
final class YAMLEventStream {
  /// An event.
  struct Event {
    /// The kinds of events that matter for a tree.
    enum Kind {
      /// A scalar with its text; plain scalars have no quotes and no block style.
      case scalar(String, isPlain: Bool)
      /// A list begins.
      case sequenceStart
      /// A mapping begins.
      case mappingStart
      /// A list or mapping ends.
      case collectionEnd
      /// An alias with the name of its anchor.
      case alias(String)
      /// Nothing follows.
      case streamEnd
      /// The begin or end of a document, or the begin of the stream.
      case boundary
    }

    /// The kind of the event.
    var kind: Kind
    /// The name of the anchor of the node that begins here.
    var anchor: String?
    /// The line of the file, counted from 1.
    var line: Int
    /// The column, counted from 1.
    var column: Int
  }

  // The address of the parser must not change, because libyaml keeps pointers to its parts.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let firstLine: Int

  /// Makes the stream of bytes, which must outlive it.
  /// - Parameter firstLine: the line of the file where the bytes begin.
  init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int) throws(FrontMatterFault) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    self.firstLine = firstLine
    guard yaml_parser_initialize(parser) == 1 else {
      throw FrontMatterFault(
        kind: .rejected, line: firstLine, column: nil, message: "there is no memory for front matter")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event.
  /// - Throws: a fault of the kind `syntax`.
  func next() throws(FrontMatterFault) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw fault() }
    defer { yaml_event_delete(&event) }
    return Event(
      kind: Self.kind(of: event), anchor: Self.anchor(of: event),
      line: firstLine + Int(event.start_mark.line), column: 1 + Int(event.start_mark.column))
  }
}

extension YAMLEventStream {
  private func fault() -> FrontMatterFault {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "unexpected text"
    // Faults of the encoding have an offset and no mark.
    let mark = parser.pointee.error == YAML_READER_ERROR ? parser.pointee.mark : parser.pointee.problem_mark
    return FrontMatterFault(
      kind: .syntax, line: firstLine + Int(mark.line), column: 1 + Int(mark.column), message: problem)
  }

  private static func kind(of event: yaml_event_t) -> Event.Kind {
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT: return .sequenceStart
    case YAML_MAPPING_START_EVENT: return .mappingStart
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
    case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
    case YAML_STREAM_END_EVENT: return .streamEnd
    default: return .boundary
    }
  }

  private static func anchor(of event: yaml_event_t) -> String? {
    switch event.type {
    case YAML_SCALAR_EVENT: text(event.data.scalar.anchor)
    case YAML_SEQUENCE_START_EVENT: text(event.data.sequence_start.anchor)
    case YAML_MAPPING_START_EVENT: text(event.data.mapping_start.anchor)
    default: nil
    }
  }

  private static func text(_ name: UnsafeMutablePointer<UInt8>?) -> String? {
    name.map { String(cString: $0) }
  }
}
