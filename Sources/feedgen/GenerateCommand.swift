import ArgumentParser
import Classification
import EventArchive
import Foundation
import Logging
import Pipeline
import Primitives
import Publishing
import Purging
import Service
import WebSub

/// The option of the interval of a service.
struct WatchInterval: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With --watch, how often to look at the content, in seconds (default: watch.interval).",
      valueName: "seconds"))
  var interval: Double?

  /// Refuses an invalid interval.
  func validate() throws { try Options.validate(keys) }

  /// The key that the option sets.
  var keys: [ConfigurationReader.Option] {
    [interval.map { .init(name: "--interval", key: "watch.interval", text: "\($0)") }].compactMap(\.self)
  }
}

/// The default command: brings the feeds up to date.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Bring the feeds up to date with the content (the default).",
    discussion: ExitStatus.table)

  @OptionGroup var options: Options

  @Flag(help: "Read every file and build every feed again; what the index remembers of events is kept.")
  var full = false

  @Flag(
    help:
      "End events whose files are gone, however many they are; without it a run in which most would end is refused."
  )
  var force = false

  @Flag(
    help:
      "Publish to object storage although another index has published there, and replace what it has published."
  )
  var takeOver = false

  @Flag(help: "Stay, and keep the feeds up to date with the content until told to stop.")
  var watch = false

  @Flag(help: "With --watch, also answer feed readers over HTTP, as `feedgen serve` does.")
  var serve = false

  @OptionGroup var address: ServerAddress

  @OptionGroup var interval: WatchInterval

  /// Refuses contradictory options.
  func validate() throws {
    if serve, !watch {
      throw ValidationError(
        "--serve goes with --watch; `feedgen serve` serves feeds that something else keeps up to date.")
    }
    if !serve, address.host != nil || address.port != nil {
      throw ValidationError("--host and --port mean nothing without --serve.")
    }
    if interval.interval != nil, !watch { throw ValidationError("--interval means nothing without --watch.") }
  }

  // The keys that the options of this command set.
  private var keys: [ConfigurationReader.Option] { address.keys + interval.keys }

  func run() throws {
    MallocTuning.fixThresholds()
    try ErrorReport.exitOnError {
      if full || force || takeOver || !watch { try generate() }
      if watch { try runService() }
    }
  }

  private func runService() throws {
    let service = try WatchService(
      try options.source(and: keys), serves: serve, logger: options.logger(level: .info))
    service.run()
  }

  private func generate() throws {
    let logger = options.logger()
    let configuration = try options.configuration(and: keys)
    try configuration.requireApart()
    logger.debug("\(options.origin)")
    // A service uses the system clock, also in its first build.
    let time = watch ? BuildTime.present : try BuildTime.ofOneShotBuild()
    if let warning = time.warning { logger.warning("\(warning)") }
    let purging = try PurgeWorker(configuration, logger: logger)
    let webSub = try WebSubService(configuration, logger: logger)
    let listeners: [(any PublicationListener)?] = [webSub?.store, purging]
    var failures = try generate(
      configuration, time: time, listeners: listeners.compactMap(\.self), logger: logger)
    // Feeds in other languages have no hub.
    for edition in configuration.languageEditions {
      failures += try generate(edition, time: time, listeners: purging.map { [$0] } ?? [], logger: logger)
    }
    // Caches come first, because hubs read the feeds through them.
    if let purging { try sendDue(purging, logger) }
    if let webSub { try sendDue(webSub) }
    // The feeds are published, and the reason was logged.
    if let failure = failures.first { throw ExitCode(ExitStatus(failure.fault).rawValue) }
    try webSub?.store.check()
  }

  // Returns the errors of listeners.
  private func generate(
    _ configuration: Configuration, time: BuildTime, listeners: [any PublicationListener], logger: Logger
  ) throws -> [Publisher.Report.ListenerFailure] {
    let start = ContinuousClock.now
    let progress = ProgressBar(isQuiet: options.quiet)
    let isMain = configuration.languageFolder.isEmpty
    var build = Build(
      configuration.buildSettings, isFull: full, now: time.now, present: time.present, logger: logger,
      observer: progress.observer)
    defer { progress.clear() }
    build.listeners = listeners
    build.lossGuard.isForced = force
    build.takesOver = takeOver
    let summary = try build.run()
    progress.clear()
    if let kept = build.keptEndedMessage(summary.report) { logger.error("\(kept)") }
    // Each edition reads the same files.
    if isMain { report(summary.problems, logger) }
    if summary.held.stories > 0, time.now < time.present - 86_400 {
      logger.warning(
        "stories are held back by the time in \(BuildTime.variable), which is long past; unset it to publish those whose day has come"
      )
    }
    if summary.events == 0 {
      let advice = try configuration.adviceWithoutEvents(summary)
      logger.warning("\(advice)")
    }
    if !options.quiet {
      if isMain, let line = configuration.siteLine(summary) { try StandardOutput.write(line) }
      let language = isMain ? "" : "\(configuration.language): "
      try StandardOutput.write(language + Self.line(summary, start.duration(to: .now)))
    }
    return summary.report.listenerFailures
  }

  private func report(_ problems: [ArchiveProblem], _ logger: Logger) {
    for problem in problems.prefix(options.verbose ? .max : 10) { logger.warning("\(problem)") }
    if problems.count > 10, !options.verbose {
      logger.warning("and \(problems.count - 10) more problems; `feedgen check` lists all")
    }
  }

  // Notifies hubs, for ten seconds at most; the next run sends the rest.
  private func sendDue(_ webSub: WebSubService) throws {
    try Self.work(for: .seconds(10)) { await webSub.worker.sendDue() }
  }

  // Purges caches, for thirty seconds at most; the next run sends the rest.
  private func sendDue(_ purging: PurgeWorker, _ logger: Logger) throws {
    try Self.work(for: .seconds(30)) { await purging.sendDue() }
    let waiting: [PurgeStatus]
    do {
      waiting = try purging.status().filter { $0.waiting > 0 }
    } catch {
      return logger.error("\(purging.consequenceOfFailure): \(error)")
    }
    for status in waiting {
      let reason = status.failure.map { " (\($0.reason))" } ?? ""
      logger.warning(
        "purging: \(status.waiting) addresses wait for \(status.target)\(reason); the next run or a service sends them"
      )
    }
  }

  // Works for some time at most.
  private static func work(for duration: Duration, _ body: @escaping @Sendable () async -> Void) throws {
    try Blocking.wait {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await body() }
        // The only error of a sleep is its cancellation: the work is done.
        group.addTask { try? await Task.sleep(for: duration) }
        await group.next()
        group.cancelAll()
      }
    }
  }

  private static func line(_ summary: Build.Summary, _ duration: Duration) -> String {
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    let unchanged = summary.feeds - summary.report.written
    let others = summary.topics.keys.filter { !TopicKind.allCases.contains($0) }.sorted { $0.name < $1.name }
    let kinds = TopicKind.directories.filter { !$0.isConfigured }.reversed() + others
    let topics = kinds.map { "\(summary.topics[$0] ?? 0) \($0.listName)" }.joined(separator: ", ")
    return """
      \(summary.events) events, \(topics), \
      \(summary.feeds) feeds: \(summary.report.written) written, \(unchanged) unchanged, \
      \(summary.report.removed) removed; \(summary.problems.count) problems; \
      \(summary.held.first == nil ? "" : "\(summary.held); ")\
      \(String(format: "%.2f", seconds)) seconds
      """
  }
}
