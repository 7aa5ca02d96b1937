/// The settings of object storage that the configuration has.
package struct ObjectStorageSettings: Hashable, Sendable {
  /// The URL of the store; `nil` for that of the environment, or else AWS.
  package var endpoint: String?
  /// The region; `nil` for that of the environment or of the profile.
  package var region: String?
  /// Whether the bucket is in the path of a URL and not in its host; `nil` when the endpoint decides.
  package var usesPathStyle: Bool?
  /// The largest share of all documents that a build removes.
  package var mostRemoved = 0.2

  /// The default settings.
  package init() {}
}
