internal import ArchiveIndex
internal import Primitives

/// The reading of a build's files among the processes of an index.
///
/// The leader offers tasks of some files each, does tasks like the other processes, and takes their results. Only the leader writes the
/// index. A process that has another version of a file leaves the file to the leader.
struct SharedReading {
  private let work: any SharedWork
  // Makes the reader of one thread.
  private let reader: @Sendable () -> PageReader

  /// Makes the sharing of files that readers of one kind read.
  init(_ work: any SharedWork, reader: @escaping @Sendable () -> PageReader) {
    (self.work, self.reader) = (work, reader)
  }

  // The number of tasks that a process claims at a time.
  private static var tasksAtOnce: Int { 4 * ParallelMap.processors }

  /// Reads files together with other processes.
  /// - Parameters:
  ///   - chunks: the files of each task.
  ///   - edition: the version and the settings that another process must have.
  ///   - clock: the clock of the build.
  ///   - checkpoint: called often; an error that it throws ends the work.
  ///   - consume: called with the pages of each task, in any order.
  /// - Throws: `IndexError`, or what the closures throw.
  func lead(
    _ chunks: [[ContentChanges.File]], edition: String, clock: EventClock, checkpoint: () throws -> Void,
    consume: (PageReader.Batch) throws -> Void
  ) throws {
    let tasks = chunks.map { SharedTaskBody(bytes: SharedFile.bytes(of: $0), items: $0.count) }
    let build = try work.offer(.files, edition: edition, plan: clock.stored, tasks: tasks)
    var left: [ContentChanges.File] = []
    try work.lead(build, claiming: Self.tasksAtOnce) { tasks in
      try work.keeping(tasks) { _ in
        try ParallelMap.run(tasks, prepare: reader) { reader, task in
          (task, try reader.read(chunks[Int(task.number)]))
        } consume: { task, batch in
          // The result stays here. If the lease has ended, another process does the task.
          if try work.complete(task, result: []) { try consume(batch) }
        }
      }
    } take: { results in
      try ParallelMap.run(results.filter { !$0.isEmpty }) {
        try Result($0, of: chunks)
      } consume: { result in
        try consume(result.batch)
        left += result.left
      }
    } checkpoint: {
      try checkpoint()
    }
    try ParallelMap.run(left.chunks(of: chunks[0].count), prepare: reader) { reader, files in
      try reader.read(files)
    } consume: {
      try consume($0)
    }
  }

  /// Reads files of a build that another process leads, until there are no tasks left.
  /// - Parameter checkpoint: called often; an error that it throws ends the work.
  /// - Returns: the number of files that were read.
  /// - Throws: `IndexError`, or what `checkpoint` throws.
  func help(_ build: SharedBuild, checkpoint: () throws -> Void) throws -> Int {
    var (count, position) = (0, Int64(0))
    while case let tasks = try work.claim(of: build, from: &position, most: Self.tasksAtOnce), !tasks.isEmpty
    {
      do {
        try work.keeping(tasks) { _ in
          try ParallelMap.run(tasks, prepare: reader) { reader, task in
            let batch = try reader.read(SharedFile.files(in: task.body))
            return (task, pages: batch.pages.count, result: Result.bytes(of: batch, task: task))
          } consume: { task, pages, result in
            try checkpoint()
            if try work.complete(task, result: result) { count += pages }
          }
        }
      } catch {
        // If even this fails, the leases end by themselves.
        for task in tasks { try? work.release(task) }
        throw error
      }
    }
    return count
  }
}

extension SharedReading {
  // The result of a task that another process has done.
  private struct Result {
    let batch: PageReader.Batch
    // The files that it has not read.
    let left: [ContentChanges.File]

    static func bytes(of batch: PageReader.Batch, task: SharedTask) -> [UInt8] {
      var writer = BinaryWriter()
      writer.append(task.number)
      batch.append(to: &writer)
      return writer.bytes
    }

    init(_ bytes: [UInt8], of chunks: [[ContentChanges.File]]) throws {
      var reader = BinaryReader(bytes)
      let number = Int(try reader.number(Int64.self))
      guard chunks.indices.contains(number) else { throw BinaryReader.Damaged() }
      var files = Dictionary(uniqueKeysWithValues: chunks[number].map { ($0.record.number, $0) })
      batch = try PageReader.Batch(&reader, files: files)
      for page in batch.pages { files[page.file.record.number] = nil }
      left = files.values.sorted { $0.record.number < $1.record.number }
    }
  }
}

extension EventClock {
  /// The bytes of the clock, for processes with the same settings.
  fileprivate var stored: [UInt8] {
    var writer = BinaryWriter()
    writer.append(now.seconds)
    writer.append(latest.seconds)
    return writer.bytes
  }
}

extension BuildSettings {
  /// Reads the clock of a build that another process leads.
  /// - Throws: `BinaryReader.Damaged`.
  func clock(stored bytes: [UInt8]) throws -> EventClock {
    var reader = BinaryReader(bytes)
    let (now, latest) = (UnixTime(try reader.number()), UnixTime(try reader.number()))
    return clock(now: now, present: latest)
  }
}

/// A file that another process reads. It must have the size and the modification time that the leader has seen.
private enum SharedFile {
  /// The bytes of a task.
  static func bytes(of files: [ContentChanges.File]) -> [UInt8] {
    var writer = BinaryWriter()
    writer.append(list: files) { writer, file in
      writer.append(file.path.text)
      writer.append(Int64(file.record.number))
      writer.append(file.record.stamp.size)
      writer.append(file.record.stamp.modified)
      writer.append(file.digest)
    }
    return writer.bytes
  }

  /// The files of a task.
  /// - Throws: `BinaryReader.Damaged`.
  static func files(in bytes: [UInt8]) throws -> [ContentChanges.File] {
    var reader = BinaryReader(bytes)
    return try reader.list { reader in
      let path = BytePath(try reader.text())
      let number = Int(try reader.number(Int64.self))
      let stamp = FileStamp(
        size: try reader.number(), modified: try reader.number(), changed: 0, inode: 0)
      return ContentChanges.File(
        path: path, record: FileRecord(number: number, stamp: stamp), digest: try reader.optionalDigest(),
        isNew: false)
    }
  }
}
