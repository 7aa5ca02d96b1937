import ArchiveIndex
import ArgumentParser
import Foundation
import Pipeline
import PortalImport
import Primitives
import Publishing
import Service
import Serving
import Syndication
import Watching

/// Maps errors to messages on standard error and to exit statuses.
enum ErrorReport {
  /// Runs the body of a command. An error is printed, and ends the process with its exit status.
  /// - Throws: `ExitCode`.
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

  /// The exit status of an error.
  static func status(of error: any Error) -> ExitStatus {
    if let fault = fault(of: error) { return ExitStatus(fault) }
    return switch error {
    case is ConfigurationError: .configuration
    case is ScanError, is LossError, is FileReadError, is Explanation.FileError: .noInput
    case let error as LabelError: status(of: error)
    case is StandardOutput.Failure: .io
    case is FeedServer.Failure, is PassedSockets.Failure: .unavailable
    case PublishingError.storage(let problem): status(of: problem)
    case let error as IndexError: error.fault.map(ExitStatus.init) ?? .noInput
    case let error as BackupError: status(of: error)
    case let error as PortalImportError: status(of: error)
    default: .software
    }
  }

  // The failure of the file system of an error; `nil` for other errors.
  private static func fault(of error: any Error) -> StorageFault? {
    switch error {
    case let error as PublishingError: error.fault
    case let error as ServiceStatus.Unreadable: error.fault
    case let error as ReaderFile.Unreadable: error.fault
    default: nil
    }
  }

  private static func status(of problem: StorageProblem) -> ExitStatus {
    switch problem.kind {
    case .unavailable: .unavailable
    case .configuration: .configuration
    }
  }

  private static func status(of error: LabelError) -> ExitStatus {
    if case .unreadable = error { return .noInput }
    return .data
  }

  private static func status(of error: BackupError) -> ExitStatus {
    switch error {
    case .exists, .notRegular, .served, .replaces: .cannotCreate
    case .busy: .temporary
    case .unwritable(_, let code): ExitStatus(StorageFault(errno: code))
    case .unreadable(_, let code): StorageFault(errno: code) == .notPermitted ? .noInput : .io
    case .notBackup, .damaged, .newer, .lacks: .data
    }
  }

  private static func status(of error: PortalImportError) -> ExitStatus {
    switch error {
    case .unreadable, .unreadableEvent: .noInput
    case .tooLarge: .data
    case .refused(_, _, let code): ExitStatus(StorageFault(errno: code))
    }
  }
}
