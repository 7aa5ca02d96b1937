internal import NIOPosix

/// Threads for what waits, one pool for each kind of it: who waits long makes nobody wait who has something else to do.
enum ThreadPools {
  /// For files.
  static let files = NIOThreadPool.singleton
  /// For feeds that are made on demand, and what they are found by.
  static let making = started(2)
  /// For what the index knows of a document.
  static let index = started(2)
  /// For what the hub is asked.
  static let hub = started(1)

  private static func started(_ count: Int) -> NIOThreadPool {
    let pool = NIOThreadPool(numberOfThreads: count)
    pool.start()
    return pool
  }
}
