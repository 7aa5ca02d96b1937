import Foundation
import Primitives
internal import Watching

/// Reads the configuration of a file, of environment variables and of options, and checks every key. It reports all faults at once.
package struct ConfigurationReader {
  /// The value of a key on the command line.
  package struct Option: Sendable {
    /// The option as it was written, for messages: `--port`, or `--set serve.port`.
    package var name: String
    /// The name of the key.
    package var key: String
    /// The text of the value.
    package var text: String

    /// Makes an option.
    package init(name: String, key: String, text: String) {
      (self.name, self.key, self.text) = (name, key, text)
    }

    /// The faults of the option by itself.
    package var faults: [String] {
      var reader = ConfigurationReader()
      reader.readOptions([self])
      return reader.errors.map { error in
        guard case .option(_, _, let reason) = error else { return error.description }
        return reason
      }
    }
  }

  private var configuration = Configuration()
  private var errors: [ConfigurationError] = []

  private init() {}

  /// Reads the configuration of all sources: an option replaces a variable, a variable replaces the value of the file, and the file
  /// replaces the default. Relative paths start at the directory of the file, and those of variables and options at the working
  /// directory.
  /// - Parameters:
  ///   - file: the path of the file; `nil` for none.
  ///   - environment: the environment variables of the process; only those that begin with `FEEDGEN_` are read.
  /// - Throws: `ConfigurationError`, which names every fault.
  package static func read(
    file: String?, environment: [String: String] = [:], options: [Option] = []
  ) throws -> Configuration {
    var reader = ConfigurationReader()
    if let file {
      try reader.readFile(file)
      reader.configuration.placeRelativePaths(besideFile: file)
    }
    reader.readVariables(environment)
    reader.readOptions(options)
    reader.checkTogether(file: file)
    if let error = ConfigurationError.all(reader.errors) { throw error }
    return reader.configuration
  }

  // Checks what depends on several keys.
  private mutating func checkTogether(file: String?) {
    if errors.isEmpty, configuration.isAuthorityMissing {
      fault(
        at: "baseURL",
        "\"baseURL\" has an IPv6 address, which cannot be the authority of ids; set \"authority\" to a domain name of yours"
      )
    }
    do {
      try configuration.ignore.requirePatternsOfNews()
    } catch {
      configuration.faultOfEventPages = Self.error(
        of: configuration.origins["watch.ignore"], "\"watch.ignore\": \(error)")
    }
  }

  private mutating func fault(at key: String, _ what: String) {
    errors.append(Self.error(of: configuration.origins[key], what))
  }

  // The error of a fault in the value that comes from a place.
  private static func error(of origin: ConfigurationOrigin?, _ what: String) -> ConfigurationError {
    switch origin {
    case .file(let path, let line): .invalid(path: path, faults: [.init(line: line, what: what)])
    case let origin: .invalid(path: origin?.description ?? "the defaults", faults: [.init(what: what)])
    }
  }
}

// MARK: Environment and options

extension ConfigurationReader {
  private mutating func readVariables(_ environment: [String: String]) {
    let prefix = ConfigurationKey.variablePrefix
    for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix(prefix) {
      if EnvironmentVariable.isOfOtherUse(name, value: text) { continue }
      guard let key = ConfigurationKey.byVariable[name] else {
        // The value of an unknown variable may be a secret.
        errors.append(
          .variable(name: name, value: nil, reason: EnvironmentVariable.advice(forUnknown: name)))
        continue
      }
      // An empty variable is that of a template without a value.
      if text.isEmpty { continue }
      errors += apply(text, to: key, from: .variable(name)).map {
        .variable(name: name, value: key.hasSecrets ? nil : text, reason: $0)
      }
    }
  }

  private mutating func readOptions(_ options: [Option]) {
    var first: [String: String] = [:]
    for option in options {
      guard let key = ConfigurationKey.byName[option.key] else {
        errors.append(
          .option(
            name: option.name, value: option.text,
            reason: "there is no key \"\(option.key)\"; \(ConfigurationKey.advice(forUnknown: option.key))"))
        continue
      }
      if let other = first.updateValue(option.name, forKey: key.name) {
        let twin = other == option.name ? "twice" : "also by \(other)"
        errors.append(
          .option(
            name: option.name, value: key.hasSecrets ? "…" : option.text,
            reason: "\"\(key.name)\" is set \(twin); remove one of them"))
        continue
      }
      errors += apply(option.text, to: key, from: .option(option.name)).map {
        .option(name: option.name, value: key.hasSecrets ? "…" : option.text, reason: $0)
      }
    }
  }

