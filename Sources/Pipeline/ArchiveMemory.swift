package import ArchiveIndex
package import Classification
import EventArchive
package import Primitives
package import Publishing

/// An archive of which all events are classified and planned: what a service keeps, so that a change costs no more than
/// what it concerns. The pages' facts stay in the index.
package struct StandingArchive {
  /// All names and spellings, and no page.
  package var facts: ArchiveFacts
  /// The entities.
  package var catalogue: EntityCatalogue
  /// The names that count as mentions.
  package var vocabulary: MentionVocabulary
  /// Finds the pages that a change concerns.
  package var postings: ArchivePostings
  /// The countries that entities bring with them.
  package var learned: LearnedCountries
  /// What is published.
  package var plan: PublicationPlan
}

/// What a change of an archive concerns.
package struct ConcernedTopics {
  /// The documents that are to be looked at.
  package var documents: [PlannedDocument] = []
}

/// An open index, and what a service keeps in memory from one run to the next.
package final class ArchiveMemory {
  /// The index.
  package let index: EventIndex
  /// Whether anything is kept; otherwise everything comes from the index each time.
  package let isKept: Bool
  /// The latest time of any event, in seconds since 1970, as of the last run.
  package var latestTime = Int64.min
  // The numbers of all files, by the digest of the path: the paths themselves are long.
  private var numbers: [ContentDigest: Int32]?
  private var standing: StandingArchive?

  /// Makes a memory of an index.
  package init(_ index: EventIndex, isKept: Bool) { (self.index, self.isKept) = (index, isKept) }

  // The numbers of all known files.
  private func fileNumbers() throws -> [ContentDigest: Int32] {
    if let numbers { return numbers }
    var all: [ContentDigest: Int32] = [:]
    try index.write { try $0.forEachFile { path, number in all[ContentDigest(path.text)] = Int32(number) } }
    if isKept { numbers = all }
    return all
  }

  /// Whether no file is known.
  package func isEmpty() throws -> Bool { try fileNumbers().isEmpty }

  /// What is known of files, by path; those that are not known are left out.
  package func records(of paths: some Sequence<BytePath>) throws -> [BytePath: FileRecord] {
    let numbers = try fileNumbers()
    return try index.write { transaction in
      var records: [BytePath: FileRecord] = [:]
      for path in paths {
        records[path] = try numbers[ContentDigest(path.text)].flatMap { try transaction.file(Int($0)) }
      }
      return records
    }
  }

  /// Notes the number of a file; `nil` for one that is gone.
  package func set(_ number: Int?, path: BytePath) {
    numbers?[ContentDigest(path.text)] = number.map(Int32.init)
  }

  /// Whether an archive stands.
  package var hasArchive: Bool { standing != nil }

  /// Takes the archive that stands, which is then no longer here; `nil` when there is none.
  package func takeArchive() -> StandingArchive? {
    defer { standing = nil }
    return standing
  }

  /// Keeps an archive for the next run.
  package func keep(_ archive: StandingArchive) { if isKept { standing = archive } }

  /// Forgets the archive, for another configuration classifies it anew.
  package func forgetArchive() { standing = nil }

  /// Forgets everything that the index may not have, because a run has failed.
  package func forget() { (numbers, standing) = (nil, nil) }
}
