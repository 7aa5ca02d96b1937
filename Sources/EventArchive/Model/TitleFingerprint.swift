package import Primitives

/// Tells pages of one day that are the same text, less the topic in front of it.
///
/// The same event stands in the archive as `Topic:Text`, `Topic:. Text`, `Topic: Text`, `TopicText` and `Text`.
/// A page has the key of its whole title, and further keys under which it could stand elsewhere.
package struct TitleFingerprint: Hashable, Sendable {
  /// The key of the day and the whole title: two pages with equal keys are one event.
  package var key: UInt64
  /// Keys of this title less a topic, and of this title with the page's own topic: whoever has one of them as
  /// his `key` is the same event.
  package var others: [UInt64]

  /// Makes the keys of a page.
  package init(_ page: EventPage) {
    (key, others) = page.title.withBytes { title in
      var others = Self.bodies(title).map { Self.key($0, page.day) }
      if let topic = page.topic, !topic.isEmpty {
        others.append(topic.withBytes { Self.key([$0, title], page.day) })
      }
      return (Self.key(title, page.day), others)
    }
  }

  /// Whether another title on the same day is this text, with or without a topic.
  package func matches(_ title: TextSlice, on day: EventDay) -> Bool {
    title.withBytes { title in
      let whole = Self.key(title, day)
      return whole == key || others.contains(whole)
        || Self.bodies(title).contains { Self.key($0, day) == key }
    }
  }

  /// Whether the text of another page is this one, with or without a topic.
  package func isSame(_ other: TitleFingerprint) -> Bool {
    key == other.key || others.contains(other.key) || other.others.contains(key)
  }

  /// Makes the keys from kept numbers.
  package init(key: UInt64, others: [UInt64]) { (self.key, self.others) = (key, others) }
}

extension TitleFingerprint {
  private static let longestTopic = 120
  // A sentence after a full stop is a title in itself only when it is long enough to be no coincidence.
  private static let shortestBody = 8
  private static let shortestSentence = 20

  private static func key(_ text: UnsafeBufferPointer<UInt8>, _ day: EventDay) -> UInt64 { key([text], day) }

  // FNV-1a over the letters and digits: blanks, marks, invisible characters and case differ between generations.
  private static func key(_ parts: [UnsafeBufferPointer<UInt8>], _ day: EventDay) -> UInt64 {
    let seed = UInt64(day.number)
    var hash = FNV1a(seed: seed)
    var isEmpty = true
    for part in parts {
      var index = 0
      while index < part.count {
        let invisible = InvisibleCharacters.length(part, at: index)
        if invisible > 0 {
          index += invisible
          continue
        }
        let byte = part[index]
        index += 1
        let letter = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        guard letter >= 0x80 || (0x61...0x7A).contains(letter) || (0x30...0x39).contains(letter) else {
          continue
        }
        hash.append(letter)
        isEmpty = false
      }
    }
    // A title of nothing but marks is told apart by these.
    return isEmpty ? FNV1a.hash(parts.joined(), seed: seed) : hash.value
  }

  // What follows a topic's mark: `:`, `::`, `:.`, or `. ` after the topic.
  private static func bodies(_ title: UnsafeBufferPointer<UInt8>) -> [UnsafeBufferPointer<UInt8>] {
    var bodies: [UnsafeBufferPointer<UInt8>] = []
    for index in 0..<min(longestTopic, title.count) {
      let byte = title[index]
      if byte == 0x3A || byte == 0x2E && index + 1 < title.count && title[index + 1] == 0x20 {
        let body = title.slice((index + 1)...)
        if body.count >= (byte == 0x3A ? shortestBody : shortestSentence) { bodies.append(body) }
      }
    }
    return bodies
  }
}