  // Sets a key to the value of a text; returns the faults.
  private mutating func apply(
    _ text: String, to key: ConfigurationKey, from origin: ConfigurationOrigin
  ) -> [String] {
    // Foundation puts U+FFFD in the place of bytes that are not UTF-8.
    if text.unicodeScalars.contains("\u{FFFD}") {
      return ["\"\(key.name)\" is not in UTF-8; write it in UTF-8"]
    }
    do {
      let (value, faults) = try key.value(of: text)
      configuration.origins[key.name] = origin
      return faults.isEmpty ? [key.apply(value, to: &configuration)].compactMap(\.self) : faults
    } catch let error as JSONDocument.SyntaxError {
      let line = error.line == 1 ? "" : "line \(error.line), "
      return ["\"\(key.name)\": \(line)column \(error.column) of the JSON: \(error.what)"]
    } catch {
      return ["\(error)"]
    }
  }
}

// MARK: The file

extension ConfigurationReader {
  private mutating func readFile(_ path: String) throws {
    let document: JSONDocument
    do {
      document = try JSONDocument(try Self.bytes(ofFile: path))
    } catch let error as JSONDocument.SyntaxError {
      throw ConfigurationError.notJSON(path: path, error: error)
    }
    guard case .object(let top) = document.value else {
      let fault = ConfigurationError.Fault(
        line: 1, what: "the configuration is \(document.value) and should be an object")
      throw ConfigurationError.invalid(path: path, faults: [fault])
    }
    var faults = document.faults.map { ConfigurationError.Fault(line: $0.line, what: $0.what) }
    func apply(_ names: [String], _ value: JSONValue) {
      let line = document.line(of: names)
      guard let what = set(names, value, from: .file(path: path, line: line)) else { return }
      faults.append(.init(line: line, what: what))
    }
    for (key, value) in top {
      guard ConfigurationKey.groups.contains(key) else {
        apply([key], value)
        continue
      }
      guard case .object(let members) = value else {
        faults.append(
          .init(line: document.line(of: [key]), what: "\"\(key)\" is \(value) and should be an object"))
        continue
      }
      for (member, value) in members { apply([key, member], value) }
    }
    faults.sort { ($0.line ?? 0, $0.what) < ($1.line ?? 0, $1.what) }
    if !faults.isEmpty { errors.append(.invalid(path: path, faults: faults)) }
  }

  // Sets a member of the configuration; returns the fault if there is one.
  private mutating func set(
    _ names: [String], _ value: JSONValue, from origin: ConfigurationOrigin
  ) -> String? {
    let name = names.joined(separator: ".")
    // A key with a dot is not the path of a member.
    guard names.allSatisfy({ !$0.contains(".") }), let key = ConfigurationKey.byName[name] else {
      let advice =
        ConfigurationKey.byName[name] != nil
        ? "write it as a member of the object \"\(name.prefix { $0 != "." })\""
        : ConfigurationKey.advice(forUnknown: name)
      return "unknown key \"\(name)\" (value \(value)); \(advice)"
    }
    configuration.origins[name] = origin
    return key.apply(value, to: &configuration)
  }

  // The limit of the file in bytes: a device may be endless.
  private static let maxBytes = 16 << 20

  private static func bytes(ofFile path: String) throws -> [UInt8] {
    func unreadable(_ code: CInt) -> ConfigurationError {
      .unreadable(path: path, reason: String(cString: strerror(code)))
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count: Int
      do throws(FileIO.Failure) {
        count = try FileIO.read(file, into: &buffer)
      } catch {
        throw unreadable(error.code)
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= maxBytes else {
        throw ConfigurationError.unreadable(path: path, reason: "it is larger than 16 MB")
      }
    }
  }
}
