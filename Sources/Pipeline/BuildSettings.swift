package import Classification
package import EventArchive
internal import Foundation
package import Primitives
package import Publishing
package import Watching

/// The settings that feeds depend on, beside the content and the index.
package struct BuildSettings: Equatable, Sendable {
  /// The content directory.
  package var content: String
  /// The settings by which content files are recognized and parsed.
  package var format = ContentSettings()
  /// The output: the path of a directory, or the URL of a place in object storage.
  package var output: String
  /// The settings of object storage.
  package var storage = ObjectStorageSettings()
  /// The mean time for which caches may use a document, in seconds. Objects in object storage are stored with it.
  package var maxAge = 300
  /// The state directory.
  package var state: String
  /// The location of the index: the state directory, or a URL.
  package var index: String
  /// The publisher, the addresses and the formats of the feeds.
  package var site: Site
  /// The files and directories of the content that are left out.
  package var ignore = IgnoreRules.standard
  /// The handling of files whose day has not come.
  package var future = EventClock.Future.hold
  /// The topics that the configuration defines.
  package var topics: [CombinedTopic] = []
  /// Whether names in titles and summaries count.
  package var countsMentions = true
  /// Whether names that no list has are discovered in titles and summaries.
  package var discoversNames = true
  /// Whether plain words of lists have no feeds.
  package var hidesWords = true
  /// The number of events from which on the words of the archive are counted for that.
  package var leastEventsForCounts = 2_000
  /// The country of the site, and the countries of disputed territories.
  package var countries = CountrySettings()
  /// By alias, the name that it is filed under.
  package var aliases: [String: String] = [:]
  /// The names that are united with no other, nor with a country.
  package var apart: Set<String> = []
  /// The events of the feeds of countries.
  package var countryFeeds = CountryFeeds.all
  /// The smallest number of events of an entity that is a topic.
  package var minimumEvents = 1

  /// Makes settings of which all but the places and the site have their defaults.
  package init(content: String, output: String, state: String, site: Site) {
    self.content = content
    self.output = output
    self.state = state
    index = state
    self.site = site
  }
}

extension BuildSettings {
  /// The aliases together with spelling variants that were found in the archive. The aliases alone decide for the names in them.
  package func aliases(with variants: [String: String]) -> [String: String] {
    let decided = Set((Array(aliases.keys) + Array(aliases.values) + apart).compactMap { EntityKey($0) })
    let others = variants.filter { name, _ in
      ArticleAddress(name) == nil && (EntityKey(name).map { !decided.contains($0) } ?? false)
    }
    return others.merging(aliases) { $1 }
  }

  /// The names by address of the article about them, of what was found in the archive.
  package func articles(in variants: [String: String]) -> [String: String] {
    variants.filter { ArticleAddress($0.key) != nil }
  }

  /// The names that a site gives its terms, by the keys of the terms.
  package var termNames: [EntityKey: String] {
    var names: [EntityKey: String] = [:]
    for (taxonomy, terms) in format.site?.settings.termNames ?? [:] {
      for (key, name) in terms {
        if let key = EntityKey(term: TermSpelling(taxonomy: taxonomy, name: key.text)) { names[key] = name }
      }
    }
    return names
  }

  /// The articles about terms that a site links, by the keys of the terms.
  package var termArticles: [EntityKey: String] {
    var articles: [EntityKey: String] = [:]
    for (taxonomy, terms) in format.site?.settings.termArticles ?? [:] {
      for (key, article) in terms {
        if let key = EntityKey(term: TermSpelling(taxonomy: taxonomy, name: key.text)) {
          articles[key] = article.text
        }
      }
    }
    return articles
  }

  /// The countries with the settings of the site.
  package var gazetteer: Gazetteer { Build.gazetteer.adapted(to: countries) }

  /// The version of the parser, with the settings on which the digests of contents depend. When it differs from that in the index,
  /// another digest does not mean another content.
  var contentVersion: String {
    let site = format.site.map { " \($0.digest.high)" } ?? ""
    // The countries of event pages depend on their language; those of posts, and the language of an entry, on that of their site.
    let language = self.site.language == "en" ? "" : " \(self.site.language)"
    return Build.analysisVersion + site + language
  }

  /// The version of the analysis together with the settings by which content is parsed. When it differs from that in the index, all
  /// files are read again.
  var analysis: String {
    let names = discoversNames ? "" : " listed names"
    let countries = countries == CountrySettings() ? "" : " \(ContentDigest(countries.description).high)"
    // Names that are united are found with the aliases in force.
    let aliases = aliases.isEmpty ? "" : " \(ContentDigest("\(aliases.sorted { $0.key < $1.key })").high)"
    let parts = aliases + apart.sorted().map { " \($0)" }.joined()
    return contentVersion + names + parts + countries
  }

  /// The part of the content directory that is scanned.
  package var scope: ContentScope {
    guard let site = format.site else { return ContentScope() }
    // What feedgen writes is no content.
    let top = BytePath(URL(filePath: content).standardizedFileURL.path)
    let own = [output, state].filter { !OutputLocation.isObjectStorage($0) }.map {
      BytePath(URL(filePath: $0).standardizedFileURL.path)
    }
    .filter { $0.isBelow(top) }.map { BytePath(String($0.text.dropFirst(top.text.count + 1))) }
    return ContentScope(posts: site.files, skipped: Set(own))
  }

  /// The scanner of the content directory.
  package var scanner: ContentScanner { ContentScanner(root: content, rules: ignore, scope: scope) }

  /// The clock of a build.
  /// - Parameters:
  ///   - now: the time that new events get, in seconds since 1970.
  ///   - present: the time of the system, in seconds since 1970.
  package func clock(now: UnixTime, present: UnixTime) -> EventClock {
    EventClock(now: now, present: present, timeZone: site.timeZone, future: future)
  }
}
