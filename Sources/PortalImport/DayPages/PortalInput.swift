package import EventArchive
internal import Foundation
internal import Primitives

/// An input of the import: a file, or standard input, with the wikitext of one page or of several, one behind another.
package struct PortalInput {
  /// The pages of an input, and what is wrong with it.
  package struct Reading: Sendable {
    /// The pages with events, in the order of the input. Two pages of one day are one.
    package var pages: [PortalPage] = []
    /// Lines that are left out, wholly or in part. Pages that are left out have problems that reject them.
    package var problems: [ArchiveProblem] = []
  }

  /// The name of the input for messages.
  package let name: String
  private let bytes: [UInt8]

  /// Makes an input of bytes.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a file, or standard input for `-`.
  /// - Throws: `PortalImportError`.
  package init(reading path: String) throws(PortalImportError) {
    let isStandardInput = path == "-"
    name = isStandardInput ? "<stdin>" : path
    let file = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable(path: name, code: errno) }
    defer { if !isStandardInput { close(file) } }
    bytes = try Self.contents(of: file, name: name)
  }

  private static func contents(of file: Int32, name: String) throws(PortalImportError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count: Int
      do throws(FileIO.Failure) {
        count = try FileIO.read(file, into: &block)
      } catch {
        throw .unreadable(path: name, code: error.code)
      }
      if count == 0 { return bytes }
      bytes += block[..<count]
      guard bytes.count <= PortalLimits.inputBytes else { throw .tooLarge(path: name) }
    }
  }
}

extension PortalInput {
  /// The pages of the input.
  package func read() -> Reading {
    bytes.withUnsafeBufferPointer { bytes in
      if let problem = Self.defect(of: bytes) { return Reading(problems: [rejection(line: 1, problem)]) }
      let lines = WikitextLines.split(bytes)
      var reading = Reading()
      reading.problems = lines.unclosedComments.map {
        problem(line: $0, "a comment without an end, which ends with its line; write `-->` behind it")
      }
      let day = PortalDay.day(inFileName: String(name.split(separator: "/").last ?? ""))
      reading.problems += lines.cutLines.map {
        problem(
          line: $0,
          "a line of more than \(PortalLimits.lineBytes) bytes, the rest of which is left out; divide it")
      }
      var indices: [EventDay: Int] = [:]
      for section in DaySections.split(lines.lines, day: day) {
        guard let page = page(of: section, problems: &reading.problems) else { continue }
        if let index = indices[page.day] {
          reading.pages[index].events += page.events
        } else {
          indices[page.day] = reading.pages.count
          reading.pages.append(page)
        }
      }
      if reading.pages.isEmpty, let first = reading.problems.first, first.severity == .repaired {
        reading.problems = [
          rejection(
            line: first.line, "no day page; its events are items like `*A mill burns. [https://… (Post)]`")
        ]
      }
      reading.problems = limited(reading.problems)
      return reading
    }
  }

  private static func defect(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      return "not text in UTF-8; fetch the page with `action=raw`"
    }
    let text = String(decoding: bytes.prefix(1000), as: UTF8.self)
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    if start.hasPrefix("<"), start.contains("<!doctype html") || start.contains("<html") {
      return "HTML, not wikitext; fetch the page with `action=raw`"
    }
    if start.hasPrefix("{\"") { return "JSON, not wikitext; fetch the page with `action=raw`" }
    return start.hasPrefix("#redirect") ? "a redirect; fetch the page that it leads to" : nil
  }

  private func page(of section: DaySection, problems: inout [ArchiveProblem]) -> PortalPage? {
    let page = PortalPageReader(section.lines)
    problems += page.problems.map { problem(line: $0.line, $0.message) }
    if let day = section.day { return PortalPage(day: day, events: page.events) }
    // An empty page needs no day.
    if let event = page.events.first { problems.append(rejection(line: event.line, Self.noDay)) }
    return nil
  }

  private static let noDay =
    "the page names no day; begin it with `{{Current events|year=…|month=…|day=…|content=`, or name the file like 2026-08-19.wiki"

  private func problem(line: Int, _ message: String) -> ArchiveProblem {
    ArchiveProblem(path: name, line: line, message: message, severity: .repaired)
  }

  private func rejection(line: Int, _ message: String) -> ArchiveProblem {
    ArchiveProblem(path: name, line: line, message: message, severity: .rejected)
  }

  private func limited(_ problems: [ArchiveProblem]) -> [ArchiveProblem] {
    let sorted = problems.sorted { ($0.line, $0.message) < ($1.line, $1.message) }
    let others = sorted.filter { $0.severity == .repaired }
    guard others.count > PortalLimits.problems else { return sorted }
    let rejected = sorted.filter { $0.severity == .rejected }.prefix(PortalLimits.problems)
    let next = others[PortalLimits.problems]
    return rejected + others.prefix(PortalLimits.problems)
      + [problem(line: next.line, "more problems, which are not listed; correct those that are first")]
  }
}
