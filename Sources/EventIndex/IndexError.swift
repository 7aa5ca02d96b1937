/// Why the index could not be used.
package enum IndexError: Error, Sendable, CustomStringConvertible {
  /// Another process uses the state directory.
  case locked(directory: String, process: String)
  /// The state directory cannot be made or written to.
  case unwritable(directory: String, reason: String)
  /// There is no index yet.
  case missing(directory: String)
  /// The text that is kept of a page is no page.
  case unreadablePage(name: String)
  /// The database refused.
  case database(path: String, reason: String)
  /// The database of what hubs and subscribers are to be told refused.
  case webSub(path: String, reason: String)

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .locked(let directory, let process):
      "\(directory): another feedgen\(process) uses this state directory; wait for it, or give this one its own --state"
    case .unwritable(let directory, let reason):
      "\(directory): the state directory cannot be written (\(reason)); name another by `state` or --state"
    case .missing(let directory):
      "\(directory): no index there yet; run `feedgen` first"
    case .unreadablePage(let name):
      "\(name): what the index keeps of this page is damaged; run again with --full, which reads its file, or delete the index"
    case .database(let path, let reason) where reason.contains("full"):
      "\(path): the index cannot be written (\(reason)); free some space and run again"
    case .database(let path, let reason):
      "\(path): the index cannot be used (\(reason)); delete it and run again, which builds it anew from the content"
    case .webSub(let path, let reason):
      "\(path): what is to be told to hubs and subscribers cannot be read or kept (\(reason)); if it stays so, delete it: feeds are published all the same, but who had subscribed must do so again"
    }
  }
}
