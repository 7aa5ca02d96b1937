import Classification
import Primitives
import Syndication

// The kinds of values that several keys have. Every setter replaces the value that the configuration had before.
extension ConfigurationKey {
  /// A member of a configuration.
  typealias Member<Value> = any WritableKeyPath<Configuration, Value> & Sendable

  /// The key of a path.
  static func path(_ name: String, _ member: Member<String>, meaning: String) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, as: .path, get: { .string($0[keyPath: member]) },
      set: { configuration, value in
        guard case .string(let text) = value, !text.isEmpty else { return "a path" }
        do throws(DirectoryPath.Refusal) {
          configuration[keyPath: member] = try DirectoryPath.expanded(text)
          return nil
        } catch {
          return .within("the path \(value) \(error.reason)")
        }
      })
  }

  /// The key of a path, or of an empty text for none.
  static func optionalPath(_ name: String, _ member: Member<String>, meaning: String) -> ConfigurationKey {
    let path = path(name, member, meaning: meaning)
    return ConfigurationKey(
      name, meaning, as: .path, get: path.value,
      set: { configuration, value in
        guard case .string("") = value else { return path.set(&configuration, value) }
        configuration[keyPath: member] = ""
        return nil
      })
  }

  /// Checks a value, and returns the text to use.
  typealias TextReader = @Sendable (JSONValue) throws(Fault) -> String

  /// The key of a text.
  static func text(
    _ name: String, _ member: Member<String>, meaning: String, read: @escaping TextReader
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, get: { .string($0[keyPath: member]) },
      set: { configuration, value in
        do throws(Fault) {
          configuration[keyPath: member] = try read(value)
          return nil
        } catch {
          return error
        }
      })
  }

  /// The key of a text that may be missing; `null` is none.
  static func optionalText(
    _ name: String, _ member: Member<String?>, meaning: String, else defaultInWords: String? = nil,
    read: @escaping TextReader
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, else: defaultInWords,
      get: { configuration in configuration[keyPath: member].map { .string($0) } ?? .null },
      set: { configuration, value in
        do throws(Fault) {
          configuration[keyPath: member] = value == .null ? nil : try read(value)
          return nil
        } catch {
          return error
        }
      })
  }

  /// Reads a text that can be seen.
  @Sendable static func visibleText(_ value: JSONValue) throws(Fault) -> String {
    guard case .string(var text) = value, text.withUTF8(InvisibleCharacters.leaveVisibleText) else {
      throw "a text that can be seen"
    }
    return text
  }

  /// The key of `true` or `false`.
  static func flag(_ name: String, _ member: Member<Bool>, meaning: String) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, as: .json, get: { .bool($0[keyPath: member]) },
      set: { configuration, value in
        guard case .bool(let flag) = value else { return "true or false" }
        configuration[keyPath: member] = flag
        return nil
      })
  }

  /// The key of one of the values of an enumeration.
  static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ member: Member<Value>, meaning: String
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, get: { .string($0[keyPath: member].rawValue) },
      set: { configuration, value in
        guard case .string(let text) = value, let choice = Value(rawValue: text) else {
          return .wanted(listOfChoices(Value.allCases.map(\.rawValue)))
        }
        configuration[keyPath: member] = choice
        return nil
      })
  }

  /// Names for a message: `"a" or "b"`, or `one of "a", "b", "c"`.
  static func listOfChoices(_ names: [String]) -> String {
    let names = names.map { "\"\($0)\"" }
    return names.count == 2 ? names.joined(separator: " or ") : "one of \(names.joined(separator: ", "))"
  }

  /// The names of the values of a member that is true or false.
  struct Names: Sendable {
    /// The name of `true`.
    var yes: String
    /// The name of `false`.
    var no: String
  }

  /// The key of one of two names.
  static func choice(
    _ name: String, _ member: Member<Bool>, names: Names, meaning: String
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, get: { .string($0[keyPath: member] ? names.yes : names.no) },
      set: { configuration, value in
        guard case .string(let text) = value, [names.yes, names.no].contains(text) else {
          return .wanted(listOfChoices([names.no, names.yes]))
        }
        configuration[keyPath: member] = text == names.yes
        return nil
      })
  }

  /// The key of a whole number.
  static func number(
    _ name: String, _ member: Member<Int>, in range: ClosedRange<Int>, meaning: String
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, as: .json, get: { .integer($0[keyPath: member]) },
      set: { configuration, value in
        guard case .integer(let number) = value, range.contains(number) else {
          return "a whole number from \(range.lowerBound) to \(range.upperBound)"
        }
        configuration[keyPath: member] = number
        return nil
      })
  }

  /// The key of a duration in seconds.
  static func seconds(
    _ name: String, _ member: Member<Double>, in range: ClosedRange<Double>, meaning: String
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, as: .json, get: { number($0[keyPath: member]) },
      set: { configuration, value in
        let number: Double? =
          switch value {
          case .integer(let number): Double(number)
          case .number(let number): number
          default: nil
          }
        guard let number, range.contains(number) else {
          return "seconds, a number from \(Self.number(range.lowerBound)) to \(Self.number(range.upperBound))"
        }
        configuration[keyPath: member] = number
        return nil
      })
  }

  private static func number(_ value: Double) -> JSONValue {
    Int(exactly: value).map { .integer($0) } ?? .number(value)
  }

  /// The key of a list of patterns of paths.
  static func patterns(_ name: String, _ member: Member<[String]>, meaning: String) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, as: .list, get: { texts($0[keyPath: member]) },
      set: { configuration, value in
        let wanted = "a list of paths, in which * is any name and ** for folders, as [\"posts/**\"]"
        guard case .array(let values) = value else { return .wanted(wanted) }
        var patterns: [String] = []
        for value in values {
          guard case .string(let pattern) = value, !pattern.isEmpty else {
            return .within("\(value) is in the list, which should be \(wanted)")
          }
          patterns.append(pattern)
        }
        configuration[keyPath: member] = patterns
        return nil
      })
  }

  /// The key of an object of texts.
  static func texts(
    _ name: String, _ member: Member<[String: String]>, wanted: String, meaning: String
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, meaning, as: .json, get: { object($0[keyPath: member]) },
      set: { configuration, value in
        guard let texts = textsByName(value) else { return .wanted(wanted) }
        configuration[keyPath: member] = texts
        return nil
      })
  }
}

