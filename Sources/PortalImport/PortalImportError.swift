internal import Foundation
internal import Primitives

/// An error of the import. The events before it are written.
package enum PortalImportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// An input cannot be read, with the error code (errno).
  case unreadable(path: String, code: Int32)
  /// An input is too large.
  case tooLarge(path: String)
  /// An event file cannot be read, with the reason.
  case unreadableEvent(path: String, reason: String)
  /// The system refused an action on a path of the content directory, with the error code (errno).
  case refused(action: String, path: String, code: Int32)

  /// The fault and the remedy.
  package var description: String {
    switch self {
    case .unreadable(let path, let code):
      "\(path): cannot read it (\(String(cString: strerror(code)))); name a file with the wikitext of a day page, or - for standard input"
    case .tooLarge(let path):
      "\(path): more than \(PortalLimits.inputBytes) bytes; divide it into files of some days each"
    case .unreadableEvent(let path, let reason):
      "\(path): cannot read it (\(reason)), so that nothing of its day is imported; correct it, or move it away"
    case .refused(let action, let path, let code):
      "\(path): cannot \(action) it (\(String(cString: strerror(code)))); check that it is where it should be, that this user may write there, and that the disk is not full, and run again"
    }
  }
}
