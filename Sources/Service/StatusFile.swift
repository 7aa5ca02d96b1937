/// The file in which a service says how it is, written when that has changed.
package struct StatusFile {
  private var written: ServiceStatus?

  /// Brings the file in a state directory up to date.
  /// - Returns: why it cannot be written; `nil` when all is well.
  package mutating func put(_ status: ServiceStatus, in directory: String) -> String? {
    var (new, old) = (status, written)
    new.lastScan = nil
    old?.lastScan = nil
    if new == old {
      if status.errors.isEmpty { ServiceStatus.touch(directory) }
      return nil
    }
    do {
      try status.write(to: directory)
      written = status
      return nil
    } catch {
      // An old one would say what is not so.
      ServiceStatus.remove(from: directory)
      written = nil
      return "\(directory)/status.json: cannot be written (\(error.localizedDescription))"
    }
  }
}
