import Classification
import EventIndex
import Publishing

/// An archive of which all events are classified and planned: what a service keeps, so that a change costs no more than
/// what it concerns. The pages' facts stay in the index.
struct StandingArchive {
  /// All names and spellings, and no page.
  var facts: ArchiveFacts
  /// The entities.
  var catalogue: EntityCatalogue
  /// The names that count as mentions.
  var vocabulary: MentionVocabulary
  /// Finds the pages that a change concerns.
  var postings: ArchivePostings
  /// The countries that entities bring with them.
  var learned: LearnedCountries
  /// What is published.
  var plan: PublicationPlan
  /// The topics that the last change concerns, as indices into the plan's.
  var topics: [Int32]
  /// The documents that it concerns.
  var records: [DocumentRecord]
}

/// An open index, and what a service keeps in memory from one run to the next.
final class ArchiveMemory {
  /// The index.
  let index: EventIndex
  /// Whether anything is kept; otherwise everything comes from the index each time.
  let isKept: Bool
  private var numbers: [String: Int32]?
  private var standing: StandingArchive?

  /// Makes a memory of an index.
  init(_ index: EventIndex, isKept: Bool) { (self.index, self.isKept) = (index, isKept) }

  /// The numbers of all known files, by path.
  func files() throws -> [String: Int32] {
    if let numbers { return numbers }
    let files = try index.write { try $0.files() }.mapValues { Int32($0.number) }
    if isKept { numbers = files }
    return files
  }

  /// What is known of files, by path; those that are not known are left out.
  func records(of paths: some Sequence<String>) throws -> [String: FileRecord] {
    let numbers = try files()
    return try index.write { transaction in
      var records: [String: FileRecord] = [:]
      for path in paths { records[path] = try numbers[path].flatMap { try transaction.file(Int($0)) } }
      return records
    }
  }

  /// Keeps the files under paths that are in memory anyway; `path` gives the other copy of a path.
  func share(_ path: (String) -> String?) {
    guard let files = numbers else { return }
    numbers = nil
    var shared = [String: Int32](minimumCapacity: files.count)
    for (own, number) in files { shared[path(own) ?? own] = number }
    numbers = shared
  }

  /// Notes the number of a file; `nil` for one that is gone.
  func set(_ number: Int?, path: String) { if numbers != nil { numbers?[path] = number.map(Int32.init) } }

  /// Whether an archive stands.
  var hasArchive: Bool { standing != nil }

  /// Takes the archive that stands, which is then no longer here; `nil` when there is none.
  func takeArchive() -> StandingArchive? {
    defer { standing = nil }
    return standing
  }

  /// Keeps an archive for the next run.
  func keep(_ archive: StandingArchive) { if isKept { standing = archive } }

  /// Forgets the archive, for another configuration classifies it anew.
  func forgetArchive() { standing = nil }

  /// Forgets everything that the index may not have, because a run has failed.
  func forget() { (numbers, standing) = (nil, nil) }
}
