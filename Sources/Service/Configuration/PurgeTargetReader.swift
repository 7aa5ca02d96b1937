internal import Purging
internal import Syndication

/// Reads the members of a cache to purge, and writes them for `feedgen config`.
struct PurgeTargetReader {
  /// The fault of a target, as the predicate of a sentence about it.
  struct Invalid: Error {
    /// The fault and the remedy, without any secret.
    let reason: String
  }

  /// The text that is printed in place of a secret.
  static let hiddenSecret = "(hidden)"

  private static let types = ["http", "fastly", "cloudflare", "webhook"]

  private let type: String
  private var members: [String: JSONValue]

  /// Reads a target.
  static func target(_ value: JSONValue) throws(Invalid) -> PurgeTarget {
    guard case .object(let members) = value, case .string(let type)? = members["type"], types.contains(type)
    else {
      throw Invalid(
        reason: "should be an object whose \"type\" is \(ConfigurationKey.listOfChoices(types))")
    }
    var reader = PurgeTargetReader(type: type, members: members)
    reader.members["type"] = nil
    let target = try reader.target()
    if let other = reader.members.keys.min() {
      throw Invalid(reason: "(\(type)) has a member \"\(other)\", which that type does not have; remove it")
    }
    return target
  }

  private mutating func target() throws(Invalid) -> PurgeTarget {
    switch type {
    case "fastly":
      let service = try identifier("service")
      return PurgeTarget(
        .fastly(service: service), url: try url(else: PurgeTarget.fastlyURL), secret: try requiredToken())
    case "cloudflare":
      let (zone, limit) = (try identifier("zone"), try number("limit", in: 1...100_000, else: 1000))
      return PurgeTarget(
        .cloudflare(zone: zone, limit: limit), url: try url(else: PurgeTarget.cloudflareURL),
        secret: try requiredToken())
    case "webhook":
      let batch = try number("batch", in: 1...10_000, else: 1000)
      return PurgeTarget(.webhook(batch: batch), url: try url(else: nil), secret: try secret("secret"))
    default:
      let method = try method()
      let url = try url(else: nil)
      guard !url.contains("?") else { throw Invalid(reason: "(http): \"url\" has a query (?); remove it") }
      return PurgeTarget(.http(method), url: url)
    }
  }

  private func fault(_ name: String, _ what: String) -> Invalid {
    Invalid(reason: "(\(type)): \"\(name)\" \(what)")
  }

  // Takes the text of a member; `nil` when there is none.
  private mutating func text(_ name: String) throws(Invalid) -> String? {
    guard let value = members.removeValue(forKey: name) else { return nil }
    guard case .string(let text) = value, !text.isEmpty else { throw fault(name, "should be a text") }
    return text
  }

  private mutating func url(else standard: String?) throws(Invalid) -> String {
    guard let text = try text("url") ?? standard else { throw fault("url", "is missing") }
    do throws(WebAddress.Invalid) {
      let url = try WebAddress.configured(text)
      guard !url.contains("#") else { throw WebAddress.Invalid(reason: "has a fragment (#)") }
      return url
    } catch {
      // The URL of a webhook may have a secret.
      throw fault("url", "\(error.reason); write an http or https URL")
    }
  }

  private mutating func method() throws(Invalid) -> PurgeTarget.Method {
    guard let text = try text("method") else { return .purge }
    guard let method = PurgeTarget.Method(rawValue: text) else {
      throw fault("method", "should be \"PURGE\" or \"BAN\"")
    }
    return method
  }

  // An identifier is a segment of a path.
  private mutating func identifier(_ name: String) throws(Invalid) -> String {
    guard let text = try text(name) else { throw fault(name, "is missing") }
    guard text.utf8.allSatisfy({ $0 < 0x80 }), text.allSatisfy({ $0.isLetter || $0.isNumber }) else {
      throw fault(name, "should have letters and digits only")
    }
    return text
  }

  private mutating func number(
    _ name: String, in range: ClosedRange<Int>, else standard: Int
  ) throws(Invalid) -> Int {
    guard let value = members.removeValue(forKey: name) else { return standard }
    guard case .integer(let number) = value, range.contains(number) else {
      throw fault(name, "should be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

// MARK: Secrets

extension PurgeTargetReader {
  private mutating func requiredToken() throws(Invalid) -> PurgeSecret {
    guard let secret = try secret("token") else {
      throw Invalid(
        reason:
          "(\(type)) has no token; set \"tokenVariable\" to the name of an environment variable, or \"tokenFile\" to the path of a file"
      )
    }
    return secret
  }

  // Reads a secret, which is in one of three members.
  private mutating func secret(_ name: String) throws(Invalid) -> PurgeSecret? {
    let secrets = [
      try text(name).map(PurgeSecret.text), try text(name + "Variable").map(PurgeSecret.variable),
      try text(name + "File").map(PurgeSecret.file),
    ].compactMap(\.self)
    guard secrets.count < 2 else {
      throw fault(name, "is set more than once, as \"\(name)\", \"\(name)Variable\" or \"\(name)File\"")
    }
    switch secrets.first {
    case .text(let text):
      guard text != Self.hiddenSecret else {
        throw fault(name, "is what `feedgen config` prints in place of a secret; write the secret itself")
      }
      guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw fault(name, "has control characters")
      }
      return .text(text)
    case .variable(let variable):
      guard !variable.hasPrefix(ConfigurationKey.variablePrefix) else {
        throw fault(
          name + "Variable",
          "begins with \(ConfigurationKey.variablePrefix), as variables of keys do; give it another name")
      }
      return .variable(variable)
    case .file(let path):
      do throws(DirectoryPath.Refusal) {
        return .file(try DirectoryPath.expanded(path))
      } catch {
        throw fault(name + "File", "has a path that \(error.reason)")
      }
    case nil: return nil
    }
  }

  /// The members of a target, with a text in place of a secret.
  static func value(_ target: PurgeTarget) -> JSONValue {
    var members: [String: JSONValue] = ["url": .string(target.url)]
    var secret = "token"
    switch target.kind {
    case .http(let method):
      members["type"] = .string("http")
      members["method"] = .string(method.rawValue)
    case .fastly(let service):
      members["type"] = .string("fastly")
      members["service"] = .string(service)
    case .cloudflare(let zone, let limit):
      members["type"] = .string("cloudflare")
      members["zone"] = .string(zone)
      members["limit"] = .integer(limit)
    case .webhook(let batch):
      members["type"] = .string("webhook")
      members["batch"] = .integer(batch)
      secret = "secret"
    }
    switch target.secret {
    case .text: members[secret] = .string(hiddenSecret)
    case .variable(let name): members[secret + "Variable"] = .string(name)
    case .file(let path): members[secret + "File"] = .string(path)
    case nil: break
    }
    return .object(members)
  }
}
