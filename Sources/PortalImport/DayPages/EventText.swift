internal import Primitives

/// The title and the summary of an event.
struct EventText: Equatable {
  /// The title.
  var title: String
  /// The rest of the text; empty when the title is the whole text.
  var summary: String

  /// Divides the text of an item: a long text of several sentences has its first sentence as its title.
  init(_ text: String) {
    title = text
    summary = ""
    if text.count > PortalLimits.titleCharacters {
      var text = text
      text.withUTF8 { bytes in
        guard let end = SentenceEnd.first(in: bytes) else { return }
        title = String(decoding: bytes[..<end], as: UTF8.self)
        summary = String(decoding: bytes[end...], as: UTF8.self).trimmingBlanks
      }
    }
    if PortalLimits.feedBytes(title) > PortalLimits.titleBytes {
      title = PortalLimits.cut(text, toFeedBytes: PortalLimits.titleBytes)
      summary = text
    }
    summary = PortalLimits.cut(summary, toFeedBytes: PortalLimits.summaryBytes)
  }
}
