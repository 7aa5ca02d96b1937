internal import Classification
internal import EventArchive
package import Publishing
package import Watching

/// Everything that feeds depend on beside the content and the index.
package struct BuildSettings: Equatable, Sendable {
  /// The content directory.
  package var content: String
  /// The output directory.
  package var output: String
  /// The state directory.
  package var state: String
  /// Who publishes the feeds, where, and in which form.
  package var site: Site
  /// The files and directories of the content that are left out.
  package var ignore = IgnoreRules.standard
  /// The handling of files whose day has not come.
  package var future = EventClock.Future.hold
  /// The topics that the configuration defines.
  package var topics: [CombinedTopic] = []
  /// Whether names in titles and summaries count.
  package var countsMentions = true
  /// Names that count as another name.
  package var aliases: [String: String] = [:]
  /// The number of events from which on an entity is a topic.
  package var minimumEvents = 1

  /// Makes settings of which all but the places and the site have their defaults.
  package init(content: String, output: String, state: String, site: Site) {
    self.content = content
    self.output = output
    self.state = state
    self.site = site
  }
}

extension BuildSettings {
  /// The aliases together with variants that were found in the archive. A name that an alias mentions follows the aliases alone.
  package func aliases(with variants: [String: String]) -> [String: String] {
    let decided = Set((Array(aliases.keys) + Array(aliases.values)).compactMap { EntityKey($0) })
    let others = variants.filter { name, _ in EntityKey(name).map { !decided.contains($0) } ?? false }
    return others.merging(aliases) { $1 }
  }

  /// The clock of a run.
  /// - Parameters:
  ///   - now: the time that new events get, in seconds since 1970.
  ///   - present: the time of the system, in seconds since 1970.
  package func clock(now: Int64, present: Int64) -> EventClock {
    EventClock(now: now, present: present, timeZone: site.timeZone, future: future)
  }
}
