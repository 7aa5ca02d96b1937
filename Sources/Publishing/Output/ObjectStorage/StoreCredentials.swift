#if ObjectStorage
  internal import Foundation
  internal import Primitives
  internal import Synchronization

  /// The credentials of a store, from the environment or from the files of the AWS command line. Files are read again when they
  /// change, because a service runs for longer than some credentials are valid.
  final class StoreCredentials: Sendable {
    /// An access key. Its description has no secret.
    struct Key: Equatable, Sendable, CustomStringConvertible {
      /// The public part.
      var accessKey: String
      /// The secret part.
      var secretKey: String
      /// The token of temporary credentials; `nil` for permanent ones.
      var sessionToken: String?
      /// The place where it was found, for messages.
      var origin: String

      /// The place where it was found.
      var description: String { origin }
    }

    private struct State {
      var stamps: [FileStamp?] = []
      var key: Key?
    }

    private let environment: [String: String]
    private let profile: String
    private let files: [String]
    private let state = Mutex(State())

    /// Makes credentials that are looked for when they are needed.
    /// - Parameter environment: the variables of the process.
    init(environment: [String: String]) {
      self.environment = environment
      func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
      profile = value("AWS_PROFILE") ?? value("AWS_DEFAULT_PROFILE") ?? "default"
      let home = value("HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path
      func path(_ variable: String, else name: String) -> String {
        guard let path = value(variable) else { return "\(home)/.aws/\(name)" }
        return path.hasPrefix("~/") ? home + path.dropFirst() : path
      }
      files = [
        path("AWS_SHARED_CREDENTIALS_FILE", else: "credentials"), path("AWS_CONFIG_FILE", else: "config"),
      ]
    }

    /// The present key.
    /// - Throws: `PublishingError` when there is none.
    func current() throws -> Key {
      if let key = environmentKey { return key }
      return try state.withLock { state in
        let stamps = files.map(Self.stamp)
        if let key = state.key, state.stamps == stamps { return key }
        state.stamps = stamps
        state.key = fileKey
        guard let key = state.key else { throw missing }
        return key
      }
    }

    /// Reads the files again.
    func forget() { state.withLock { $0.key = nil } }

    /// The region of the environment or of the profile; `nil` when neither has one.
    var region: String? {
      let variables = ["AWS_REGION", "AWS_DEFAULT_REGION"].compactMap { environment[$0] }
      return variables.first { !$0.isEmpty } ?? configured?["region"]
    }

    private var environmentKey: Key? {
      guard let accessKey = environment["AWS_ACCESS_KEY_ID"], !accessKey.isEmpty,
        let secretKey = environment["AWS_SECRET_ACCESS_KEY"], !secretKey.isEmpty
      else { return nil }
      let token = environment["AWS_SESSION_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
      return Key(
        accessKey: accessKey, secretKey: secretKey, sessionToken: token, origin: "AWS_ACCESS_KEY_ID")
    }

    // The values of the profile in the file of the configuration.
    private var configured: [String: String]? {
      ProfileFile(path: files[1]).values("profile \(profile)", profile)
    }

    private var fileKey: Key? {
      let sections = [ProfileFile(path: files[0]).values(profile), configured]
      for (file, values) in zip(files, sections) {
        guard let values, let accessKey = values["aws_access_key_id"],
          let secretKey = values["aws_secret_access_key"]
        else { continue }
        return Key(
          accessKey: accessKey, secretKey: secretKey, sessionToken: values["aws_session_token"],
          origin: "the profile \(profile) in \(file)")
      }
      return nil
    }

    private static func stamp(_ path: String) -> FileStamp? {
      var status = stat()
      return stat(path, &status) == 0 ? FileStamp(status) : nil
    }

    private var missing: PublishingError {
      // What the command line of AWS can use, and feedgen cannot.
      let others = ["credential_process", "role_arn", "sso_session", "sso_start_url"]
      let unsupported = others.first { configured?[$0] != nil }
      let hint = unsupported.map {
        "; the profile has \($0), which feedgen does not use: write the credentials that it gives to a file"
      }
      return .storage(
        StorageProblem(
          .configuration,
          "there are no credentials for object storage: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or write the profile \(profile) to \(files.joined(separator: " or "))\(hint ?? "")"
        ))
    }
  }
#endif
