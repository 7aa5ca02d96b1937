#if os(Linux)
  import Foundation
  import Primitives
  import TestSupport
  import Testing
  import Watching

  @Suite("Notifications of the kernel")
  struct DirectoryNotificationsTests {
    private let content: TemporaryDirectory
    private let wakes = DispatchSemaphore(value: 0)

    init() throws {
      content = try TemporaryDirectory()
      try content.write("one", to: "news/2019/07/4/fog.md")
    }

    private func listen() throws -> DirectoryNotifications {
      let notices = DirectoryNotifications(root: content.path) { [wakes] in _ = wakes.signal() }
      return try #require(notices)
    }

    // A directory to be watched, with its inode's number; -1 for one that is not there.
    private func directory(_ path: BytePath) -> [(path: BytePath, inode: Int64)] {
      var status = stat()
      let isThere = stat(content.path(path.text), &status) == 0
      return [(path, isThere ? Int64(bitPattern: UInt64(status.st_ino)) : -1)]
    }

    // The notifications until `isEnough`, or until ten seconds pass without one.
    private func noticed(
      _ notices: DirectoryNotifications, until isEnough: (DirectoryNotifications.Batch) -> Bool
    ) -> DirectoryNotifications.Batch {
      var all = DirectoryNotifications.Batch()
      while !isEnough(all), wakes.wait(timeout: .now() + 10) == .success {
        let noticed = notices.take()
        all.directories.formUnion(noticed.directories)
        all.completed.formUnion(noticed.completed)
        all.begun.formUnion(noticed.begun)
        all.beingWritten = noticed.beingWritten
      }
      return all
    }

    @Test func `the writes to a file and their end are notified`() throws {
      let notices = try listen()
      #expect(notices.watch(directory("news/2019/07/4")) == nil)
      let path = content.path("news/2019/07/4/rain.md")
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.write(contentsOf: Data("half".utf8))
      let half = noticed(notices) { !$0.beingWritten.isEmpty }
      #expect(half.directories == ["news/2019/07/4"])
      #expect(half.beingWritten == ["news/2019/07/4/rain.md"])
      try file.close()
      let whole = noticed(notices) { $0.beingWritten.isEmpty && !$0.completed.isEmpty }
      #expect(whole.completed == ["news/2019/07/4/rain.md"])
      #expect(whole.beingWritten.isEmpty)
    }

    @Test func `a file that was moved here is complete`() throws {
      let notices = try listen()
      #expect(notices.watch(directory("news/2019/07/4")) == nil)
      try content.write("x", to: "news/2019/07/.rain")
      try FileManager.default.moveItem(
        atPath: content.path("news/2019/07/.rain"), toPath: content.path("news/2019/07/4/rain.md"))
      #expect(noticed(notices) { !$0.completed.isEmpty }.completed == ["news/2019/07/4/rain.md"])
    }

    @Test func `a renamed directory is notified under its new name when it is watched again`() throws {
      let notices = try listen()
      #expect(notices.watch(directory("news/2019/07/4")) == nil)
      try FileManager.default.moveItem(
        atPath: content.path("news/2019/07/4"), toPath: content.path("news/2019/07/5"))
      #expect(notices.watch(directory("news/2019/07/5")) == nil)
      _ = noticed(notices) { !$0.directories.isEmpty }
      try content.write("x", to: "news/2019/07/5/rain.md")
      #expect(noticed(notices) { !$0.completed.isEmpty }.completed.first == "news/2019/07/5/rain.md")
    }

    @Test func `lost notifications are a failure with the setting to change, and later ones arrive`() throws {
      // The reader is slow, and meanwhile more events occur than the queue of the kernel holds.
      let gate = DispatchSemaphore(value: 0)
      let listening = DirectoryNotifications(root: content.path) { [wakes] in
        gate.wait()
        gate.signal()
        _ = wakes.signal()
      }
      let notices = try #require(listening)
      #expect(notices.watch(directory("news/2019/07/4")) == nil)
      let limit = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
      let count = try #require(Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
      for number in 0...(2 * count) {
        close(open(content.path("news/2019/07/4/\(number % 2)"), O_CREAT | O_WRONLY, 0o644))
      }
      gate.signal()
      var failure: String?
      while failure == nil, wakes.wait(timeout: .now() + 10) == .success { failure = notices.take().failure }
      #expect(failure?.contains("fs.inotify.max_queued_events") == true)
      try content.write("x", to: "news/2019/07/4/rain.md")
      let later = noticed(notices) { $0.completed.contains("news/2019/07/4/rain.md") }
      #expect(later.completed.contains("news/2019/07/4/rain.md"))
    }

    @Test func `a directory in place of another is notified when it is watched again`() throws {
      let notices = try listen()
      #expect(notices.watch(directory("news/2019/07/4")) == nil)
      try FileManager.default.moveItem(
        atPath: content.path("news/2019/07/4"), toPath: content.path("news/2019/07/.old"))
      _ = noticed(notices) { !$0.directories.isEmpty }
      try content.write("x", to: "news/2019/07/4/fog.md")
      #expect(notices.watch(directory("news/2019/07/4")) == nil)
      try content.write("x", to: "news/2019/07/4/rain.md")
      let later = noticed(notices) { $0.completed.contains("news/2019/07/4/rain.md") }
      #expect(later.completed.contains("news/2019/07/4/rain.md"))
    }

    @Test func `the new target of a link is notified, and the old one no longer`()
      throws
    {
      try content.write("one", to: "first/fog.md")
      try content.write("one", to: "second/fog.md")
      try FileManager.default.createSymbolicLink(
        atPath: content.path("news/current"), withDestinationPath: content.path("first"))
      let notices = try listen()
      #expect(notices.watch(directory("news/current")) == nil)
      try FileManager.default.removeItem(atPath: content.path("news/current"))
      try FileManager.default.createSymbolicLink(
        atPath: content.path("news/current"), withDestinationPath: content.path("second"))
      #expect(notices.watch(directory("news/current")) == nil)
      try content.write("two", to: "first/old.md")
      try content.write("two", to: "second/new.md")
      let seen = noticed(notices) { $0.completed.contains("news/current/new.md") }
      #expect(seen.completed == ["news/current/new.md"])
    }

    @Test func `new directories are to be listed again when their notifications begin`() throws {
      let notices = try listen()
      #expect(notices.watch(directory("news/2019/07") + directory("news/2019/07/4")) == nil)
      #expect(!notices.hasBegun)
      try content.write("x", to: "news/2019/07/5/pictures/rain.md")
      #expect(noticed(notices) { !$0.directories.isEmpty }.directories == ["news/2019/07"])
      try content.write("x", to: "news/2019/08/1/fog.md")
      let new = directory("news/2019/07/5") + directory("news/2019/07/5/pictures")
      #expect(notices.watch(new + directory("news/2019/08/1")) == nil)
      #expect(notices.hasBegun)
      let batch = notices.take()
      #expect(batch.begun == ["news/2019/07/5", "news/2019/07/5/pictures"])
      #expect(batch.directories.isSuperset(of: batch.begun))
      #expect(notices.take().begun.isEmpty)
    }

    @Test func `a missing directory is ignored`() throws {
      #expect(try listen().watch(directory("news/1999") + directory("news/2019/07/4")) == nil)
    }
  }
#endif
