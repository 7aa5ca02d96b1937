extension SiteSettings {
  /// Reads the configuration of Jekyll.
  mutating func readJekyll(_ site: DetectedSite, _ directory: SiteDirectory) {
    let fields = fields(of: site.configuration, directory)
    setCommon(
      fields, language: ["lang", "locale", "language"], timeZone: "timezone", path: site.configuration)
    if let url = fields["url"]?.text { pagesURL = url + (fields["baseurl"]?.text ?? "") }
    publishesFuture = fields["future"]?.boolean ?? false
    exclude = fields["exclude"]?.items.compactMap(\.text) ?? []
    if let source = fields["source"]?.text, source != "." { contentFolder = source }
    if let permalink = fields["permalink"]?.text { permalinks[""] = permalink }
    setCollections(fields["collections"])
    for value in fields["defaults"]?.items ?? [] {
      guard let values = value.mapping?["values"]?.mapping else { continue }
      let scope = value.mapping?["scope"]?.mapping
      defaults.append(
        Defaults(
          folder: scope?["path"]?.text ?? "", collection: scope?["type"]?.text, values: values))
    }
  }

  // A list of names, or a mapping of names to settings.
  private mutating func setCollections(_ value: FrontMatterValue?) {
    if let names = value?.list { collections = names.compactMap(\.text) }
    for entry in value?.mapping?.entries ?? [] {
      collections.append(entry.key)
      if let permalink = entry.value.mapping?["permalink"]?.text { permalinks["_" + entry.key] = permalink }
    }
    collections.removeAll { $0 == "posts" || $0 == "drafts" }
  }
}
