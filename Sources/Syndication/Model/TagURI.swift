/// A URI of the scheme `tag` (RFC 4151): a permanent id that cannot be dereferenced.
package struct TagURI: Hashable, Sendable, CustomStringConvertible {
  /// The URI's text.
  package let description: String

  /// Makes `tag:authority,date:specific`.
  /// - Parameter specific: text of the characters that RFC 4151, section 2.1, allows, as a URI path has.
  package init(authority: String, date: String, specific: String) {
    description = "tag:\(authority),\(date):\(specific)"
  }
}
