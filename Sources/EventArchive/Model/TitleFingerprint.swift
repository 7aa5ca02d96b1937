package import Primitives

/// Recognizes pages of one day whose titles are equal apart from a topic in front of the text.
///
/// The title of the same event occurs in the archive as `Topic:Text`, `Topic:. Text`, `Topic: Text`, `TopicText` and `Text`. A page
/// has the key of its whole title, and the keys of other forms of the same title.
package struct TitleFingerprint: Hashable, Sendable {
  /// The key of the day and the whole title: two pages with equal keys are one event.
  package var key: UInt64
  /// The keys of this title without its topic, and of this title with the page's topic: a page whose `key` is one of them is the same
  /// event.
  package var others: [UInt64]

  /// Makes the keys of a page.
  package init(_ page: EventPage) {
    let day = page.day
    key = page.title.withBytes { Self.key($0, day) }
    others = page.title.withBytes { title in
      var others = Self.bodies(title).map { Self.key($0, day) }
      if let topic = page.topic, !topic.isEmpty {
        others.append(topic.withBytes { Self.key([$0, title], day) })
      }
      return others
    }
  }

  /// Makes the key of a post, which no other has: posts with the same title on the same day are different posts.
  package init(post name: EventName) {
    var path = name.path
    self.init(key: path.withUTF8 { FNV1a.hash($0) }, others: [])
  }

  /// Whether another title of the day is the same text, with or without a topic.
  package func matches(_ title: TextSlice, on day: EventDay) -> Bool {
    title.withBytes { title in
      let whole = Self.key(title, day)
      return whole == key || others.contains(whole)
        || Self.bodies(title).contains { Self.key($0, day) == key }
    }
  }

  /// Whether the title of another page is the same text, with or without a topic.
  package func isSame(_ other: TitleFingerprint) -> Bool {
    key == other.key || others.contains(other.key) || other.others.contains(key)
  }

  /// Makes a fingerprint from stored keys.
  package init(key: UInt64, others: [UInt64]) {
    self.key = key
    self.others = others
  }
}

extension TitleFingerprint {
  private static let longestTopic = 120
  // A text behind a topic must be so long that equal texts are no coincidence. A sentence behind a full stop must be longer.
  private static let shortestBody = 8
  private static let shortestSentence = 20

  private static func key(_ text: UnsafeBufferPointer<UInt8>, _ day: EventDay) -> UInt64 { key([text], day) }

  // FNV-1a over the letters and digits: blanks, punctuation, invisible characters and case differ between versions of the archive.
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
        guard byte >= 0x80 || byte.isLetter || byte.isDigit else { continue }
        hash.append(byte.lowercased)
        isEmpty = false
      }
    }
    // A title of punctuation alone is hashed as it is.
    return isEmpty ? FNV1a.hash(parts.joined(), seed: seed) : hash.value
  }

  // The texts behind the end of a possible topic: `:`, `::`, `:.` or `. `.
  private static func bodies(_ title: UnsafeBufferPointer<UInt8>) -> [UnsafeBufferPointer<UInt8>] {
    var bodies: [UnsafeBufferPointer<UInt8>] = []
    for index in 0..<min(longestTopic, title.count) {
      let byte = title[index]
      if byte == .colon || title.holds(". ", at: index) {
        let body = title.slice((index + 1)...)
        if body.count >= (byte == .colon ? shortestBody : shortestSentence) { bodies.append(body) }
      }
    }
    return bodies
  }
}
