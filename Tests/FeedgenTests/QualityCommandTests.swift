import Foundation
import Testing
import WorkspaceSupport

@Suite("feedgen quality")
struct QualityCommandTests {
  private func quality(_ labels: String?) throws -> FeedgenProcess.Outcome {
    let workspace = try Workspace()
    let path = workspace.directory.path("labels.tsv")
    if let labels { try Data(labels.utf8).write(to: URL(filePath: path)) }
    return try FeedgenProcess.run(["quality", path], in: workspace.directory.path)
  }

  private let labels = [
    "# id, date, topics, headline, required, optional",
    "a\t2020-01-01\tEgypt|Law\tA court sits\tEG\t-",
    "b\t2020-01-02\t\tEnvoys of France and Chad meet\tFR\tTD",
    "c\t2020-01-03\t\tEnvoys of Peru meet\t-\t-",
    "d\t2020-01-04\t\tIt rains\tMX,GT\t-",
  ]

  @Test(
    "counts pairs of headline and country, optional ones neither way, and lists what was missed",
    arguments: ["\n", "\r\n"])
  func counts(lineEnd: String) throws {
    let outcome = try quality(labels.joined(separator: lineEnd) + lineEnd)
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        c: wrong PE (Peru): Envoys of Peru meet
        d: missing GT, missing MX: It rains
        precision 0.667, recall 0.500, F1 0.571

        """)
  }

  private func run(_ arguments: [String]) throws -> FeedgenProcess.Outcome {
    let workspace = try Workspace()
    for (name, lines) in [("a.tsv", labels), ("b.tsv", articles)] {
      try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: workspace.directory.path(name)))
    }
    return try FeedgenProcess.run(["quality"] + arguments, in: workspace.directory.path)
  }

  // Sentences of two articles.
  private let articles = [
    "News-1-0\t2020-01-01\t\tThe officers of London hold a man\tCA\t-",
    "News-1-1\t2020-01-01\t\tThe man lives in London, Ont.\tCA\t-",
    "News-2-0\t2020-01-01\t\tA play opens in London\tGB\t-", "News-2-1\t2020-01-01\t\tObama applauds\t-\t-",
  ]

  @Test func `prints a line for each of several files, and the misses if they are wanted`() throws {
    #expect(
      try run(["a.tsv", "b.tsv"]).output == """
        a.tsv: precision 0.667, recall 0.500, F1 0.571
        b.tsv: precision 0.750, recall 1.000, F1 0.857

        """)
    let misses = try run(["--misses", "a.tsv", "b.tsv"]).output
    #expect(misses.contains("c: wrong PE (Peru): Envoys of Peru meet\n"))
    #expect(misses.contains("News-2-1: wrong US (Obama): Obama applauds\nb.tsv: precision"))
    #expect(try run(["--no-misses", "a.tsv"]).output == "precision 0.667, recall 0.500, F1 0.571\n")
  }

  @Test func `leaves out persons and companies, and reads the sentences of an article together`() throws {
    let outcome = try run(["--without", "persons,companies", "b.tsv"])
    #expect(
      outcome.output
        == "precision 1.000, recall 1.000, F1 1.000, precision 1.000 where a country is labelled\n")
    #expect(try run(["--without", "animals", "b.tsv"]).status == 64)
  }

  @Test func `compares the entities of events in an index with labels, and their kinds`() throws {
    let workspace = try Workspace(
      ArchivePage(
        day: "2014/02/13", title: "Ada Quill opens a bridge.", form: .handwritten,
        context: "Ada Quill, Kestrel Party, Norland War, Brynmoor River, Supreme Court of Norway"),
      ArchivePage(
        day: "2014/02/14", title: "Two.", form: .handwritten, context: "Ada Quill, Sudhaven Act, Norland War")
    )
    try workspace.run()
    let path = workspace.directory.path("labels.tsv")
    // The act has one event only, so nobody misses it; the party may be missing.
    let labels = """
      # Ada Quill opens a bridge.
      a2c46b6384ee\tP:Ada Quill|?O:Kestrel Party|O:Norland War|W:Sudhaven Act|?O:Supreme Court
      0123456789ab\tP:Nobody
      """
    try Data(labels.utf8).write(to: URL(filePath: path))
    let state = workspace.configuration.state
    func quality(_ options: String...) throws -> FeedgenProcess.Outcome {
      try FeedgenProcess.run(["quality", "--entities"] + options + [path], in: workspace.directory.path)
    }
    let outcome = try quality("--state", state)
    #expect(
      outcome.output == """
        a2c46b6384ee: wrong Brynmoor River: Ada Quill opens a bridge.
        a2c46b6384ee: Norland War is organisation, not event
        precision 0.800, recall 1.000, kinds 0.750 in 1 events; 1 are not in the index

        """)
    #expect(try quality().status == 64)
    try Data("\(labels)\nabc\tP:Ada Quill".utf8).write(to: URL(filePath: path))
    let malformed = try quality("--state", state)
    #expect(malformed.status == 65)
    #expect(malformed.errors.contains("labels.tsv:4: abc is no identifier"))
  }

  @Test(
    "says which line cannot be used",
    arguments: [
      ("a\tb\tc", "1: not six columns divided by tabs"),
      ("\n\na\t\t\tIt rains\tXX\t-", "3: XX is no country's code"),
      ("a\t\t\tIt rains\t-\tEG;FR", "1: EG;FR is no country's code"),
    ])
  func malformed(labels: String, message: String) throws {
    let outcome = try quality(labels)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("labels.tsv:\(message);"))
    #expect(outcome.output.isEmpty)
  }

  @Test("does not measure nothing", arguments: ["", "# no headline\n"])
  func empty(labels: String) throws {
    let outcome = try quality(labels)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("no headline in it"))
  }

  @Test func `says that a file cannot be read`() throws {
    let outcome = try quality(nil)
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("labels.tsv: the labelled headlines cannot be read ("))
    #expect(!outcome.errors.contains("NSCocoaErrorDomain"))
  }

  @Test("an index is needed to show what a run has found", arguments: ["entities", "learned"])
  func noIndex(command: String) throws {
    let workspace = try Workspace()
    let outcome = try workspace.runBinary(command)
    #expect(outcome.status == 66)
    #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
  }
}
