internal import Primitives

extension SiteSettings {
  /// Reads the configuration of a site as data. Configurations that are programs (`.py`, `.js`) are not run: they give no settings.
  /// - Parameter directory: the directory of the configuration.
  package static func read(_ site: DetectedSite, in directory: SiteDirectory) -> SiteSettings {
    var settings = SiteSettings(kind: site.kind)
    switch site.kind {
    case .hugo: settings.readHugo(site, directory)
    case .jekyll: settings.readJekyll(site, directory)
    case .zola: settings.readZola(site, directory)
    case .obsidian: settings.readObsidian(directory)
    case .eleventy, .astro, .pelican: break
    }
    return settings
  }

  /// The fields of a configuration. A file that cannot be read is a problem, and gives no settings.
  mutating func fields(of path: String, _ directory: SiteDirectory) -> FrontMatterMapping {
    switch directory.parsedFields(of: path) {
    case .success(let fields): return fields
    case .failure(let fault):
      problems.append(
        ArchiveProblem(
          path: path, line: fault.line,
          message: "the configuration of the site is not read: \(fault.message); correct it",
          severity: .rejected))
      return FrontMatterMapping()
    }
  }

  /// Sets the title, the language and the zone from the keys of a configuration.
  mutating func setCommon(
    _ fields: FrontMatterMapping, language languageKeys: [String], timeZone key: String, path: String
  ) {
    title = fields["title"]?.text.map(PostText.oneLine)
    language = fields.first(of: languageKeys)?.value.text.flatMap { LanguageTag.normalized($0) }
    guard let zone = fields[key], let name = zone.text else { return }
    if let zone = SiteTimeZone(name) {
      timeZone = zone
    } else {
      problems.append(
        ArchiveProblem(
          path: path, line: zone.line,
          message: "there is no time zone \"\(name.printable)\"; write a name such as Europe/Berlin",
          severity: .repaired))
    }
  }

  /// Adds taxonomies. One with a key of a known taxonomy replaces it.
  mutating func add(_ more: [Taxonomy]) {
    for taxonomy in more {
      if let known = taxonomies.firstIndex(where: { !Set($0.keys).isDisjoint(with: taxonomy.keys) }) {
        let keys = taxonomies[known].keys
        taxonomies[known].keys = taxonomy.keys + keys.filter { !taxonomy.keys.contains($0) }
      } else {
        taxonomies.append(taxonomy)
      }
    }
  }
}
