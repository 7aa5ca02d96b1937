internal import Primitives

extension SiteTimeZone {
  /// The time of a clock in the zone.
  ///
  /// A time that clocks show twice is the earlier one. A time that they skip is moved by the length of the gap.
  /// - Parameter clock: the time at which a clock in UTC shows the same.
  func time(ofClock clock: UnixTime) -> UnixTime {
    let day = 86_400
    let before = offset(at: clock - day)
    let after = offset(at: clock + day)
    // The larger offset gives the earlier time.
    for candidate in [max(before, after), min(before, after)] where offset(at: clock - candidate) == candidate
    {
      return clock - candidate
    }
    return clock - before
  }
}
