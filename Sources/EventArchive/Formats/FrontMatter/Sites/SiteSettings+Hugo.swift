extension SiteSettings {
  /// Reads the configuration of Hugo. The files of `config/_default/` have one table each: `permalinks.toml`, `taxonomies.toml`.
  mutating func readHugo(_ site: DetectedSite, _ directory: SiteDirectory) {
    var fields = fields(of: site.configuration, directory)
    if site.configuration.hasPrefix("config/_default/") {
      for name in directory.names("config/_default") where !DetectedSite.hugoNames.contains(name) {
        let parts = name.split(separator: ".").map(String.init)
        if parts.count == 3, parts[0] == "languages" {
          let table = self.fields(of: "config/_default/" + name, directory)
          fields.withMapping(parts[0], line: 1) {
            $0.set(parts[1], to: FrontMatterValue(.mapping(table), line: 1))
          }
          continue
        }
        guard parts.count == 2, ["permalinks", "taxonomies", "cascade", "languages"].contains(parts[0]) else {
          continue
        }
        let table = self.fields(of: "config/_default/" + name, directory)
        fields.set(parts[0], to: FrontMatterValue(.mapping(table), line: 1))
      }
    }
    setCommon(fields, language: ["languageCode", "locale"], timeZone: "timeZone", path: site.configuration)
    setLanguage(fields)
    pagesURL = fields["baseURL"]?.text
    publishesFuture = fields["buildFuture"]?.boolean ?? false
    contentFolder = fields["contentDir"]?.text ?? "content"
    setLanguages(fields)
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
    let table = fields.value(at: ["languages", name])?.mapping
    title = title ?? table?["title"]?.text.map(PostText.oneLine)
    guard table != nil || fields["defaultContentLanguage"] != nil else { return }
    let tag = table?.first(of: ["languageCode", "locale"])?.value.text ?? name
    language = language ?? LanguageTag.normalized(tag)
  }

  // The main language has no segment in addresses, unless the configuration says so.
  private mutating func setLanguages(_ fields: FrontMatterMapping) {
    let main = (fields["defaultContentLanguage"]?.text ?? "en").lowercased()
    let hasMainSegment = fields["defaultContentLanguageInSubdir"]?.boolean ?? false
    for entry in fields["languages"]?.mapping?.entries ?? [] {
      guard let table = entry.value.mapping else { continue }
      let key = entry.key.lowercased()
      let name = table.first(of: ["languageCode", "locale"])?.value.text ?? key
      contentLanguages.append(
        ContentLanguage(
          tag: LanguageTag.normalized(name) ?? key, nameTag: LanguageTag.ofName(key),
          folder: table["contentDir"]?.text?.trimmingSlashes,
          prefix: key == main && !hasMainSegment ? "" : key, isMain: key == main))
    }
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
