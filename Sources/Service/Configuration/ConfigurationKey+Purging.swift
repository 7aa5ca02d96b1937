internal import Purging

// Purging caches.
extension ConfigurationKey {
  static let purging = [
    ConfigurationKey(
      "purge",
      "caches that are told which addresses have changed, for example `[{\"type\": \"http\", \"url\": \"http://127.0.0.1:6081\"}]`, see [Purging caches](purging.md). Tokens and secrets are not printed",
      as: .json, get: { .array($0.purge.map(PurgeTargetReader.value)) },
      set: { configuration, value in
        do throws(Fault) {
          configuration.purge = try purgeTargets(value)
          return nil
        } catch {
          return error
        }
      }, hasSecrets: true)
  ]

  // Faults do not have the value, which may have a secret.
  private static func purgeTargets(_ value: JSONValue) throws(Fault) -> [PurgeTarget] {
    guard case .array(let values) = value else {
      throw .within(
        "the value should be a list of objects, as [{\"type\": \"http\", \"url\": \"http://127.0.0.1:6081\"}]"
      )
    }
    var targets: [PurgeTarget] = []
    for (index, value) in values.enumerated() {
      do throws(PurgeTargetReader.Invalid) {
        let target = try PurgeTargetReader.target(value)
        guard !targets.contains(where: { $0.id == target.id }) else {
          throw .init(reason: "is \(target.name), which is in the list before; remove one")
        }
        targets.append(target)
      } catch {
        throw .within("target \(index + 1) \(error.reason)")
      }
    }
    return targets
  }
}
