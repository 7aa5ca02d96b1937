internal import EventArchive
internal import EventIndex
internal import Foundation
internal import Parallelism
internal import Synchronization
internal import Syndication

/// The entries of events as bytes, written once for all feeds they stand in, in a file and not in memory.
struct EntryStore: Sendable {
  // Where an entry's bytes are.
  private struct Place: Sendable {
    var offset: Int64 = 0
    var length = 0
  }

  private let file: SpoolFile
  private var places: [Place]

  /// Renders the entries of a plan's events.
  /// - Parameters:
  ///   - numbers: the events, as indices into the plan's.
  ///   - directory: where the file may stand; it has no name and vanishes with the process.
  ///   - progress: called now and then with the number of entries written since.
  init(
    _ numbers: [Int32], of plan: PublicationPlan, site: Site, index: EventIndex, directory: String,
    progress: (Int) -> Void
  ) throws {
    let file = try SpoolFile(directory: directory)
    self.file = file
    places = Array(repeating: Place(), count: plan.events.count)
    let renderer = EntryRenderer(site: site, topics: plan.topics)
    // By page, for that is the order in which the index keeps their texts.
    let sorted = numbers.sorted { plan.events[Int($0)].page < plan.events[Int($1)].page }
    let chunks = stride(from: 0, to: sorted.count, by: 256).map { Array(sorted[$0..<min($0 + 256, sorted.count)]) }
    try ParallelMap.run(chunks) { chunk in
      let (bytes, lengths) = try Self.render(chunk, plan, renderer, index)
      return (chunk, try file.append(bytes), lengths)
    } consume: { chunk, start, lengths in
      var offset = start
      for (number, length) in zip(chunk, lengths) {
        places[Int(number)] = Place(offset: offset, length: length)
        offset += Int64(length)
      }
      progress(chunk.count)
    }
  }

  /// Appends the bytes of an event's entry.
  func append(_ number: Int32, to bytes: inout [UInt8]) throws {
    let place = places[Int(number)]
    try file.append(place.offset, place.length, to: &bytes)
  }

  private static func render(
    _ chunk: [Int32], _ plan: PublicationPlan, _ renderer: EntryRenderer, _ index: EventIndex
  ) throws -> ([UInt8], [Int]) {
    let atom = AtomWriter(try XMLWriter())
    var bytes: [UInt8] = []
    bytes.reserveCapacity(chunk.count * 8192)
    var lengths: [Int] = []
    var events = chunk.makeIterator()
    try index.readTexts(chunk.map { plan.events[Int($0)].page }) { text in
      guard let number = events.next() else { return }
      let event = plan.events[Int(number)]
      // What is in the index was parsed before; the path only serves messages.
      guard let page = EventFileParser.parse(text, path: event.name.path, name: event.name).page else { return }
      atom.write(renderer.entry(event, page)) {
        bytes.append(contentsOf: $0)
        lengths.append($0.count)
      }
    }
    return (bytes, lengths)
  }
}

// A file without a name, to append to from several threads.
private final class SpoolFile: Sendable {
  private let descriptor: Int32
  private let path: String
  private let end = Mutex<Int64>(0)

  init(directory: String) throws {
    path = directory + "/entries"
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PublishingError.system("make", path) }
    guard unlink(path) == 0 else {
      close(descriptor)
      throw PublishingError.system("unlink", path)
    }
  }

  deinit { close(descriptor) }

  // Appends bytes; returns where they begin.
  func append(_ bytes: [UInt8]) throws -> Int64 {
    let start = end.withLock { end in
      defer { end += Int64(bytes.count) }
      return end
    }
    try bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(start) + off_t(done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw PublishingError.system("write", path) }
        done += count
      }
    }
    return start
  }

  // Appends the bytes of a range to `bytes`.
  func append(_ offset: Int64, _ length: Int, to bytes: inout [UInt8]) throws {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: length))
    try bytes.withUnsafeMutableBytes { bytes in
      var done = 0
      while done < length {
        let count = pread(descriptor, bytes.baseAddress! + start + done, length - done, off_t(offset) + off_t(done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw PublishingError.system("read", path) }
        done += count
      }
    }
  }
}
