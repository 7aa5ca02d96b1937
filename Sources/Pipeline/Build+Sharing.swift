import ArchiveIndex
import Primitives
import Publishing

/// Builds whose documents the processes of an index build together.
extension Build {
  // The version and the settings that all processes of a build must have, so that they make the same bytes.
  private var sharedEdition: String {
    let settings =
      "\(settingsDigest) \(self.settings.analysis) \(self.settings.output) \(self.settings.storage) \(clock.lastDay?.number ?? 0)"
    return "\(Version.current) \(ContentDigest(settings).hexadecimal)"
  }

  /// The sharing of a build that this process leads; `nil` for an index that one process uses.
  func sharing(of index: any EventIndex) -> SharedPublishing? {
    guard let work = index.sharedWork else { return nil }
    return SharedPublishing(work, edition: sharedEdition, sizes: sharedSizes) { [settings] in
      let cluster = try IndexKind.database(at: settings.index).membership()?.cluster()
      return cluster?.workers.contains { $0.isAlive && $0.name != IndexCluster.thisProcess } ?? false
    }
  }

  /// Builds documents of a build that another process leads, if there is one.
  /// - Returns: the number of documents.
  /// - Throws: `IndexError`, `PublishingError`, or what the checkpoint throws.
  package func help() throws -> Int {
    let database = try IndexKind.database(at: settings.index)
    guard let work = database.sharedWork(), try work.current() != nil else { return 0 }
    let output = try openOutput { try database.read { try $0.setting("outputOwner") } ?? "" }
    let helper = SharedBuildHelper(
      site: site, content: settings.format, database: database, work: work, output: output,
      directory: settings.state)
    return try helper.help(edition: sharedEdition, checkpoint: observer.checkpoint)
  }
}
