/// The settings of WebSub.
package struct WebSubSettings: Equatable, Sendable {
  /// The path of the hub below the site's URL.
  package static let path = "hub"

  /// Whether this server has a hub.
  package var serves = false
  /// Whether callbacks may have addresses of this machine and of private networks.
  package var allowsPrivateCallbacks = false
  /// The limit of subscriptions.
  package var subscriptions = 10_000
  /// The default and the maximum lease of a subscription, in seconds.
  package var lease = 864_000
  /// The limit of changed feeds in one notification of a hub.
  package var batch = 50
  /// The time limit of a request to another server, in seconds.
  package var timeout = 30.0

  /// The default settings.
  package init() {}
}
