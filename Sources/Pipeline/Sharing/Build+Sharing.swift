import ArchiveIndex
import Primitives
import Publishing

/// Builds that the processes of an index do together.
extension Build {
  // The version and the settings that all processes of a build must have, so that they read and build the same.
  private var sharedEdition: String {
    let settings =
      "\(settingsDigest) \(self.settings.analysis) \(self.settings.output) \(self.settings.storage) \(clock.lastDay?.number ?? 0)"
    return "\(Version.current) \(ContentDigest(settings).hexadecimal)"
  }

  /// The sharing of the documents of a build that this process leads; `nil` for an index that one process uses.
  func sharing(of index: any EventIndex) -> SharedPublishing? {
    index.sharedWork.map {
      SharedPublishing($0, edition: sharedEdition, sizes: sharedSizes, hasOthers: hasOthers)
    }
  }

  /// Reads files, together with other processes if these are many.
  /// - Parameters:
  ///   - reader: makes the reader of one thread.
  ///   - consume: called with the pages of each chunk.
  /// - Throws: `IndexError`, or what `consume` throws.
  func read(
    _ chunks: [[ContentChanges.File]], in index: any EventIndex,
    reader: @escaping @Sendable () -> PageReader, consume: (PageReader.Batch) throws -> Void
  ) throws {
    if let work = index.sharedWork, chunks.count >= leastSharedChunks, try hasOthers() {
      return try SharedReading(work, reader: reader).lead(
        chunks, edition: sharedEdition, clock: clock, checkpoint: observer.checkpoint, consume: consume)
    }
    // Two threads for each processor: some work while others wait for the disk. Reading 113,985 events whose files are not in the
    // page cache takes 10.4 s, and 13.9 s with one thread for each processor. If they are there, a full build takes 3 % less time.
    try ParallelMap.run(chunks, workers: 2 * ParallelMap.processors, prepare: reader) { reader, files in
      try reader.read(files)
    } consume: {
      try consume($0)
    }
  }

  // Whether other processes would take part in a build.
  private func hasOthers() throws -> Bool {
    let cluster = try IndexKind.database(at: settings.index).membership()?.cluster()
    return cluster?.workers.contains { $0.isAlive && $0.name != IndexCluster.thisProcess } ?? false
  }

  /// The work of a process for a build that another process leads.
  package struct Help {
    /// The number of files that it has read.
    package var files = 0
    /// The number of documents that it has built.
    package var documents = 0
  }

  /// Does tasks of a build that another process leads, if there is one.
  /// - Throws: `IndexError`, `PublishingError`, or what the checkpoint throws.
  package func help() throws -> Help {
    var help = Help()
    let database = try IndexKind.database(at: settings.index)
    guard let work = database.sharedWork(), let build = try work.current(), build.edition == sharedEdition
    else {
      return help
    }
    switch build.kind {
    case .files: help.files = try read(for: build, work)
    case .documents:
      let output = try openOutput { try database.read { try $0.setting("outputOwner") } ?? "" }
      let worker = SharedBuildWorker(
        site: site, content: settings.format, database: database, work: work, output: output,
        directory: settings.state)
      help.documents = try worker.build(build, checkpoint: observer.checkpoint)
    }
    return help
  }

  private func read(for build: SharedBuild, _ work: any SharedWork) throws -> Int {
    guard let bytes = try work.plan(of: build) else { return 0 }
    let (settings, gazetteer) = (settings, gazetteer)
    let clock = try settings.clock(stored: bytes)
    let reading = SharedReading(work) {
      var reader = PageReader(settings, clock: clock, gazetteer: gazetteer, renderedEntries: nil)
      reader.requiresVersions = true
      return reader
    }
    return try reading.help(build, checkpoint: observer.checkpoint)
  }
}
