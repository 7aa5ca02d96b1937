package import Classification
package import EventArchive
package import Primitives

/// The addresses of the pages of a site, by the keys with which posts refer to their files (see `PostReference`).
package struct PostAddresses: Sendable {
  private struct File: Hashable {
    let path: PostPath
    let address: String
  }

  // The files with a key, by path.
  private var files: [String: [File]] = [:]

  /// Makes an empty table.
  package init() {}

  /// Reads addresses, as `append` has written them.
  /// - Throws: `BinaryReader.Damaged`.
  init(_ reader: inout BinaryReader) throws {
    _ = try reader.list { reader in
      let key = try reader.text()
      files[key] = try reader.list { File(path: PostPath(try $0.text()), address: try $0.text()) }
    }
  }

  /// Appends the addresses.
  func append(to writer: inout BinaryWriter) {
    writer.append(list: files.sorted { $0.key < $1.key }) { writer, entry in
      writer.append(entry.key)
      writer.append(list: entry.value) { writer, file in
        writer.append(file.path.path)
        writer.append(file.address)
      }
    }
  }

  /// Makes the table of some pages.
  /// - Parameter names: the names that the pages refer to.
  package init(_ pages: some Sequence<PageRecord>, _ names: StringInterner) {
    for page in pages {
      if let file = Self.file(of: page, names) { files[file.path.referenceKey, default: []].append(file) }
    }
    for key in files.keys { files[key]?.sort { $0.path.path < $1.path.path } }
  }

  /// The path of the page that a reference leads to, below the address of the site; `nil` when there is no such page.
  package func address(of reference: PostReference, contentFolder: String?) -> String? {
    guard let files = files[reference.key] else { return nil }
    return reference.best(of: files.map(\.path), contentFolder: contentFolder).map { files[$0].address }
  }

  /// Replaces the old versions of pages by the new ones.
  /// - Returns: the names by which posts refer to the pages whose addresses changed.
  package mutating func replace(
    _ old: some Sequence<PageRecord>, by new: some Sequence<PageRecord>, _ names: StringInterner
  ) -> [NameNumber] {
    let removed = Set(old.compactMap { Self.file(of: $0, names) })
    let added = Set(new.compactMap { Self.file(of: $0, names) })
    let changed = removed.symmetricDifference(added)
    for file in changed where removed.contains(file) {
      files[file.path.referenceKey]?.removeAll { $0 == file }
    }
    for file in changed where added.contains(file) {
      let key = file.path.referenceKey
      files[key, default: []].append(file)
      files[key]?.sort { $0.path.path < $1.path.path }
    }
    return Set(changed.map(\.path.referenceKey)).compactMap { key in
      if files[key]?.isEmpty == true { files[key] = nil }
      var name = EventName(referenceKey: key).path
      return name.withUTF8 { names.number(of: $0) }.map { NameNumber(rawValue: $0) }
    }
  }

  /// The digest of the addresses to which a page's references may lead; 0 without any.
  func digest(ofLinksOf page: PageRecord, _ names: StringInterner) -> UInt64 {
    guard !files.isEmpty, page.postTimes != nil else { return 0 }
    var linked: [UInt8] = []
    page.forEachLink { target, _ in
      guard let key = EventName(storedPath: names[target.index]).referenceKey else { return }
      for file in files[key] ?? [] {
        for text in [file.path.path, file.address] {
          linked += text.utf8
          linked.append(0)
        }
      }
    }
    return linked.isEmpty ? 0 : linked.withUnsafeBytes { ContentDigest($0).high }
  }

  // The file of a page that has an address. A post lists its address behind the day of its publication, another page behind its path.
  private static func file(of page: PageRecord, _ names: StringInterner) -> File? {
    func name(_ number: NameNumber) -> EventName { EventName(storedPath: names[number.index]) }
    if page.isEvent {
      guard page.postTimes != nil else { return nil }
      let path = name(page.name).filePath
      for change in page.changes {
        if let address = name(change.name).datedAddress {
          return File(path: PostPath(path), address: address)
        }
      }
      return nil
    }
    guard page.changes.count == 2 else { return nil }
    return File(path: PostPath(name(page.changes[0].name).filePath), address: name(page.changes[1].name).path)
  }
}