extension ConfigurationKey {
  /// A list of texts as a value.
  static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// The texts of a list; `nil` for any other value.
  static func texts(_ value: JSONValue) -> [String]? {
    guard case .array(let values) = value else { return nil }
    var texts: [String] = []
    for case .string(let text) in values { texts.append(text) }
    return texts.count == values.count ? texts : nil
  }

  /// An object of texts as a value.
  static func object(_ texts: [String: String]) -> JSONValue { .object(texts.mapValues { .string($0) }) }

  /// The texts of an object, none of them empty; `nil` for any other value.
  static func textsByName(_ value: JSONValue) -> [String: String]? {
    guard case .object(let members) = value else { return nil }
    var texts: [String: String] = [:]
    for (key, value) in members {
      guard case .string(let text) = value, !text.isEmpty else { return nil }
      texts[key] = text
    }
    return texts
  }

  /// Reads a base URL.
  @Sendable static func base(_ value: JSONValue) throws(Fault) -> String {
    let wanted =
      "an http or https URL with a host, and without user, query (?), fragment (#), spaces, and . or .. as a segment of its path"
    guard case .string(let text) = value else { throw .wanted(wanted) }
    do throws(WebAddress.Invalid) {
      let address = try WebAddress.configured(text)
      let segments = address.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3)
      if address.contains("?") { throw WebAddress.Invalid(reason: "has a query (?)") }
      if address.contains("#") { throw WebAddress.Invalid(reason: "has a fragment (#)") }
      if segments.contains(where: { $0 == "." || $0 == ".." }) {
        throw WebAddress.Invalid(reason: "has . or .. as a segment of its path")
      }
      return address
    } catch {
      throw .within("\(value) \(error.reason); write \(wanted)")
    }
  }

  /// The code of a country in capitals; `nil` for an unknown one.
  static func countryCode(_ text: String) -> String? {
    Gazetteer.standard.number(ofCode: text.uppercased()).map { Gazetteer.standard.countries[$0.index].code }
  }
}
