internal import Dispatch
internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Primitives
internal import Synchronization

/// Counts the readers of feeds, apart from the event loops, and keeps them in the state directory.
///
/// It never delays a response: when it cannot keep up, readings are dropped, and their clients are counted when they ask again.
final class ReaderCounter: Sendable {
  /// A successful request for a feed.
  struct Reading: Sendable {
    /// The target of the request.
    var target: String
    /// The value of User-Agent; empty when there is none.
    var userAgent: String
    /// The address of the client.
    var client: String
  }

  private struct State {
    var feed: @Sendable (_ target: String) -> String? = { _ in nil }
    var file: ReaderFile
    // Whether there are readers that are not in the file.
    var isChanged = false
    var hasWarned = false
    // The day on which old readers were forgotten.
    var cleanedOn = 0
  }

  private static let maxWaiting = 4096
  private static let saveInterval = DispatchTimeInterval.seconds(600)

  private let directory: String
  private let logger: Logger
  private let queue = DispatchQueue(label: "feedgen.readers", qos: .utility)
  // Event loops lock this alone.
  private let waiting = Mutex<[Reading]>([])
  private let state: Mutex<State>
  private let recent = Mutex<[ObjectIdentifier: RecentReaders]>([:])

  /// Continues with the readers in a state directory.
  init(state directory: String, logger: Logger) {
    self.directory = directory
    self.logger = logger
    var file = ReaderFile()
    do throws(ReaderFile.Unreadable) {
      file = try ReaderFile.read(from: directory) ?? file
    } catch {
      logger.warning("\(error.description); readers are counted anew")
    }
    state = Mutex(State(file: file))
    scheduleSave()
  }

  /// Starts to count.
  /// - Parameter feed: the path of the feed at a target, below the site's URL; `nil` when no feed is there.
  func start(feed: @escaping @Sendable (_ target: String) -> String?) { state.withLock { $0.feed = feed } }

  /// The clients that an event loop has just seen.
  func recent(of eventLoop: any EventLoop) -> RecentReaders {
    recent.withLock { recent in
      if let known = recent[ObjectIdentifier(eventLoop)] { return known }
      let new = RecentReaders(self)
      recent[ObjectIdentifier(eventLoop)] = new
      return new
    }
  }

  /// Records a successful request for a feed.
  func record(_ reading: Reading) {
    let mustSchedule = waiting.withLock { waiting in
      guard waiting.count < Self.maxWaiting else { return false }
      waiting.append(reading)
      return waiting.count == 1
    }
    if mustSchedule { queue.async { self.countWaiting(today: UnixTime.now.daysSince1970) } }
  }

  /// The feeds with the most readers.
  func top(_ count: Int) -> [ReaderStatistics.Feed] {
    let today = UnixTime.now.daysSince1970
    let statistics = state.withLock { state in
      if state.cleanedOn != today { state.file.statistics.forgetOld(today: today) }
      state.cleanedOn = today
      return state.file.statistics
    }
    return Array(statistics.all.prefix(count))
  }

  /// Writes the readers into the state directory.
  func stop() async {
    await withCheckedContinuation { continuation in
      queue.async {
        self.countWaiting(today: UnixTime.now.daysSince1970)
        self.save()
        // The function has the routes, which have this counter.
        self.state.withLock { $0.feed = { _ in nil } }
        continuation.resume()
      }
    }
  }
}

extension ReaderCounter {
  private func countWaiting(today: Int) {
    let readings = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    for reading in readings { count(reading, today: today) }
  }

  private func count(_ reading: Reading, today: Int) {
    let feed = state.withLock { $0.feed }
    guard let path = feed(reading.target) else { return }
    if let subscribers = SubscriberCount(userAgent: reading.userAgent) {
      state.withLock { state in
        state.file.statistics.record(subscribers, of: path, day: today)
        state.isChanged = true
      }
    } else if !Self.isRobot(reading.userAgent) {
      let message = Array("\(Self.network(reading.client)) \(reading.userAgent)".utf8)
      state.withLock { state in
        let digest = SHA256Digest(authenticating: message, key: state.file.key)
        let hash = UInt32(digest.high % UInt64(DistinctClients.hashes))
        if state.file.statistics.record(client: hash, of: path, day: today) { state.isChanged = true }
      }
    }
  }

  // Whether a program says that it is a robot of a search engine or the like.
  private static func isRobot(_ userAgent: String) -> Bool {
    let name = userAgent.lowercased()
    return ["bot", "crawler", "spider"].contains { name.contains($0) }
  }

  // An IPv4 address, or the network of an IPv6 address, within which a device changes its address daily (RFC 8981).
  private static func network(_ address: String) -> String {
    guard let bytes = ClientAddress.bytes(address), bytes.count == 16 else { return address }
    return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ".")
  }

  // Saves the readers from time to time, as long as the server exists.
  private func scheduleSave() {
    queue.asyncAfter(deadline: .now() + Self.saveInterval) { [weak self] in
      self?.save()
      self?.scheduleSave()
    }
  }

  private func save() {
    let file = state.withLock { state in
      guard state.isChanged else { return nil as ReaderFile? }
      state.file.statistics.forgetOld(today: UnixTime.now.daysSince1970)
      state.isChanged = false
      return state.file
    }
    guard let file else { return }
    do {
      try file.write(to: directory)
      state.withLock { $0.hasWarned = false }
    } catch {
      let isFirst = state.withLock { state in
        defer {
          state.hasWarned = true
          state.isChanged = true
        }
        return !state.hasWarned
      }
      let code = (error as? FileIO.Failure)?.code ?? EIO
      if isFirst {
        logger.notice(
          "\(directory)/readers.json: cannot be written (\(String(cString: strerror(code)))); the readers of feeds are in memory only"
        )
      }
    }
  }
}
