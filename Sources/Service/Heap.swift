import Foundation

/// Keeps a process that runs for long small, by means of the GNU C library where it is the one in use.
package enum Heap {
  // M_MMAP_THRESHOLD of malloc.h, and glibc's default for it in bytes.
  private static let mmapThreshold: CInt = -3
  private static let largeBlock: CInt = 128 * 1024

  /// Gives each large block pages of its own, which go back to the system with it; otherwise glibc soon takes them from
  /// the heap, where what is kept lies between them.
  package static func separateLargeBlocks() {
    guard let set = dlsym(nil, "mallopt") else { return }
    _ = unsafeBitCast(set, to: (@convention(c) (CInt, CInt) -> CInt).self)(mmapThreshold, largeBlock)
  }

  /// Gives back to the system what is not in use.
  package static func trim() {
    guard let trim = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> CInt).self)(0)
  }
}
