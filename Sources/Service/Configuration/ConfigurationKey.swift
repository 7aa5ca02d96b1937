internal import Foundation

/// A key of the configuration: its name, and how its value is read, checked, printed and described. `all` has all keys, for the
/// configuration file, environment variables, options, and the documents.
package struct ConfigurationKey: Sendable {
  /// The form of a value that is given as a text, by an environment variable or an option.
  enum Form: Sendable {
    // The text itself.
    case text
    // The path of a file or directory.
    case path
    // A value of JSON: a number, true or false, an array or an object; any other text is a string.
    case json
    // Texts that are separated by commas, or an array of JSON.
    case list
  }

  /// A fault of a value.
  enum Fault: Error, ExpressibleByStringInterpolation {
    // What the value should be.
    case wanted(String)
    // A fault inside the value.
    case within(String)

    init(stringLiteral value: String) { self = .wanted(value) }
  }

  /// Reads a value into a configuration, in place of the value before; returns the fault if there is one.
  typealias Setter = @Sendable (inout Configuration, JSONValue) -> Fault?
  /// The value in a configuration; `null` for none.
  package typealias Getter = @Sendable (Configuration) -> JSONValue

  /// The name; a dot separates an object from its member.
  package let name: String
  /// What the value means, in Markdown, as the beginning of a sentence.
  package let meaning: String
  /// The default in words, in Markdown, when it depends on other keys; `nil` for a value.
  package var defaultInWords: String?
  /// The form of a text.
  let form: Form
  /// Reads a value.
  let set: Setter
  /// The value of a configuration.
  package let value: Getter
  /// Whether values may have secrets, which are in no message.
  let hasSecrets: Bool

  /// Makes a key.
  init(
    _ name: String, _ meaning: String, as form: Form = .text, else defaultInWords: String? = nil,
    get: @escaping Getter, set: @escaping Setter, hasSecrets: Bool = false
  ) {
    self.name = name
    self.meaning = meaning
    self.form = form
    self.defaultInWords = defaultInWords
    self.set = set
    value = get
    self.hasSecrets = hasSecrets
  }

  /// All keys, in the order of the documents.
  package static let all =
    places + storage + site + posts + feeds + classification + watching + serving + webSub + purging

  /// The keys by their names.
  static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The keys by their environment variables.
  static let byVariable = Dictionary(uniqueKeysWithValues: all.map { ($0.variable, $0) })

  /// The objects that have members.
  static let groups = Set(all.compactMap { $0.path.count > 1 ? $0.path[0] : nil })

  /// The names of the object and its member, or the name alone.
  var path: [String] { name.split(separator: ".").map(String.init) }

  /// The default, in Markdown.
  package var defaultText: String {
    if let defaultInWords { return defaultInWords }
    let value = value(Configuration())
    return value == .null ? "none" : "`\(value.json)`"
  }
}

extension ConfigurationKey {
  /// The beginning of the names of all environment variables.
  static let variablePrefix = "FEEDGEN_"

  /// The name of the environment variable: `serve.maxAge` is `FEEDGEN_SERVE_MAX_AGE`.
  package var variable: String { Self.variable(of: name) }

  /// The environment variable of a name.
  static func variable(of name: String) -> String {
    var text = variablePrefix
    var isAfterSmallLetter = false
    for character in name {
      if character == "." || character.isUppercase && isAfterSmallLetter { text += "_" }
      if character != "." { text += character.uppercased() }
      isAfterSmallLetter = character.isLowercase
    }
    return text
  }

  /// The value that a text means: what `feedgen config` prints, or a text without quotes. A text that is no JSON is a string,
  /// which is refused where it is none.
  /// - Returns: the value, or the faults of the text.
  /// - Throws: `JSONDocument.SyntaxError` for an array or object with strings that is no JSON.
  func value(of text: String) throws -> (value: JSONValue, faults: [String]) {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if isOptional, trimmed == "null" { return (.null, []) }
    if let begin = trimmed.first, "[{".contains(begin), form == .json || form == .list,
      trimmed.contains("\"") || trimmed.count == 2
    {
      let document = try JSONDocument(Array(trimmed.utf8))
      return (document.value, document.faults.map(\.what))
    }
    // Of other JSON, only strings in quotes, numbers, true and false have a meaning of their own.
    let isJSON = form == .json || trimmed.count > 1 && trimmed.hasPrefix("\"") && trimmed.hasSuffix("\"")
    if isJSON, let document = try? JSONDocument(Array(trimmed.utf8)) {
      return (document.value, document.faults.map(\.what))
    }
    let string = form == .list ? trimmed : text
    if JSONDocument.hasControlCharacters(string) {
      return (.null, ["\"\(name)\": the text has line breaks or other control characters; remove them"])
    }
    guard form == .list else { return (.string(string), []) }
    let parts = string.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return (.array(parts.filter { !$0.isEmpty }.map { .string($0) }), [])
  }

  // Whether the key may have no value.
  private var isOptional: Bool { value(Configuration()) == .null }
}

extension ConfigurationKey {
  /// The fault of a value, as a sentence; `nil` when the value was set.
  func apply(_ value: JSONValue, to configuration: inout Configuration) -> String? {
    switch set(&configuration, value) {
    case .wanted(let wanted): "\"\(name)\" is \(value) and should be \(wanted)"
    case .within(let mistake): "\"\(name)\": \(mistake)"
    case nil: nil
    }
  }

  /// What to do about a name that no key has, as the end of a sentence: the key that was meant, the members of the object, or where
  /// all keys are.
  package static func advice(forUnknown name: String) -> String {
    let members = all.filter { $0.path.count > 1 && $0.path[0] == name }
    if let first = members.first {
      return "\"\(name)\" is an object; name a member of it, as \"\(first.name)\""
    }
    let nearest = EditDistance.nearest(name, of: all.map { ($0.name, [$0.name, $0.path.last ?? ""]) })
    return nearest.map { "did you mean \"\($0)\"?" } ?? "`feedgen config` prints all keys"
  }
}
