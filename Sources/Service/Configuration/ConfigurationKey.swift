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
  enum Fault: ExpressibleByStringInterpolation {
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

  /// Makes a key.
  init(
    _ name: String, _ meaning: String, as form: Form = .text, else defaultInWords: String? = nil,
    get: @escaping Getter, set: @escaping Setter
  ) {
    self.name = name
    self.meaning = meaning
    self.form = form
    self.defaultInWords = defaultInWords
    self.set = set
    value = get
  }

  /// All keys, in the order of the documents.
  package static let all = places + site + posts + feeds + classification + watching + serving + webSub

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
  package var variable: String {
    var text = Self.variablePrefix
    var isAfterSmallLetter = false
    for character in name {
      if character == "." || character.isUppercase && isAfterSmallLetter { text += "_" }
      if character != "." { text += character.uppercased() }
      isAfterSmallLetter = character.isLowercase
    }
    return text
  }

  /// The value that a text means. A text that is no JSON is a string, which is refused where it is none.
  /// - Throws: `JSONDocument.SyntaxError` for a text that begins as an array or an object and is none.
  func value(of text: String) throws -> (value: JSONValue, faults: [JSONDocument.Fault]) {
    let begin = text.first { !$0.isWhitespace }
    let isNested = begin == "[" || begin == "{"
    switch form {
    case .text, .path: return (.string(text), Self.faults(ofString: text))
    case .json where isNested, .list where isNested:
      let document = try JSONDocument(Array(text.utf8))
      return (document.value, document.faults)
    case .list:
      let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      return (.array(parts.filter { !$0.isEmpty }.map { .string($0) }), Self.faults(ofString: text))
    case .json:
      // Only a number, true, false and null have a meaning of their own without quotes.
      guard let document = try? JSONDocument(Array(text.utf8)) else {
        return (.string(text), Self.faults(ofString: text))
      }
      return (document.value, document.faults)
    }
  }
}

extension ConfigurationKey {
  // The fault of a text with control characters, which the file must not have either.
  private static func faults(ofString text: String) -> [JSONDocument.Fault] {
    JSONDocument.hasControlCharacters(text)
      ? [.init(line: 1, what: "the text has control characters; remove them")] : []
  }

  /// The fault of a value, as a sentence; `nil` when the value was set.
  func apply(_ value: JSONValue, to configuration: inout Configuration) -> String? {
    switch set(&configuration, value) {
    case .wanted(let wanted): "\"\(name)\" is \(value) and should be \(wanted)"
    case .within(let mistake): "\"\(name)\": \(mistake)"
    case nil: nil
    }
  }

  /// The name of the key with the least edit distance, measured to the whole name or to its last part.
  package static func nearest(_ name: String) -> String {
    EditDistance.nearest(name, of: all.map(\.name), separator: ".")
  }
}
