import ArchiveIndex
import ArgumentParser
import Foundation
import Pipeline
import Primitives
import Publishing
import Service
import Serving
import Syndication
import Watching

/// Turns errors into messages on standard error and exit statuses.
enum Failure {
  /// Runs a command's body; an error is reported and ends the process with its status.
  static func exitOnError(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as ExitCode {
      throw error
    } catch {
      let lines = (error as? ConfigurationError)?.lines ?? ["\(error)".printable]
      StandardError.write("feedgen: error: \(lines.joined(separator: "\n"))\n")
      throw ExitCode(status(of: error).rawValue)
    }
  }

  /// The exit status that an error means.
  static func status(of error: any Error) -> ExitStatus {
    switch error {
    case is ConfigurationError: .configuration
    case is ScanError, is LossError, is FileReadError, is Explanation.Failing, IndexError.missing: .noInput
    case LabelError.unreadable: .noInput
    case is LabelError: .data
    case is StandardOutput.Failure: .io
    case is FeedServer.Failure: .unavailable
    case let error as IndexError: ExitStatus(error.fault ?? .other)
    case let error as PublishingError: ExitStatus(error.fault)
    case let error as ServiceStatus.Unreadable: ExitStatus(error.fault)
    default: .software
    }
  }
}
