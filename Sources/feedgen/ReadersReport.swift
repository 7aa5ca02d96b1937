import Foundation
import Primitives
import Serving

/// The output of `status --readers`.
struct ReadersReport: Encodable {
  private var readers: [ReaderStatistics.Feed]

  /// Reads the readers from a state directory.
  /// - Throws: `ReaderFile.Unreadable`.
  init(state: String) throws {
    var statistics = try ReaderFile.read(from: state)?.statistics ?? ReaderStatistics()
    statistics.forgetOld(today: UnixTime.now.daysSince1970)
    readers = statistics.all
  }

  /// Prints a table, or a JSON object.
  /// - Throws: `StandardOutput.Failure`.
  func write(isJSON: Bool, isQuiet: Bool) throws {
    if isJSON {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try StandardOutput.write(String(decoding: encoder.encode(self), as: UTF8.self))
    } else if readers.isEmpty {
      if !isQuiet {
        try StandardOutput.write(
          "no readers yet; a server counts them, `feedgen serve` or `feedgen --watch --serve`")
      }
    } else {
      try StandardOutput.write(lines: ["readers   direct  feed"] + readers.map(Self.line))
    }
  }

  private static func line(_ feed: ReaderStatistics.Feed) -> String {
    let aggregators = feed.aggregators.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let numbers = String(format: "%7d  %7d", feed.readers, feed.direct)
    return "\(numbers)  \(feed.feed)\(aggregators.isEmpty ? "" : " (\(aggregators))")".printable
  }
}
