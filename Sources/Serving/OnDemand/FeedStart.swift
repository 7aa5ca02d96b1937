internal import EventArchive
package import Primitives
package import Publishing

/// The time before which a feed on demand has no events, from the parameter `since`.
package struct FeedStart: Hashable, Sendable {
  /// The text is neither a duration nor a date.
  package struct Invalid: Error {}

  /// The parameter in normal form.
  let normalText: String
  /// The time in words, as a part of a title.
  let words: String
  /// The time. It depends on the present if the parameter is a duration.
  let time: UnixTime
  // Whether `time` is the start of a day, by the rule for days of events.
  private let isDay: Bool

  /// Parses a duration back from the present, rounded down to the minute, or a day in the time zone of a site.
  /// - Throws: `Invalid`.
  package init(_ text: String, now: UnixTime, for site: Site) throws(Invalid) {
    if let duration = CalendarDuration(text) {
      let minute = now - (now.seconds % 60 + 60) % 60
      (normalText, words) = (duration.normalText, "the last \(duration.words)")
      (time, isDay) = (duration.start(before: minute, in: site.timeZone), false)
    } else if let day = EventDay(text.utf8) {
      (normalText, words, time, isDay) = (day.description, "since \(day)", day.startTime, true)
    } else {
      throw Invalid()
    }
  }

  /// A time before which no event of the feed was published.
  var earliestPublication: UnixTime { isDay ? time - 2 * 86_400 : time }

  /// Whether an event that was published at a time is in the feed.
  func includes(_ published: UnixTime, for site: Site) -> Bool {
    (isDay ? site.timeZone.dayTime(of: published) : published) >= time
  }
}
