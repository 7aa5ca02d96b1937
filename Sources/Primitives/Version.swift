/// The version of feedgen.
package enum Version {
  /// The version, as semantic versioning has it.
  package static let current = "0.5.0"
  /// The day of its release.
  package static let released = "2026-11-29"
}
