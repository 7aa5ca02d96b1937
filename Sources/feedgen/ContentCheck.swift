import Classification
import EventArchive
import Parallelism
import Watching

/// Reads a whole content directory for what is wrong with it.
struct ContentCheck {
  private let root: String

  /// Makes a check of a content directory.
  init(_ root: String) { self.root = root }

  /// All problems, by path and line; `progress` is called with the number of files read and to read.
  func problems(progress: (Int, Int) throws -> Void) throws -> [ArchiveProblem] {
    let changes = ContentChanges(try ContentScanner(root: root).scan(), known: [:])
    var (problems, done) = (changes.obstacles, 0)
    try ParallelMap.run(changes.changed.chunks(of: 256)) { [root] in
      PageReader(root: root, gazetteer: Gazetteer(GazetteerTables()), stories: nil)
    } transform: { reader, chunk in
      try reader.read(chunk)
    } consume: { batch in
      problems += batch.pages.flatMap(\.problems)
      done += batch.pages.count
      try progress(done, changes.changed.count)
    }
    return problems.sorted { ($0.path, $0.line, $0.what) < ($1.path, $1.line, $1.what) }
  }
}
