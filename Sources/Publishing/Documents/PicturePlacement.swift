/// The places of an entry in which its picture is.
package enum PicturePlacement: String, CaseIterable, Hashable, Sendable {
  /// Elements of the feed (Media RSS; `image` in JSON Feed), and the beginning of the content.
  case all
  /// Elements of the feed.
  case media
  /// The beginning of the content.
  case content
  /// None.
  case none

  /// Whether elements of the feed have the picture.
  var isInElements: Bool { self == .all || self == .media }
  /// Whether the content begins with the picture.
  var isInContent: Bool { self == .all || self == .content }
}
