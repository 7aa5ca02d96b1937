import Foundation
package import Primitives

/// The time of a build.
package struct BuildTime {
  /// The time that is recorded as the first sight of new events.
  package let now: UnixTime
  /// The time by the clock of the system.
  package let present: UnixTime
  /// A warning about the value of the environment variable; `nil` for none.
  package var warning: String?

  /// The environment variable that sets the time of one-shot builds (reproducible-builds.org).
  package static let variable = "SOURCE_DATE_EPOCH"

  // 2000-01-01: earlier values are placeholders that build tools set.
  private static let earliest: UnixTime = 946_684_800
  // The year 2255, the last whose times fit in 64 bits as nanoseconds. Values in milliseconds are later.
  private static let latest: UnixTime = 9_000_000_000
  // The tolerated difference between two correct clocks, in seconds.
  private static let tolerance: Int64 = 300

  private init(now: UnixTime, present: UnixTime, warning: String? = nil) {
    self.now = now
    self.present = present
    self.warning = warning
  }

  /// The present.
  package static var present: BuildTime {
    let present = UnixTime.now
    return BuildTime(now: present, present: present)
  }

  /// The time of a one-shot build: the value of SOURCE_DATE_EPOCH, else the present.
  /// - Throws: `ConfigurationError` when the value is not a time.
  package static func ofOneShotBuild(
    _ environment: [String: String] = ProcessInfo.processInfo.environment, clock: BuildTime = .present
  ) throws -> BuildTime {
    guard let text = environment[variable], !text.isEmpty else { return clock }
    func refusal(_ reason: String) -> ConfigurationError {
      .variable(name: variable, value: text, reason: reason)
    }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw refusal("should be a whole number of seconds since 1970; correct it or unset it")
    }
    guard let time = Int64(text).map({ UnixTime($0) }), time <= latest else {
      throw refusal("is after the year 2255; it is in seconds since 1970, not in milliseconds")
    }
    var result = BuildTime(now: time, present: clock.present)
    if time < earliest {
      result = clock
      result.warning = "\(variable)=\(text) is before the year 2000, is taken for unset, and not used"
    } else if time > clock.present + tolerance {
      result.warning =
        "\(variable)=\(text) is in the future; a run without it will correct what is dated by it"
    }
    return result
  }
}
