#if PostgreSQL
  internal import CLibpq
  internal import Foundation

  /// The location of an index in PostgreSQL: a connection URI of libpq, with the name of a schema as its fragment.
  struct PostgresLocation: Hashable, Sendable {
    /// The connection URI, which may have a password.
    let uri: String
    /// The schema of the index; the schemas of other tables have its name and a suffix.
    let schema: String
    /// The location in messages, without password.
    let place: String

    /// The schema of a location without a fragment.
    static let defaultSchema = "feedgen"

    private static let schemes = ["postgresql://", "postgres://"]

    /// A text that is no location of an index in PostgreSQL.
    struct Invalid: Error {
      /// The reason, as the end of a sentence whose subject is the location. It never contains a password.
      let reason: String
    }

    /// Whether a location has the scheme of PostgreSQL.
    static func recognises(_ location: String) -> Bool { schemes.contains { location.hasPrefix($0) } }

    /// Parses a location.
    init(_ location: String) throws(Invalid) {
      let parts = location.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      uri = String(parts[0])
      let schema = parts.count > 1 ? String(parts[1]) : Self.defaultSchema
      guard Self.isSchema(schema) else {
        throw Invalid(
          reason:
            "has a fragment (#) that is no name of a schema: a letter, then letters, digits, _ and -, at most \(Self.mostBytes) in all, and not one of PostgreSQL's own (pg_…, information_schema); a # in a password is written as %23"
        )
      }
      let options = try Self.options(of: uri)
      // Several hosts may each have a port.
      guard options["port"]?.split(separator: ",").allSatisfy({ UInt16($0) != nil }) ?? true else {
        throw Invalid(reason: "has a port that is no number up to 65535")
      }
      self.schema = schema
      place = Self.place(options) + (schema == Self.defaultSchema ? "" : "#" + schema)
    }

    private static func place(_ options: [String: String]) -> String {
      let host = options["host"] ?? options["hostaddr"] ?? ""
      let isSocket = host.hasPrefix("/")
      var place = "postgresql://"
      if let user = options["user"] { place += user + "@" }
      if !isSocket { place += host }
      if let port = options["port"] { place += ":" + port }
      place += "/" + (options["dbname"] ?? "")
      return isSocket ? place + "?host=" + host : place
    }

    private init(uri: String, schema: String, place: String) {
      (self.uri, self.schema, self.place) = (uri, schema, place)
    }

    /// The location of other tables in the same database.
    func with(suffix: String) -> PostgresLocation {
      let base = place.split(separator: "#").first.map(String.init) ?? place
      return PostgresLocation(uri: uri, schema: schema + "_" + suffix, place: "\(base)#\(schema)_\(suffix)")
    }

    /// The schema as an identifier of SQL.
    var identifier: String { "\"\(schema)\"" }

    // The limit of PostgreSQL is 63; the rest is for suffixes.
    private static let mostBytes = 48

    private static func isSchema(_ name: String) -> Bool {
      name.utf8.count <= mostBytes && name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_\-]*/) != nil
        && !name.hasPrefix("pg_") && name != "information_schema"
    }

    // The parts of a URI by the names of libpq's options, without those that are not set.
    private static func options(of uri: String) throws(Invalid) -> [String: String] {
      var message: UnsafeMutablePointer<CChar>?
      guard let list = PQconninfoParse(uri, &message) else {
        defer { PQfreemem(message) }
        throw Invalid(reason: reason(message.map { String(cString: $0) } ?? "", uri))
      }
      defer { PQconninfoFree(list) }
      var options: [String: String] = [:]
      var option = list
      while let keyword = option.pointee.keyword {
        if let value = option.pointee.val { options[String(cString: keyword)] = String(cString: value) }
        option += 1
      }
      return options
    }

    // libpq's message about a URI, which may repeat the whole URI with its password.
    private static func reason(_ message: String, _ uri: String) -> String {
      let text = message.trimmingCharacters(in: .whitespacesAndNewlines)
      let isSafe = !text.contains(uri) && !uri.contains("@") && !uri.contains("password")
      return "is no connection URI of PostgreSQL" + (isSafe && !text.isEmpty ? " (\(text))" : "")
    }
  }
#endif
