package import EventArchive
package import Primitives

/// The facts of a post that classification uses.
package struct PostFacts: Sendable {
  /// The byte before each term in the text that is searched. Terms are no text in which names are discovered.
  package static let termMark: UInt8 = 0x1D

  /// The name of its file.
  package var name: EventName
  /// Its other names: the id that it gets if it is new, its address, and former addresses.
  package var names: [EventName] = []
  /// The title as plain text.
  package var title: String
  /// The text that is searched for words and names besides the title.
  package var searchText: String
  /// Its times.
  package var times: PostTimes
  /// Whether it is published now. One that is not has no event.
  package var isPublished: Bool
  /// Its terms.
  package var terms: [TermSpelling] = []
  /// The countries that the content names or, if it names none, the text.
  package var countries: LeadNumbers<Country> = []
  /// Whether the content names the countries.
  package var hasOwnCountries = false
  /// The keys of the files that the post refers to (see `PostReference`).
  package var references: [String] = []
  /// The digest of the content that is published.
  package var content: ContentDigest
  /// The bound of the size of the entry content.
  package var contentSize: EntryContentSize

  /// Makes the facts of a post without topics.
  package init(
    name: EventName, title: String, searchText: String, times: PostTimes, isPublished: Bool,
    content: ContentDigest, contentSize: EntryContentSize
  ) {
    self.name = name
    self.title = title
    self.searchText = searchText
    self.times = times
    self.isPublished = isPublished
    self.content = content
    self.contentSize = contentSize
  }
}
