internal import Foundation
package import Primitives
internal import Synchronization

/// Notifications of the kernel of changes in directories (inotify). They are hints that make the service faster: every change is
/// also found by polling. Systems without inotify send none.
package final class DirectoryNotifications: Sendable {
  /// The notifications since the last `take`.
  package struct Batch: Sendable {
    /// Directories with changes.
    package var directories: Set<BytePath> = []
    /// Files that were closed after writing, or moved to this path.
    package var completed: Set<BytePath> = []
    /// Files that are open and were written to recently.
    package var beingWritten: Set<BytePath> = []
    /// New directories whose notifications have begun. Files in them may have been written and closed before.
    package var begun: Set<BytePath> = []
    /// The reason why notifications were lost, and the remedy; then all files must be scanned.
    package var failure: String?

    /// Makes an empty batch.
    package init() {}
  }

  // The time after its last write for which an open file counts as being written.
  private static let writeTimeout = Duration.seconds(5)
  // The time for which a directory, and directories in it, count as new.
  private static let newDirectoryTime = Duration.seconds(5)

  // A watch of the kernel. It is bound to the inode: a path to another inode needs a new watch.
  fileprivate struct Watch {
    var number: Int32
    var inode: Int64?
  }

  fileprivate struct State {
    var pending = Batch()
    // The last write to each open file.
    var writes: [BytePath: ContinuousClock.Instant] = [:]
    // The time of the notification of each new directory.
    var newDirectories: [BytePath: ContinuousClock.Instant] = [:]
    var paths: [Int32: BytePath] = [:]
    var watches: [BytePath: Watch] = [:]

    // Adds a directory to those whose notifications have begun, if it is new or in a new one. It is listed again, because files may have
    // come before its notifications began.
    mutating func begin(_ path: BytePath) {
      guard !newDirectories.isEmpty else { return }
      var directory = path
      while newDirectories[directory] == nil {
        if directory.text.isEmpty { return }
        directory = directory.parent
      }
      pending.begun.insert(path)
      pending.directories.insert(path)
    }

    // Removes the watch of a path, unless a newer watch has replaced it.
    mutating func forget(_ path: BytePath, watch: Int32) {
      if watches[path]?.number == watch { watches[path] = nil }
    }
  }

  private let root: String
  private let state = Mutex(State())
  private let descriptor: Int32
  // The write end of a pipe. Closing it ends the reading thread, which closes the other descriptors.
  private let stopPipe: Int32
  private let wake: @Sendable () -> Void

  /// Starts to receive notifications; `nil` when the system has none.
  /// - Parameter wake: called on a thread of its own after each notification.
  package init?(root: String, wake: @escaping @Sendable () -> Void) {
    #if os(Linux)
      let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
      guard descriptor >= 0 else { return nil }
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        close(descriptor)
        return nil
      }
      self.root = root
      self.descriptor = descriptor
      stopPipe = ends[1]
      self.wake = wake
      let thread = Thread { [weak self, end = ends[0]] in
        Self.read(from: descriptor, until: end) { self }
      }
      thread.stackSize = 1 << 19
      thread.start()
    #else
      return nil
    #endif
  }

  deinit { close(stopPipe) }

  /// Whether directories whose notifications have begun are to be listed again.
  package var hasBegun: Bool { state.withLock { !$0.pending.begun.isEmpty } }

  /// Watches directories, each given with its inode. A directory with the same path and inode as before keeps its watch.
  /// - Returns: `nil`, or the reason why the system refuses, with the remedy.
  package func watch(_ directories: some Sequence<(path: BytePath, inode: Int64?)>) -> String? {
    #if os(Linux)
      for (path, inode) in directories where !isWatched(path, inode: inode) {
        let mask =
          IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB
          | IN_DELETE_SELF
          | IN_MOVE_SELF
        let watch = inotify_add_watch(descriptor, root + "/" + path.text, UInt32(mask) | UInt32(IN_ONLYDIR))
        if watch < 0 {
          if [ENOENT, ENOTDIR, EACCES, ELOOP].contains(errno) { continue }
          return errno == ENOSPC
            ? "more directories than the system watches for one user; raise the sysctl fs.inotify.max_user_watches"
            : String(cString: strerror(errno))
        }
        let replaced = state.withLock { state -> Int32? in
          state.begin(path)
          // A renamed directory has the same watch under a new path.
          if let old = state.paths.updateValue(path, forKey: watch), old != path {
            state.forget(old, watch: watch)
          }
          let before = state.watches.updateValue(Watch(number: watch, inode: inode), forKey: path)
          guard let before, before.number != watch, state.paths[before.number] == path else { return nil }
          state.paths[before.number] = nil
          return before.number
        }
        if let replaced { _ = inotify_rm_watch(descriptor, replaced) }
      }
    #endif
    return nil
  }

  private func isWatched(_ path: BytePath, inode: Int64?) -> Bool {
    state.withLock { state in
      guard let watch = state.watches[path] else { return false }
      return watch.inode == inode
    }
  }

  /// Returns the notifications since the last call.
  package func take() -> Batch {
    state.withLock { state in
      defer {
        state.pending.directories = []
        state.pending.completed = []
        state.pending.begun = []
        state.pending.failure = nil
      }
      let now = ContinuousClock.now
      state.writes = state.writes.filter { $0.value > now - Self.writeTimeout }
      state.newDirectories = state.newDirectories.filter { $0.value > now - Self.newDirectoryTime }
      state.pending.beingWritten = Set(state.writes.keys)
      return state.pending
    }
  }
}

