/// URIs of the `tag:` scheme (RFC 4151): ids that name a thing for ever and lead nowhere.
package struct TagURI: Hashable, Sendable, CustomStringConvertible {
  /// The URI's text.
  package let description: String

  /// Makes `tag:authority,date:specific`; `specific` must hold nothing but what RFC 4151 section 2.1 allows
  /// (a URI path does).
  package init(authority: String, date: String, specific: String) {
    description = "tag:\(authority),\(date):\(specific)"
  }
}
