extension ServiceStatus {
  /// The reason why a service is not healthy; `nil` when it is.
  package static func complaint(_ status: ServiceStatus?, isRunning: Bool, now: Double) -> String? {
    guard let status else {
      return isRunning
        ? "the service has not said how it is; it may have just started, or cannot write into its state directory"
        : "no service has run here; start `feedgen --watch`"
    }
    guard isRunning else { return "the service is not running; start `feedgen --watch`" }
    if !status.errors.isEmpty { return status.errors.joined(separator: "; ") }
    // Another service brings the feeds up to date.
    if status.leader != nil { return nil }
    // A batch delays the next scan, but not by so much.
    let maxAge = max(60, 10 * status.interval)
    guard let last = status.lastScan, now - last <= maxAge else {
      return "the content was not looked at for more than \(Int(maxAge)) seconds"
    }
    return nil
  }
}
