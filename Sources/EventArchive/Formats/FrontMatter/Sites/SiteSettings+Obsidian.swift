extension SiteSettings {
  /// Reads the settings of a vault of Obsidian: the folder of its templates, and the folders that it ignores.
  mutating func readObsidian(_ directory: SiteDirectory) {
    let templates = fields(of: ".obsidian/templates.json", directory)
    if let folder = templates["folder"]?.text { exclude.append(folder.trimmingSlashes) }
    let app = fields(of: ".obsidian/app.json", directory)
    exclude += app["userIgnoreFilters"]?.items.compactMap { $0.text?.trimmingSlashes } ?? []
  }
}

extension String {
  /// The text without slashes at its ends.
  var trimmingSlashes: String {
    let bytes = utf8.drop { $0 == UInt8(ascii: "/") }
    let end = bytes.lastIndex { $0 != UInt8(ascii: "/") }
    return end.map { String(decoding: bytes[...$0], as: UTF8.self) } ?? ""
  }
}
