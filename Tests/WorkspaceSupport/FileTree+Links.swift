internal import Foundation
package import TestSupport

extension FileTree {
  /// The links of the pages, feeds and sitemaps of a site that lead to no file of it, as `document: link`, sorted.
  /// - Parameter baseURL: the URL of the site, with a slash at its end.
  package func deadLinks(of baseURL: String) -> [String] {
    var dead: [String] = []
    for (path, data) in files where !path.hasPrefix("assets/") {
      let text = String(decoding: data, as: UTF8.self)
      for match in text.matches(of: /(?:href|src|url|xmlUrl|htmlUrl)="([^"]+)"|url=([^"]+)"|<loc>([^<]+)/) {
        let link = String(match.1 ?? match.2 ?? match.3 ?? "").replacing("&amp;", with: "&")
        if !leads(link, from: path, baseURL) { dead.append("\(path): \(link)") }
      }
    }
    return dead.sorted()
  }

  // Whether a link of a document leads to a file, or to another site.
  private func leads(_ link: String, from path: String, _ baseURL: String) -> Bool {
    guard let base = URL(string: baseURL),
      let url = URL(string: link, relativeTo: base.appending(path: path))?.absoluteURL,
      url.host() == base.host(),
      url.scheme == base.scheme
    else { return true }
    guard url.absoluteString.hasPrefix(baseURL) else { return false }
    let target = url.path(percentEncoded: false).dropFirst(base.path().count)
    return files[target.isEmpty || target.hasSuffix("/") ? target + "index.html" : String(target)] != nil
  }
}
