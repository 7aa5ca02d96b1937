extension SiteSettings {
  /// Reads the configuration of Zola.
  mutating func readZola(_ site: DetectedSite, _ directory: SiteDirectory) {
    let fields = fields(of: site.configuration, directory)
    setCommon(fields, language: ["default_language"], timeZone: "timezone", path: site.configuration)
    pagesURL = fields["base_url"]?.text
    setLanguages(fields)
    contentFolder = "content"
    exclude = fields["ignored_content"]?.items.compactMap(\.text) ?? []
    transliteratesPaths = fields.value(at: ["slugify", "paths"])?.text.map { $0 == "on" } ?? true
    add(
      (fields["taxonomies"]?.items ?? []).compactMap { item in
        item.mapping?["name"]?.text.map { Taxonomy(name: Self.singular($0), keys: [$0]) }
      })
  }

  // The main language is English if the configuration names none, and has no segment in addresses. It may have no table.
  private mutating func setLanguages(_ fields: FrontMatterMapping) {
    let main = fields["default_language"]?.text ?? "en"
    let others = (fields["languages"]?.mapping?.entries ?? []).map(\.key).filter { $0 != main }
    guard !others.isEmpty else { return }
    language = language ?? LanguageTag.normalized(main)
    contentLanguages = ([main] + others).map { name in
      ContentLanguage(
        tag: LanguageTag.normalized(name) ?? name, nameTag: LanguageTag.ofName(name), folder: nil,
        prefix: name == main ? "" : name, isMain: name == main)
    }
  }

  // Zola has plurals only: `tags`, `categories`, `series`.
  private static func singular(_ name: String) -> String {
    if name.hasSuffix("ies"), name != "series" { return name.dropLast(3) + "y" }
    let isPlural = name.hasSuffix("s") && !name.hasSuffix("ss") && name != "series"
    return isPlural ? String(name.dropLast()) : name
  }
}
