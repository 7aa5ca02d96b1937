internal import Primitives

/// The events of the feeds of countries.
package enum CountryFeeds: String, Sendable, CaseIterable {
  /// All events that have the country among their topics.
  case all
  /// The events that are about the country, without those that only mention it.
  case about
}

/// The topics of an event in a plan, each with its mark: whether the event is about the topic or only mentions it.
package struct EventTopics: Sendable {
  // Indices of topics, with two bits: whether the event only mentions the topic, and whether it is left out of its feed.
  private let packed: ArraySlice<Int32>

  /// Makes a view of packed topics.
  init(_ packed: ArraySlice<Int32>) { self.packed = packed }

  /// A topic and its mark as an integer.
  static func pack(_ topic: Topic.Index, isMention: Bool, isLeftOut: Bool) -> Int32 {
    topic.rawValue << 2 | (isLeftOut ? 2 : 0) | (isMention ? 1 : 0)
  }

  /// The index of the topic in a packed integer.
  static func topic(_ packed: Int32) -> Topic.Index { Topic.Index(rawValue: packed >> 2) }

  /// Whether the event is left out of the feed of a topic.
  static func isLeftOut(_ packed: Int32) -> Bool { packed & 2 != 0 }

  /// The topics whose feeds have the event.
  package var inFeeds: some Sequence<Topic.Index> {
    packed.lazy.filter { !Self.isLeftOut($0) }.map(Self.topic)
  }

  /// The topics that the event only mentions.
  package var mentioned: some Sequence<Topic.Index> { packed.lazy.filter { $0 & 1 != 0 }.map(Self.topic) }
}

extension EventTopics: RandomAccessCollection {
  /// The index of the first topic.
  package var startIndex: Int { packed.startIndex }

  /// The index after the last topic.
  package var endIndex: Int { packed.endIndex }

  /// The topic at an index.
  package subscript(index: Int) -> Topic.Index { Self.topic(packed[index]) }
}
