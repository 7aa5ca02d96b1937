import Foundation

/// Settings of glibc's malloc that keep the memory of a long-running process small; without effect on other C libraries.
package enum MallocTuning {
  // M_MMAP_THRESHOLD of malloc.h, and glibc's default for it in bytes.
  private static let mmapThreshold: CInt = -3
  private static let largeBlock: CInt = 128 * 1024

  /// Fixes the threshold above which malloc maps separate pages, which return to the system when they are freed. Otherwise glibc
  /// raises the threshold, and large blocks fragment the heap.
  package static func fixMmapThreshold() {
    guard let set = dlsym(nil, "mallopt") else { return }
    _ = unsafeBitCast(set, to: (@convention(c) (CInt, CInt) -> CInt).self)(mmapThreshold, largeBlock)
  }

  /// Returns free memory to the system.
  package static func trim() {
    guard let trim = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> CInt).self)(0)
  }
}
