package import Primitives

extension EventPage {
  /// The digest of the visible content of the page: title, summary, sources, picture, related events and categories.
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
    for category in categories {
      texts.append(1)
      add(category)
    }
    return texts.withUnsafeBytes { ContentDigest($0) }
  }
}
