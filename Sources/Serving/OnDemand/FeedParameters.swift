internal import Classification
internal import Primitives
internal import Publishing

/// The query component of a request for a feed.
struct FeedParameters {
  /// A parameter is wrong.
  struct Invalid: Error {
    /// The reason and the remedy.
    var what: String
  }

  /// The parameters of any feed: number, time and order of its entries.
  static let ofExtent = ["limit", "since", "order"]
  // Those of documents that are files without them.
  private static let ofFiles = ofExtent + ["match"]

  private var values: [String: String] = [:]
  private let site: Site
  private let now: UnixTime

  /// Reads a query component that may only have parameters with certain names, each once.
  /// - Throws: `Invalid`, `PercentCoding.DecodingError`.
  init(_ query: Substring, only names: [String], for site: Site, now: UnixTime) throws {
    self.site = site
    self.now = now
    for (name, value) in try Form.allValues(query).sorted(by: { $0.key < $1.key }) {
      guard names.contains(name) else {
        throw Invalid(
          what:
            "?\(Self.excerpt(name))= is not known here; the parameters are \(names.joined(separator: ", "))")
      }
      guard value.count == 1 else { throw Invalid(what: "?\(name)= is there twice") }
      values[name] = value[0]
    }
  }

  /// Reads the parameters with certain names from a query component, and ignores others.
  /// - Throws: `Invalid`, `PercentCoding.DecodingError`.
  init(_ query: Substring, among names: [String], for site: Site, now: UnixTime) throws {
    let parts = query.split(separator: "&").filter { names.contains(Self.name(of: $0) ?? "") }
    try self.init(parts.joined(separator: "&")[...], only: names, for: site, now: now)
  }

  /// Whether a query component has a parameter with one of some names.
  static func isAny(of names: [String], in query: Substring) -> Bool {
    !query.isEmpty && query.split(separator: "&").contains { names.contains(name(of: $0) ?? "") }
  }

  /// Whether a query component has a parameter on which the response for a file may depend.
  static func mayChangeDocument(_ query: Substring) -> Bool { isAny(of: ofFiles, in: query) }

  // The decoded name of a parameter; `nil` when it cannot be decoded.
  private static func name(of part: Substring) -> String? {
    let name = part.prefix { $0 != "=" }
    guard name.utf8.contains(UInt8(ascii: "%")) else { return String(name) }
    // A name that is malformed is that of no parameter.
    return try? PercentCoding.decoded(name)
  }

  /// The start of a value, as part of a message.
  private static func excerpt(_ value: String) -> String {
    value.count > 50 ? "\(value.prefix(50))…" : value
  }
}

extension FeedParameters {
  /// The expression of `match`.
  func match(_ gazetteer: Gazetteer) throws(Invalid) -> TopicExpression {
    guard let text = values["match"], !text.isEmpty else {
      throw Invalid(
        what: "?match= is missing: an expression, as country:egypt AND entity:\"Sergey Lavrov\"")
    }
    let expression: TopicExpression
    do {
      expression = try TopicExpression(text, gazetteer: gazetteer)
    } catch {
      throw Invalid(what: "?match=, \(error)")
    }
    // The limit applies to the normal form, because the feed's own link has that form and must be accepted too.
    guard expression.normalText.count <= 1000 else {
      throw Invalid(what: "the expression has more than 1000 characters")
    }
    guard expression.termCount <= 50 else { throw Invalid(what: "the expression has more than 50 terms") }
    guard expression.words.count <= 8 else {
      throw Invalid(what: "the expression has more than 8 text: terms")
    }
    return expression
  }

  /// The words of `q`.
  func search() throws(Invalid) -> WordSearch {
    guard let text = values["q"] else { throw Invalid(what: "?q= is missing: words to look for") }
    do {
      return try WordSearch(text)
    } catch {
      throw Invalid(what: "?q=: \(error)")
    }
  }

  /// The query for a subject, with `limit`, `since` and `order`.
  func query(_ subject: FeedQuery.Subject) throws(Invalid) -> FeedQuery {
    var query = FeedQuery(subject)
    if let text = values["limit"] { query.limit = try Self.limit(text) }
    if let text = values["since"] {
      do {
        query.since = try FeedStart(text, now: now, for: site)
      } catch {
        throw Invalid(
          what:
            "?since= is \"\(Self.excerpt(text))\" and should be a duration, as P7D or PT12H, or a date, as 2026-11-01"
        )
      }
    }
    query.order = try order(of: subject)
    return query
  }

  private static func limit(_ text: String) throws(Invalid) -> Int {
    let isNumber = (1...4).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit)
    guard isNumber, let limit = Int(text), FeedQuery.limits.contains(limit) else {
      throw Invalid(
        what:
          "?limit= is \"\(excerpt(text))\" and should be a number from \(FeedQuery.limits.lowerBound) to \(FeedQuery.limits.upperBound)"
      )
    }
    return limit
  }

  private func order(of subject: FeedQuery.Subject) throws(Invalid) -> FeedQuery.Order {
    if values["order"] != nil, values["sort"] != nil {
      throw Invalid(what: "?sort= is another name of ?order=; only one of them may be there")
    }
    let name = values["sort"] == nil ? "order" : "sort"
    guard let text = values[name] else { return .newest }
    var orders: [FeedQuery.Order] = [.newest, .oldest]
    if case .searching = subject { orders.append(.relevance) }
    guard let order = orders.first(where: { $0.rawValue == text }) else {
      let names = orders.map(\.rawValue)
      let known = "\(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
      throw Invalid(what: "?\(name)= is \"\(Self.excerpt(text))\" and should be \(known)")
    }
    return order
  }
}
