extension SiteSettings {
  /// Reads the configuration of Hugo. The files of `config/_default/` have one table each: `permalinks.toml`, `taxonomies.toml`.
  mutating func readHugo(_ site: DetectedSite, _ directory: SiteDirectory) {
    var fields = fields(of: site.configuration, directory)
    if site.configuration.hasPrefix("config/_default/") {
      for name in directory.names("config/_default") where !DetectedSite.hugoNames.contains(name) {
        let parts = name.split(separator: ".")
        guard parts.count == 2, ["permalinks", "taxonomies", "cascade"].contains(parts[0]) else { continue }
        let table = self.fields(of: "config/_default/" + name, directory)
        fields.set(String(parts[0]), to: FrontMatterValue(.mapping(table), line: 1))
      }
    }
    let languageKeys = ["languageCode", "locale", "defaultContentLanguage"]
    setCommon(fields, language: languageKeys, timeZone: "timeZone", path: site.configuration)
    setLanguage(fields)
    pagesURL = fields["baseURL"]?.text
    publishesFuture = fields["buildFuture"]?.boolean ?? false
    contentFolder = fields["contentDir"]?.text ?? "content"
    cascade = fields["cascade"]
    setPermalinks(fields["permalinks"]?.mapping ?? FrontMatterMapping())
    // Hugo writes `singular = "plural"`; the front matter has the plural.
    add(
      (fields["taxonomies"]?.mapping?.entries ?? []).compactMap { entry in
        entry.value.text.map { Taxonomy(name: entry.key, keys: [$0]) }
      })
  }

  // Sites of several languages have a table for each.
  private mutating func setLanguage(_ fields: FrontMatterMapping) {
    let name = fields["defaultContentLanguage"]?.text ?? "en"
    guard let table = fields.value(at: ["languages", name])?.mapping else { return }
    title = title ?? table["title"]?.text.map(PostText.oneLine)
    let tag = table.first(of: ["languageCode", "locale"])?.value.text ?? name
    language = language ?? LanguageTag.normalized(tag)
  }

  // `section = pattern`, or since version 0.115 `[permalinks.page] section = pattern`.
  private mutating func setPermalinks(_ sections: FrontMatterMapping) {
    for entry in sections.entries {
      if let pattern = entry.value.text {
        permalinks[entry.key == "/" ? "" : entry.key] = pattern
      } else if entry.key.lowercased() == "page", let pages = entry.value.mapping {
        setPermalinks(pages)
      }
    }
  }
}
