/// The version of feedgen.
package enum Version {
  /// The version, as semantic versioning has it.
  package static let current = "0.4.0"
}
