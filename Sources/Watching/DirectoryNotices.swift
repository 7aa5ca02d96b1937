internal import Foundation
package import Primitives
internal import Synchronization

/// The kernel's notices of what changes in directories (inotify): a hint that makes watching faster, never the only
/// way in which a change is found. Systems without inotify give none.
package final class DirectoryNotices: Sendable {
  /// What was noticed since it was taken last.
  package struct Noticed: Sendable {
    /// Directories in which something changed.
    package var directories: Set<BytePath> = []
    /// Files whose writer is done, or that were moved here.
    package var completed: Set<BytePath> = []
    /// Files that are open and were written to not long ago; a writer that is silent for longer is not waited for.
    package var beingWritten: Set<BytePath> = []
    /// Why notices were lost or cannot be had, and what to do; everything must be looked at then.
    package var failure: String?

    /// Makes a record of nothing.
    package init() {}
  }

  private static let patience = Duration.seconds(5)

  // The kernel watches inodes: a path that leads to another directory now needs another watch.
  private struct Watch {
    var number: Int32
    var inode: Int64
  }

  private struct State {
    var noticed = Noticed()
    // When files that are open were written to last.
    var writes: [BytePath: ContinuousClock.Instant] = [:]
    var paths: [Int32: BytePath] = [:]
    var watches: [BytePath: Watch] = [:]

    // Forgets that a path is watched, unless another watch has taken the place of this one.
    mutating func forget(_ path: BytePath, watch: Int32) {
      if watches[path]?.number == watch { watches[path] = nil }
    }
  }

  private let root: String
  private let state = Mutex(State())
  private let descriptor: Int32
  // Closed to end the listening thread, which closes the rest.
  private let life: Int32
  private let wake: @Sendable () -> Void

  /// Begins to listen; `wake` is called on a thread of its own whenever there is something new.
  /// - Returns: `nil` where the system gives no notices.
  package init?(root: String, wake: @escaping @Sendable () -> Void) {
    #if os(Linux)
      let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
      guard descriptor >= 0 else { return nil }
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        close(descriptor)
        return nil
      }
      (self.root, self.descriptor, self.life, self.wake) = (root, descriptor, ends[1], wake)
      let thread = Thread { [weak self, end = ends[0]] in Self.listen(descriptor, end) { self } }
      thread.stackSize = 1 << 19
      thread.start()
    #else
      return nil
    #endif
  }

  deinit { close(life) }

  /// Watches directories, each given with the inode's number; those that are watched already stay so, and a path that leads to
  /// another inode than before is watched anew.
  /// - Returns: `nil`, or why the system refuses, and what to do.
  package func watch(_ directories: some Sequence<(path: BytePath, inode: Int64)>) -> String? {
    #if os(Linux)
      for (path, inode) in directories where state.withLock({ $0.watches[path]?.inode != inode }) {
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
          // A directory that was renamed is the same one under another path.
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

  /// Takes what was noticed.
  package func take() -> Noticed {
    state.withLock { state in
      defer {
        state.noticed.directories = []
        state.noticed.completed = []
        state.noticed.failure = nil
      }
      let oldest = ContinuousClock.now - Self.patience
      state.writes = state.writes.filter { $0.value > oldest }
      state.noticed.beingWritten = Set(state.writes.keys)
      return state.noticed
    }
  }
}

#if os(Linux)
  extension DirectoryNotices {
    private static let size = MemoryLayout<inotify_event>.size

    // Reads notices until the other end of the pipe `end` is closed.
    private static func listen(_ descriptor: Int32, _ end: Int32, _ notices: () -> DirectoryNotices?) {
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
        let result = try? FileIO.call { Int(poll(&ready, 2, -1)) }
        guard result ?? 0 > 0, ready[1].revents == 0, let notices = notices() else { return }
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { continue }
        notices.note(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        notices.wake()
      }
    }

    private func note(_ bytes: UnsafeRawBufferPointer) {
      state.withLock { state in
        var offset = 0
        while offset + Self.size <= bytes.count {
          let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
          let name = bytes[(offset + Self.size)..<(offset + Self.size + Int(event.len))].prefix { $0 != 0 }
          offset += Self.size + Int(event.len)
          Self.note(event, String(decoding: name, as: UTF8.self), &state)
        }
      }
    }

    private static func note(_ event: inotify_event, _ name: String, _ state: inout State) {
      func has(_ flag: Int) -> Bool { event.mask & UInt32(flag) != 0 }
      if has(Int(IN_Q_OVERFLOW)) {
        state.noticed.failure =
          "notices were lost, so everything is looked at; raise the sysctl fs.inotify.max_queued_events"
        state.writes = [:]
        return
      }
      guard let directory = state.paths[event.wd] else { return }
      state.noticed.directories.insert(directory)
      let file = directory.appending(name)
      if has(Int(IN_MODIFY)) { state.writes[file] = .now }
      if has(Int(IN_CLOSE_WRITE)) || has(Int(IN_DELETE)) || has(Int(IN_MOVED_FROM)) || has(Int(IN_MOVED_TO)) {
        state.writes[file] = nil
      }
      if has(Int(IN_CLOSE_WRITE)) || has(Int(IN_MOVED_TO)) { state.noticed.completed.insert(file) }
      // Another may take its place.
      if has(Int(IN_MOVE_SELF)) { state.forget(directory, watch: event.wd) }
      if has(Int(IN_IGNORED)) {
        state.paths[event.wd] = nil
        state.forget(directory, watch: event.wd)
      }
    }
  }
#endif
