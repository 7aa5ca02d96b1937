import Foundation

/// When a run happens.
package struct RunTime {
  /// When events count as seen, in seconds since 1970.
  package let now: Int64
  /// What time it is by the clock of the system, in seconds since 1970.
  package let present: Int64
  /// What is odd about the time that was given in place of the present.
  package var warning: String?

  /// The environment variable that gives a time in place of the present (reproducible-builds.org), to one-shot runs alone.
  package static let variable = "SOURCE_DATE_EPOCH"

  // 2000-01-01: before it lie times that build tools set to mean none.
  private static let earliest: Int64 = 946_684_800
  // The year 2255, the last of which all moments in nanoseconds can be counted. Times in milliseconds are later.
  private static let latest: Int64 = 9_000_000_000
  // So far two clocks may be apart that are both right.
  private static let tolerance: Int64 = 300

  private init(now: Int64, present: Int64, warning: String? = nil) {
    (self.now, self.present, self.warning) = (now, present, warning)
  }

  /// The present.
  package static var present: RunTime {
    let present = Int64(Date().timeIntervalSince1970)
    return RunTime(now: present, present: present)
  }

  /// The time of a one-shot run: what SOURCE_DATE_EPOCH says, else the present.
  /// - Throws: `ConfigurationError` when the variable is no time.
  package static func ofOneRun(
    _ environment: [String: String] = ProcessInfo.processInfo.environment, clock: RunTime = .present
  ) throws -> RunTime {
    guard let text = environment[variable], !text.isEmpty else { return clock }
    func refusal(_ reason: String) -> ConfigurationError {
      .variable(name: variable, value: text, reason: reason)
    }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw refusal("should be a whole number of seconds since 1970; correct it or unset it")
    }
    guard let time = Int64(text), time <= latest else {
      throw refusal("is after the year 2255; it is in seconds since 1970, not in milliseconds")
    }
    var result = RunTime(now: time, present: clock.present)
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
