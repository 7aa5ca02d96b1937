internal import Foundation
internal import Primitives
internal import Syndication

/// Whether a document of the output was written by feedgen, by the form of what comes before its first entry: its texts can be of
/// any length, but cannot hold markup. This must hold for what older versions have written, too, for their documents are removed
/// when nobody wants them any more; and for nothing that others have written, for that is never removed.
struct OwnDocument {
  /// What the path says that the document is; `nil` for a path that no document of feedgen has.
  private let form: Form

  private enum Form: Equatable {
    case feed(FeedFormat)
    case outline
    case months
    case page
  }

  /// Finds what a document at a path below the output directory would be; `nil` for a path that none of feedgen's has.
  init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let pathExtension = path[path.index(after: dot)...]
    if path == "index.html" {
      form = .page
    } else if path.wholeMatch(of: /feeds(\.\w+)?\.opml/) != nil {
      form = .outline
    } else if path.wholeMatch(of: /assets\/months\/[0-9a-f]{2}\.json/) != nil {
      form = .months
    } else if let format = FeedFormat.named(pathExtension),
      path[..<dot] == "all" || path.wholeMatch(of: /(archive|country|entity|topic)\/.*/) != nil
    {
      form = .feed(format)
    } else {
      return nil
    }
  }

  /// What ends the part of a document that tells; a document is read so far.
  var end: String {
    switch form {
    case .feed(let format): format.entryMark
    case .outline: "<outline "
    case .months: ":[["
    case .page: "</head>"
    }
  }

  /// Whether the beginning of a document, up to the `end` if it has one, is of the form that feedgen writes.
  func matches(_ head: Data) -> Bool {
    let head = DocumentHead(head)
    switch form {
    case .feed(let format): return format.isOwn(head)
    case .outline:
      return head.begins(DocumentHead.xmlDeclaration + "\n<opml version=\"2.0\">\n<head><title>")
        && head.holds("</title><ownerName>") && head.holds("</ownerName></head>\n<body>\n")
    case .months:
      return ["all", "entity/", "country/", "topic/"].contains { head.begins("{\n\"\($0)") }
        && head.holds("\":[[")
    case .page:
      return head.begins("<!doctype html>\n<html lang=\"")
        && head.holds("<link rel=\"stylesheet\" href=\"assets/page.css\">")
        && head.holds("<script src=\"assets/page.js\" defer></script>")
    }
  }
}

extension OwnDocument {
  // So much is read at a time, and at most, in bytes.
  private static let chunk = 1 << 16
  private static let most = 1 << 23

  /// Whether the document that a file holds is of the form that feedgen writes.
  /// - Throws: what reading throws.
  func matches(file: FileHandle) throws -> Bool {
    var head = Data()
    let end = Data(end.utf8)
    while head.count < Self.most, let next = try file.read(upToCount: Self.chunk), !next.isEmpty {
      // The mark may begin in what was read before.
      let start = max(0, head.count - end.count)
      head += next
      if let place = head.range(of: end, in: start..<head.count) {
        return matches(head[..<place.upperBound])
      }
    }
    return matches(head)
  }
}
