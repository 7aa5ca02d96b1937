package import ArchiveIndex
import Classification
package import EventArchive
package import Logging
import Primitives
import Watching

/// Reads a whole content directory and reports its problems.
package struct ContentCheck {
  /// The findings of a check.
  package struct Findings {
    /// The problems, by path and line.
    package var problems: [ArchiveProblem] = []
    /// Facts that are no problems but may be unintended: pages that are published as one event because their texts are equal.
    package var notes: [ArchiveProblem] = []
    /// The files that are held back until their day.
    package var held = HeldFiles()
    /// The posts of a site; `nil` for an archive of event pages.
    package var posts: Posts?
  }

  /// The posts of a site, in numbers.
  package struct Posts {
    /// The posts by their state.
    package var counts: PostCounts
    /// The number of other files, by the reason why they are no posts.
    package var others: [ContentFormat.Reason: Int]
    /// The number of terms of published posts, by taxonomy.
    package var terms: [String: Int]
  }

  private let settings: BuildSettings
  private let clock: EventClock
  private let logger: Logger

  /// Makes a check of a content directory; `clock` decides which files are held back.
  package init(_ settings: BuildSettings, clock: EventClock, logger: Logger) {
    self.settings = settings
    self.clock = clock
    self.logger = logger
  }

  /// Checks every file; `progress` is called with the number of files read and to read.
  package func findings(progress: (Int, Int) throws -> Void) throws -> Findings {
    let snapshot = try settings.scanner.scan()
    logger.debug("\(snapshot.ignored) Markdown files left out by their names (see watch.ignore)")
    // Held files are checked as well, so that mistakes are found before their day.
    let changes = ContentChanges(snapshot, known: FileRecords(), content: settings.format)
    var findings = Findings()
    var facts = ArchiveFacts()
    var paths: [Int: BytePath] = [:]
    var done = 0
    findings.problems = changes.pathErrors
    findings.held =
      ContentChanges(snapshot, known: FileRecords(), clock: clock, content: settings.format).held
    var comparison = PostComparison(of: settings.format.site?.settings ?? SiteSettings(), at: clock.now)
    var others: [ContentFormat.Reason: Int] = [:]
    try ParallelMap.run(changes.changed.chunks(of: 256)) { [settings, clock] in
      PostReviewer(settings, clock: clock)
    } transform: { reviewer, chunk in
      try reviewer.read(chunk)
    } consume: { reading in
      let records = facts.join(reading.batch.facts)
      for post in reading.posts { comparison.add(post) }
      for page in reading.batch.pages {
        findings.problems += page.problems
        comparison.addFile(page.file.path.text)
        if let reason = page.reason {
          others[reason, default: 0] += 1
          comparison.addOther(page.file.path.text, reason)
        }
        guard case .parsed(let parsed) = page.outcome, records[parsed.facts].isEvent else { continue }
        facts.pages[page.file.record.number] = records[parsed.facts]
        paths[page.file.record.number] = page.file.path
      }
      done += reading.batch.pages.count
      try progress(done, changes.changed.count)
    }
    for file in snapshot.files where ContentFormat.format(of: file.path.text, settings.format) == nil {
      findings.notes.append(
        Self.note(file.path, "not read: no format has this path; an event file is news/YYYY/MM/D/slug.md"))
    }
    if let site = settings.format.site { addFindings(of: comparison, others: others, site, to: &findings) }
    findings.problems.sort(by: Self.precedes)
    findings.notes = (findings.notes + Self.unions(of: facts, paths: paths)).sorted(by: Self.precedes)
    return findings
  }

  private func addFindings(
    of posts: PostComparison, others: [ContentFormat.Reason: Int], _ site: PostSite,
    to findings: inout Findings
  ) {
    var known: SiteFileNames?
    func names() -> SiteFileNames {
      let names = known ?? SiteFileNames(of: site.root == .site ? settings.content : settings.content + "/..")
      known = names
      return names
    }
    findings.problems += site.settings.problems + posts.problems(names: names)
    findings.notes += posts.notes(names: names)
    findings.posts = Posts(counts: posts.counts, others: others, terms: posts.termCounts)
  }

  private static func note(_ path: BytePath, _ message: String) -> ArchiveProblem {
    ArchiveProblem(path: path.text, line: 1, message: message, severity: .repaired)
  }

  // The pages that are united with another page without a Changes list.
  private static func unions(of facts: ArchiveFacts, paths: [Int: BytePath]) -> [ArchiveProblem] {
    var notes: [ArchiveProblem] = []
    var facts = facts
    for group in EventGrouping(&facts, history: EventHistory()).groups where group.pages.count > 1 {
      guard let shown = paths[group.shown] else { continue }
      let listed = Set(group.pages.flatMap { facts.pages[$0]?.changes.map(\.name) ?? [] })
      for page in group.pages where page != group.shown {
        guard let path = paths[page], let known = facts.pages[page], known.changes.isEmpty,
          !listed.contains(known.name)
        else { continue }
        let others = [group.shown] + group.pages
        let same = others.first {
          $0 != page && facts.pages[$0]?.titleFingerprint.isSame(known.titleFingerprint) == true
        }
        let what =
          "published as one event with \(same.flatMap { paths[$0] } ?? shown), which has the same title on the same day; if they are two, give them different titles or summaries"
        notes.append(note(path, what))
      }
    }
    return notes
  }

  private static func precedes(_ left: ArchiveProblem, _ right: ArchiveProblem) -> Bool {
    if left.path != right.path || BytePath(left.path) != BytePath(right.path) {
      return BytePath(left.path) < BytePath(right.path)
    }
    return (left.line, left.message) < (right.line, right.message)
  }
}
