/// Reads a YAML document as a value whose scalars keep their text.
struct YAMLReader {
  // A node with its cost when an alias repeats it.
  private struct Node {
    // `nil` for null, an empty text, and an empty list or mapping: as if the node were not there.
    var value: FrontMatterValue?
    var count: Int
    var depth: Int

    mutating func add(_ child: Node) {
      count += child.count
      depth = max(depth, child.depth + 1)
    }
  }

  private let stream: YAMLEventStream
  private var nodeCount = 0
  private var anchors: [String: Node] = [:]
  // The anchors of the collections around the current node.
  private var openAnchors: Set<String> = []
  private var repeatedKeys: [RepeatedKey] = []

  /// Reads the first document.
  /// - Parameter firstLine: the line of the file where the bytes begin.
  /// - Returns: the value, `nil` for an empty document; and the keys that occur more than once.
  /// - Throws: `FrontMatterFault`.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int
  ) throws(FrontMatterFault) -> (value: FrontMatterValue?, repeatedKeys: [RepeatedKey]) {
    var reader = YAMLReader(stream: try YAMLEventStream(bytes, firstLine: firstLine))
    let value = try reader.document()
    return (value, reader.repeatedKeys)
  }

  private init(stream: YAMLEventStream) { self.stream = stream }

  private mutating func document() throws(FrontMatterFault) -> FrontMatterValue? {
    var event = try stream.next()
    while case .boundary = event.kind { event = try stream.next() }
    if case .streamEnd = event.kind { return nil }
    let node = try node(event, level: 0)
    // The rest of the stream must be valid, too.
    while true {
      event = try stream.next()
      switch event.kind {
      case .streamEnd: return node.value
      case .boundary: break
      default: throw Self.fault(event, "found another document")
      }
    }
  }

  // Reads the node that begins with an event.
  // - Parameter level: the number of collections around it.
  private mutating func node(_ event: YAMLEventStream.Event, level: Int) throws(FrontMatterFault) -> Node {
    try count(1, line: event.line)
    var node: Node
    switch event.kind {
    case .scalar(let text, let isPlain):
      let isNull = text.isEmpty || isPlain && Self.nulls.contains(text)
      node = Node(value: isNull ? nil : FrontMatterValue(.text(text), line: event.line), count: 1, depth: 0)
    case .alias(let name): return try alias(name, event, level: level)
    case .sequenceStart, .mappingStart: node = try collection(event, level: level + 1)
    case .collectionEnd, .boundary, .streamEnd: throw Self.fault(event, "found no value")
    }
    if let anchor = event.anchor { anchors[anchor] = node }
    return node
  }

  private mutating func collection(
    _ event: YAMLEventStream.Event, level: Int
  ) throws(FrontMatterFault) -> Node {
    if level > FrontMatterLimits.depth { throw .tooDeep(line: event.line) }
    if let anchor = event.anchor { openAnchors.insert(anchor) }
    defer { if let anchor = event.anchor { openAnchors.remove(anchor) } }
    if case .mappingStart = event.kind { return try mapping(line: event.line, level: level) }
    return try sequence(line: event.line, level: level)
  }

  private mutating func sequence(line: Int, level: Int) throws(FrontMatterFault) -> Node {
    var items: [FrontMatterValue] = []
    var result = Node(value: nil, count: 1, depth: 1)
    while true {
      let event = try stream.next()
      if case .collectionEnd = event.kind { break }
      let item = try node(event, level: level)
      result.add(item)
      if let value = item.value { items.append(value) }
    }
    result.value = items.isEmpty ? nil : FrontMatterValue(.list(items), line: line)
    return result
  }

  private mutating func mapping(line: Int, level: Int) throws(FrontMatterFault) -> Node {
    var mapping = FrontMatterMapping()
    var merged: [FrontMatterValue] = []
    var result = Node(value: nil, count: 1, depth: 1)
    while true {
      let event = try stream.next()
      if case .collectionEnd = event.kind { break }
      let key = try node(event, level: level)
      let item = try node(try stream.next(), level: level)
      result.add(key)
      result.add(item)
      // A key that is no scalar has no meaning in front matter. It comes from `key: {{ placeholder }}`.
      guard let name = key.value?.text, let value = item.value else { continue }
      if name == "<<" {
        merged += value.items
      } else if let replaced = mapping.set(name, to: value) {
        repeatedKeys.append(RepeatedKey(key: name, line: value.line, earlierLine: replaced.line))
      }
    }
    Self.merge(merged, into: &mapping)
    result.value = mapping.isEmpty ? nil : FrontMatterValue(.mapping(mapping), line: line)
    return result
  }

  // Merge keys (yaml.org/type/merge.html): own keys are stronger, then earlier mappings.
  private static func merge(_ values: [FrontMatterValue], into mapping: inout FrontMatterMapping) {
    for value in values {
      for entry in value.mapping?.entries ?? [] where mapping[entry.key] == nil {
        mapping.set(entry.key, to: entry.value)
      }
    }
  }

  private mutating func alias(
    _ name: String, _ event: YAMLEventStream.Event, level: Int
  ) throws(FrontMatterFault) -> Node {
    if openAnchors.contains(name) {
      throw FrontMatterFault(
        kind: .rejected, line: event.line, column: event.column,
        message: "the alias \"*\(name)\" contains itself; remove it")
    }
    guard var node = anchors[name] else { throw Self.fault(event, "found undefined alias \"*\(name)\"") }
    try count(node.count - 1, line: event.line)
    if level + node.depth > FrontMatterLimits.depth { throw .tooDeep(line: event.line) }
    node.value?.line = event.line
    return node
  }

  private mutating func count(_ nodes: Int, line: Int) throws(FrontMatterFault) {
    nodeCount += nodes
    if nodeCount > FrontMatterLimits.nodes { throw .tooManyNodes(line: line) }
  }

  private static func fault(_ event: YAMLEventStream.Event, _ message: String) -> FrontMatterFault {
    FrontMatterFault(kind: .syntax, line: event.line, column: event.column, message: message)
  }

  private static let nulls: Set<String> = ["~", "null", "Null", "NULL"]
}
