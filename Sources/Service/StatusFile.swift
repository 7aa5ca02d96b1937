/// The status file of a service, which is written when the status has changed.
package struct StatusFile {
  private var written: ServiceStatus?

  /// Brings the file in a state directory up to date.
  /// - Returns: the reason why it cannot be written; `nil` when it was written.
  package mutating func update(_ status: ServiceStatus, in directory: String) -> String? {
    if let written, written.equalsExceptScan(status) {
      // The time of the file is the time of the last scan.
      if status.errors.isEmpty { ServiceStatus.touch(directory) }
      return nil
    }
    do {
      try status.write(to: directory)
      written = status
      return nil
    } catch {
      // An outdated status must not be taken for the present one.
      ServiceStatus.remove(from: directory)
      written = nil
      return "\(directory)/status.json: cannot be written (\(error.localizedDescription))"
    }
  }
}

extension ServiceStatus {
  fileprivate func equalsExceptScan(_ other: ServiceStatus) -> Bool {
    var copy = self
    copy.lastScan = other.lastScan
    return copy == other
  }
}
