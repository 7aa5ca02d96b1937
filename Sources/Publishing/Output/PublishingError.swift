package import ArchiveIndex
internal import Foundation
internal import Primitives

/// Why output could not be written.
package enum PublishingError: Error, Sendable, CustomStringConvertible {
  /// The system refused to do something with a path, for a reason by its number in `errno`.
  case refused(action: String, path: String, code: Int32)

  /// The error for what the system refused last.
  static func system(_ action: String, _ path: String) -> Self {
    .refused(action: action, path: path, code: errno)
  }

  /// Does something with a path by Foundation, whose errors hold the number of the system's.
  static func refusals<Result>(_ action: String, _ path: String, _ body: () throws -> Result) throws -> Result
  {
    do {
      return try body()
    } catch {
      throw refused(action: action, path: path, code: code(of: error))
    }
  }

  /// The kind of the refusal.
  package var fault: StorageFault {
    switch self {
    case .refused(_, _, let code): StorageFault(errno: code)
    }
  }

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .refused(let action, let path, let code):
      "\(path): cannot \(action) it (\(String(cString: strerror(code)))); \(fault.advice ?? "run again"): what is published stays, the rest follows"
    }
  }

  private static func code(of error: any Error) -> Int32 {
    if let error = error as? FileIO.Failure { return error.code }
    if let error = error as? POSIXError { return error.code.rawValue }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey]
    return (underlying as? POSIXError)?.code.rawValue ?? EIO
  }
}
