internal import Foundation

/// Runs code for which the permissions of files count, also when the tests run as root.
package enum Unprivileged {
  #if os(Linux)
    /// Calls `body` on this thread with the rights to files of a user who owns nothing. Threads that it starts have them too.
    package static func run<Result>(_ body: () throws -> Result) rethrows -> Result {
      guard geteuid() == 0, let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "setfsuid") else {
        return try body()
      }
      // The C library has one of its own for each thread; Swift's module of the library leaves it out.
      let setFileUser = unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
      _ = setFileUser(65534)
      defer { _ = setFileUser(0) }
      return try body()
    }
  #else
    /// Calls `body`.
    package static func run<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }
  #endif
}