#if os(Linux)
  extension DirectoryNotifications {
    private static let size = MemoryLayout<inotify_event>.size

    // Reads notifications until the other end of the pipe `end` is closed, or the receiver is gone.
    private static func read(
      from descriptor: Int32, until end: Int32, receiver: () -> DirectoryNotifications?
    ) {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
      defer {
        buffer.deallocate()
        close(descriptor)
        close(end)
      }
      var ready = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: end, events: 0, revents: 0),
      ]
      while true {
        do throws(FileIO.Failure) {
          _ = try FileIO.call { Int(poll(&ready, 2, -1)) }
          guard ready[1].revents == 0, let notifications = receiver() else { return }
          let count = try FileIO.read(descriptor, into: buffer)
          notifications.record(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
          notifications.wake()
        } catch {
          if error.code == EAGAIN { continue }
          receiver()?.recordFailure(code: error.code)
          return
        }
      }
    }

    private func recordFailure(code: Int32) {
      let reason = String(cString: strerror(code))
      state.withLock { state in
        state.pending.failure =
          "notifications cannot be read any more (\(reason)), so changes are found by polling; restart the service"
      }
      wake()
    }

    private func record(_ bytes: UnsafeRawBufferPointer) {
      state.withLock { state in
        var offset = 0
        while offset + Self.size <= bytes.count {
          let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
          let name = bytes[(offset + Self.size)..<(offset + Self.size + Int(event.len))].prefix { $0 != 0 }
          offset += Self.size + Int(event.len)
          state.record(event, name: String(decoding: name, as: UTF8.self))
        }
      }
    }
  }

  extension DirectoryNotifications.State {
    // Records one event of inotify(7).
    fileprivate mutating func record(_ event: inotify_event, name: String) {
      func has(_ flag: Int) -> Bool { event.mask & UInt32(flag) != 0 }
      if has(Int(IN_Q_OVERFLOW)) {
        pending.failure =
          "notifications were lost, so all files are checked; raise the sysctl fs.inotify.max_queued_events"
        writes = [:]
        return
      }
      guard let directory = paths[event.wd] else { return }
      pending.directories.insert(directory)
      let file = directory.appending(name)
      if has(Int(IN_ISDIR)), has(Int(IN_CREATE)) || has(Int(IN_MOVED_TO)) { newDirectories[file] = .now }
      if has(Int(IN_MODIFY)) { writes[file] = .now }
      if has(Int(IN_CLOSE_WRITE)) || has(Int(IN_DELETE)) || has(Int(IN_MOVED_FROM)) || has(Int(IN_MOVED_TO)) {
        writes[file] = nil
      }
      if has(Int(IN_CLOSE_WRITE)) || has(Int(IN_MOVED_TO)) { pending.completed.insert(file) }
      // Another directory may take its place.
      if has(Int(IN_MOVE_SELF)) { forget(directory, watch: event.wd) }
      if has(Int(IN_IGNORED)) {
        paths[event.wd] = nil
        forget(directory, watch: event.wd)
      }
    }
  }
#endif
