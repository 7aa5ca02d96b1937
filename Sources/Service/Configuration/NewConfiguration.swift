internal import EventArchive
internal import Foundation
internal import Primitives

/// A new configuration file with what was found in a content directory.
package struct NewConfiguration {
  /// The configuration that the file gives.
  package let configuration: Configuration

  /// Finds the content. Without a path, it is the working directory if that has the configuration of a site, else `content`.
  /// - Throws: `ConfigurationError`.
  package init(content: String?) throws {
    var configuration = Configuration()
    configuration.content = content ?? (Self.siteHere == nil ? configuration.content : ".")
    try configuration.detectContent()
    self.configuration = configuration
  }

  // The site in the working directory.
  private static var siteHere: DetectedSite? { DetectedSite.all(in: .onDisk(".")).first }

  /// Checks that a content directory that nothing names is there, if the working directory is a site.
  /// - Throws: `ConfigurationError.notInitialized`.
  package static func requireNoSite(withoutContent content: String) throws {
    guard !FileManager.default.fileExists(atPath: content), let site = siteHere else { return }
    throw ConfigurationError.notInitialized(
      kind: site.kind.name, file: site.configuration, content: content)
  }

  /// Writes the file, unless something is at its path.
  /// - Throws: `ConfigurationError`.
  package func write(to path: String) throws {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw unwritable(path, EEXIST) }
    do throws(FileIO.Failure) {
      try AtomicFile.write(text, to: path)
    } catch {
      throw unwritable(path, error.code)
    }
  }

  private func unwritable(_ path: String, _ code: Int32) -> ConfigurationError {
    .unwritable(path: path, reason: code == EEXIST ? "it exists already" : String(cString: strerror(code)))
  }

  /// One line that says what was found.
  package var summary: String {
    guard let site = configuration.format.site else {
      return "\(configuration.content): event files, news/YYYY/MM/D/slug.md"
    }
    let kind = site.settings.kind.map { "\($0.name) site" } ?? "posts"
    let names = site.settings.taxonomies.map(\.name).joined(separator: ", ")
    return
      "\(configuration.content): \(kind)\(site.configuration.map { " (\($0))" } ?? ""); taxonomies \(names)"
  }

  private var text: [UInt8] {
    var site = [
      ("title", configuration.title), ("author", configuration.author), ("language", configuration.language),
    ]
    if let pages = configuration.pagesURL { site.append(("pagesURL", pages)) }
    site.append(("timeZone", configuration.timeZone.identifier))
    let members = site.map { "    \(Self.quoted($0)): \(Self.quoted($1))" }.joined(separator: ",\n")
    let format = configuration.format.site.map { $0.settings.kind?.rawValue ?? "posts" } ?? "events"
    let text = """
      {
        "content": \(Self.quoted(configuration.content)),
        "format": \(Self.quoted(format)),
        "output": \(Self.quoted(configuration.output)),
        "state": \(Self.quoted(configuration.state)),
        "baseURL": \(Self.quoted(configuration.baseURL)),
        "site": {
      \(members)
        }
      }

      """
    return Array(text.utf8)
  }

  private static func quoted(_ text: String) -> String { JSONValue.string(text).json }
}
