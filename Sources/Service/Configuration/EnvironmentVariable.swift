/// The environment variables that begin with `FEEDGEN_`.
package enum EnvironmentVariable {
  /// The variable that names the configuration file.
  package static let configurationFile = "FEEDGEN_CONFIG"
  /// The variable that has the password of `POST /regenerate`.
  package static let token = "FEEDGEN_TOKEN"

  /// Whether a variable has a use beside that of a key: one of the two above, the seeds of the tests, or one that Kubernetes sets in
  /// each container for a service whose name is `feedgen` or begins with `feedgen-`. `feedgen-serve` has the variable of a key, but
  /// its value is an address.
  static func isOfOtherUse(_ name: String, value: String) -> Bool {
    [configurationFile, token, "FEEDGEN_TEST_SEEDS"].contains(name)
      || name.wholeMatch(of: /FEEDGEN_(\w+_)?SERVICE_(HOST|PORT(_\w+)?)/) != nil
      || name.wholeMatch(of: /FEEDGEN_(\w+_)?PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?/) != nil
      || name.hasSuffix("_PORT") && value.prefixMatch(of: /(tcp|udp|sctp):\/\//) != nil
  }

  /// What to do about a variable that nothing reads, as a sentence.
  static func advice(forUnknown name: String) -> String {
    let prefix = ConfigurationKey.variablePrefix.count
    let others = [configurationFile, token].map { ($0, [String($0.dropFirst(prefix))]) }
    let known = ConfigurationKey.all.map { key in
      let member = ConfigurationKey.variable(of: key.path.last ?? "")
      return (key.variable, [key.variable, member].map { String($0.dropFirst(prefix)) })
    }
    let nearest = EditDistance.nearest(String(name.dropFirst(prefix)), of: known + others)
    let advice = nearest.map { "did you mean \($0)? Otherwise" } ?? "feedgen-config(5) has all variables;"
    return "no setting has this variable; \(advice) unset it"
  }
}
