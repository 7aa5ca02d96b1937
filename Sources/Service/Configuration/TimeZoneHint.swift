import EventArchive

/// Suggests a zone of the IANA time zone database for a text that is not the name of one.
package enum TimeZoneHint {
  // Abbreviations, which are ambiguous or not zones of the database, and countries.
  private static let zones = [
    "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "germany": "Europe/Berlin",
    "bst": "Europe/London", "uk": "Europe/London", "england": "Europe/London", "wet": "Europe/Lisbon",
    "west": "Europe/Lisbon", "eest": "Europe/Athens", "msk": "Europe/Moscow", "russia": "Europe/Moscow",
    "france": "Europe/Paris", "spain": "Europe/Madrid", "italy": "Europe/Rome", "trt": "Europe/Istanbul",
    "et": "America/New_York", "edt": "America/New_York", "ct": "America/Chicago", "cst": "America/Chicago",
    "cdt": "America/Chicago", "mt": "America/Denver", "mdt": "America/Denver", "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "akst": "America/Anchorage",
    "brt": "America/Sao_Paulo", "brazil": "America/Sao_Paulo", "ist": "Asia/Kolkata", "india": "Asia/Kolkata",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore",
    "china": "Asia/Shanghai", "pkt": "Asia/Karachi", "gst": "Asia/Dubai", "wib": "Asia/Jakarta",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland", "sast": "Africa/Johannesburg", "eat": "Africa/Nairobi", "wat": "Africa/Lagos",
    "cat": "Africa/Harare", "z": "UTC",
  ]

  // By the offset from UTC in minutes, in summer time if the zone has it: the zone with most speakers of English or German.
  private static let zonesOfOffsets = [
    -600: "Pacific/Honolulu", -540: "America/Anchorage", -480: "America/Los_Angeles", -420: "America/Denver",
    -360: "America/Chicago", -300: "America/New_York", -240: "America/New_York", -180: "America/Sao_Paulo",
    0: "Europe/London", 60: "Europe/Berlin", 120: "Europe/Berlin", 180: "Europe/Moscow", 210: "Asia/Tehran",
    240: "Asia/Dubai", 300: "Asia/Karachi", 330: "Asia/Kolkata", 345: "Asia/Kathmandu", 360: "Asia/Dhaka",
    420: "Asia/Bangkok", 480: "Asia/Shanghai", 540: "Asia/Tokyo", 570: "Australia/Adelaide",
    600: "Australia/Sydney", 660: "Australia/Sydney", 720: "Pacific/Auckland", 780: "Pacific/Auckland",
  ]

  /// The most likely zone; `nil` when no name is near.
  package static func zone(for text: String) -> String? {
    let name = text.lowercased().split { $0.isWhitespace }.joined(separator: "_")
    if let zone = zones[name] ?? offset(name).flatMap({ zonesOfOffsets[$0] }) { return zone }
    return EditDistance.nearest(
      name, of: SiteTimeZone.names.map { ($0, [$0, $0.split(separator: "/").last.map(String.init) ?? $0]) })
  }

  // The offset in minutes of a text like `gmt+2`, `utc-05:00`, `+0530`.
  private static func offset(_ text: String) -> Int? {
    guard
      let match = text.wholeMatch(of: /(?:gmt|utc|etc\/gmt)?_?([+\-−])_?(\d{1,2})(?::?(\d{2}))?(?:h|_uhr)?/),
      let hours = Int(match.output.2)
    else { return nil }
    let minutes = hours * 60 + (match.output.3.flatMap { Int($0) } ?? 0)
    return match.output.1 == "+" ? minutes : -minutes
  }
}
