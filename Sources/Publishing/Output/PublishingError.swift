package import ArchiveIndex
internal import Foundation
internal import Primitives

/// An error of writing the output.
package enum PublishingError: Error, Sendable, CustomStringConvertible {
  /// The system refused an action on a path, with the error number `errno`.
  case refused(action: String, path: String, code: Int32)
  /// Object storage is not available, or refuses something.
  case storage(StorageProblem)

  /// The error of the last system call, from `errno`.
  static func system(_ action: String, _ path: String) -> Self {
    .refused(action: action, path: path, code: errno)
  }

  /// Runs an action of Foundation on a path, and translates its error.
  static func translating<Result>(_ action: String, path: String, _ body: () throws -> Result) throws
    -> Result
  {
    do {
      return try body()
    } catch {
      throw refused(action: action, path: path, code: code(of: error))
    }
  }

  /// The kind of the error; `nil` for a problem of object storage.
  package var fault: StorageFault? {
    switch self {
    case .refused(_, _, let code): StorageFault(errno: code)
    case .storage: nil
    }
  }

  /// The message, which says what to do.
  package var description: String {
    switch self {
    case .refused(let action, let path, let code):
      "\(path): cannot \(action) it (\(String(cString: strerror(code)))); \(fault?.advice ?? "run again"): what is published stays, the rest follows"
    case .storage(let problem): problem.description
    }
  }

  private static func code(of error: any Error) -> Int32 {
    if let error = error as? FileIO.Failure { return error.code }
    if let error = error as? POSIXError { return error.code.rawValue }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey]
    return (underlying as? POSIXError)?.code.rawValue ?? EIO
  }
}
