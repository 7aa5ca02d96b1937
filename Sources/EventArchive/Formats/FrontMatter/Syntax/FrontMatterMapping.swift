/// An ordered mapping of front matter. The case of keys does not matter. A key that occurs twice has its last value.
package struct FrontMatterMapping: Hashable, Sendable {
  /// A key and its value.
  package struct Entry: Hashable, Sendable {
    /// The key as written.
    package var key: String
    /// The value.
    package var value: FrontMatterValue
  }

  /// The entries, in the order of their keys in the file.
  package private(set) var entries: [Entry] = []
  private var positions: [String: Int] = [:]

  /// Makes an empty mapping.
  package init() {}

  /// Whether there are no entries.
  package var isEmpty: Bool { entries.isEmpty }

  /// The value of a key.
  package subscript(key: String) -> FrontMatterValue? {
    positions[key.lowercased()].map { entries[$0].value }
  }

  /// The value at a path of keys through mappings: `["location", "country"]`.
  package func value(at path: [String]) -> FrontMatterValue? {
    guard let first = path.first, let value = self[first] else { return nil }
    return path.count == 1 ? value : value.mapping?.value(at: Array(path.dropFirst()))
  }

  /// The value of the first of several keys that has one.
  package func first(of keys: [String]) -> Entry? {
    for key in keys {
      if let position = positions[key.lowercased()] { return entries[position] }
    }
    return nil
  }

  /// Sets the value of a key. Returns the value that it replaces.
  @discardableResult
  mutating func set(_ key: String, to value: FrontMatterValue) -> FrontMatterValue? {
    let name = key.lowercased()
    guard let position = positions[name] else {
      positions[name] = entries.count
      entries.append(Entry(key: key, value: value))
      return nil
    }
    let replaced = entries[position].value
    entries[position] = Entry(key: key, value: value)
    return replaced
  }

  /// Appends an empty mapping to the list at a key. A value that is no list is replaced by one.
  mutating func appendMapping(to key: String, line: Int) {
    let item = FrontMatterValue(.mapping(FrontMatterMapping()), line: line)
    guard let position = positions[key.lowercased()] else {
      set(key, to: FrontMatterValue(.list([item]), line: line))
      return
    }
    entries[position].value.append(item)
  }

  /// Changes the mapping at a key in place. A value that is no mapping is replaced by one. Of a list of mappings, the last changes.
  mutating func withMapping(_ key: String, line: Int, _ body: (inout FrontMatterMapping) -> Void) {
    let name = key.lowercased()
    let position = positions[name] ?? entries.count
    if position == entries.count {
      positions[name] = position
      entries.append(Entry(key: key, value: FrontMatterValue(.mapping(FrontMatterMapping()), line: line)))
    }
    entries[position].value.withLastMapping(body)
  }
}

extension FrontMatterValue {
  fileprivate mutating func append(_ item: FrontMatterValue) {
    let old = content
    content = .text("")
    if case .list(var list) = consume old {
      list.append(item)
      content = .list(list)
    } else {
      content = .list([item])
    }
  }

  // The content is taken out while it changes, so that it has one owner and is not copied.
  fileprivate mutating func withLastMapping(_ body: (inout FrontMatterMapping) -> Void) {
    let old = content
    content = .text("")
    switch consume old {
    case .mapping(var mapping):
      body(&mapping)
      content = .mapping(mapping)
    case .list(var list) where list.last?.mapping != nil:
      list[list.count - 1].withLastMapping(body)
      content = .list(list)
    default:
      var mapping = FrontMatterMapping()
      body(&mapping)
      content = .mapping(mapping)
    }
  }
}
