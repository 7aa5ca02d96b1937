package import Primitives

extension EventPage {
  /// The digest of the visible content of the page: title, summary, sources, picture and related events.
  package var contentDigest: ContentDigest {
    var texts: [UInt8] = []
    texts.reserveCapacity(8192)
    func add(_ text: TextSlice) {
      text.withBytes { texts.append(contentsOf: $0) }
      texts.append(0)
    }
    add(title)
    add(summary)
    if let cover { add(cover) } else { texts.append(0) }
    for source in sources {
      add(source.name)
      add(source.address)
    }
    texts.append(0)
    for event in related {
      add(event.title)
      add(event.path)
      add(event.context)
    }
    return texts.withUnsafeBytes { ContentDigest($0) }
  }
}
