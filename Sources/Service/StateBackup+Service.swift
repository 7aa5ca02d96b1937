package import ArchiveIndex
internal import Foundation
internal import WebSub

extension StateBackup {
  // The folder of the indexes of feeds in other languages, below the state directory.
  private static let editions = "languages"

  /// Makes the backup of the state of a service.
  /// - Parameter state: the path of the state directory.
  /// - Throws: `IndexError` when it cannot be read.
  package init(ofServiceIn state: String) throws {
    self.init(state: state, editions: try Self.editions(in: state), tables: [WebSubStore.definition])
  }

  // All that there are, whatever languages the present configuration names.
  private static func editions(in state: String) throws -> [String] {
    let folder = state + "/" + editions
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/index.sqlite") }
        .map { "\(editions)/\($0)" }
    } catch {
      throw IndexError.unreadable(path: folder, code: EACCES)
    }
  }
}
