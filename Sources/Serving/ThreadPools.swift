internal import NIOPosix

/// Thread pools for blocking work, one per kind, so that a slow kind cannot starve another.
enum ThreadPools {
  /// Reads files of the output directory.
  static let files = NIOThreadPool.singleton
  /// Builds feeds on demand, and updates the search index for them.
  static let feeds = started(threads: 2)
  /// Looks up the status of paths in the index.
  static let index = started(threads: 2)
  /// Reads and writes the hub's store.
  static let hub = started(threads: 1)

  private static func started(threads count: Int) -> NIOThreadPool {
    let pool = NIOThreadPool(numberOfThreads: count)
    pool.start()
    return pool
  }
}
