/// The environment variables that begin with `FEEDGEN_`.
package enum EnvironmentVariable {
  /// The variable that names the configuration file.
  package static let configurationFile = "FEEDGEN_CONFIG"
  /// The variable that has the password of `POST /regenerate`.
  package static let token = "FEEDGEN_TOKEN"

  /// Whether a variable has a use beside that of a key: one of the two above, one of the tests, or one that Kubernetes sets in each
  /// container when a service has the name `feedgen`.
  static func isOfOtherUse(_ name: String) -> Bool {
    [configurationFile, token].contains(name) || name.hasPrefix("FEEDGEN_TEST_")
      || name.wholeMatch(of: /FEEDGEN_SERVICE_(HOST|PORT(_\w+)?)/) != nil
      || name.wholeMatch(of: /FEEDGEN_PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?/) != nil
  }

  /// What to do about a variable that nothing reads, as a sentence.
  static func advice(forUnknown name: String) -> String {
    let known = ConfigurationKey.all.map(\.variable) + [configurationFile, token]
    let nearest = EditDistance.nearest(name, of: known, separator: "\u{0}")
    return "no setting has this variable; did you mean \(nearest)? Otherwise unset it"
  }
}
