/// A page of a site that is no post, because it has no date or is the page of a folder. Posts may link to it.
package struct UndatedPage: Hashable, Sendable {
  /// The path of the file.
  package var path: PostPath
  /// The path of the page below the address of the site, percent-encoded; `nil` where it is not known.
  package var address: String?

  /// Makes a page.
  package init(path: PostPath, address: String?) {
    self.path = path
    self.address = address
  }
}
