package import Logging

/// What is wrong with a service just now; each trouble is logged once when it comes, and once when it is over.
package struct Troubles {
  /// What can go wrong, the worst first.
  package enum Kind: Int, Comparable {
    /// The content is not there or cannot be read.
    case content
    /// So many files are gone that their events are kept.
    case loss
    /// What has changed cannot be indexed or published.
    case batch
    /// The configuration was to be read again, and is wrong.
    case configuration
    /// How the service is cannot be written down.
    case status
    /// The kernel gives no notices: nothing is wrong then, only slower.
    case notices

    /// Worse ones come first.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private var current: [Kind: String] = [:]

  /// What keeps the feeds from being up to date, the worst first.
  package var errors: [String] {
    current.filter { $0.key != .notices }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Notes what is wrong, `nil` when it is right again, and logs it if it is new.
  package mutating func set(_ kind: Kind, _ what: String?, _ logger: Logger) {
    guard current[kind] != what else { return }
    if let what {
      logger.log(level: kind == .notices ? .warning : .error, "\(what)")
    } else if kind != .notices {
      logger.notice("over: \(current[kind] ?? "")")
    }
    current[kind] = what
  }
}
