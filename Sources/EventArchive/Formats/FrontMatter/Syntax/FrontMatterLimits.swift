/// The limits of front matter. They keep the cost of any file proportional to its size.
package enum FrontMatterLimits {
  /// The largest size of the front matter of a file, in bytes.
  package static let bytes = 65_536
  /// The deepest nesting of lists and mappings.
  package static let depth = 16
  /// The largest number of scalars, lists and mappings; the nodes of an anchor count again for each alias.
  package static let nodes = 10_000
}
