/// Whether a WebSub hub is served, and what it bears.
package struct WebSubSettings: Equatable, Sendable {
  /// The hub's path below the site's address.
  package static let path = "hub"

  /// Whether there is a hub.
  package var serves = false
  /// Whether subscribers may be at addresses of this machine and of networks that are not public.
  package var allowsPrivateCallbacks = false
  /// How many subscriptions there may be.
  package var subscriptions = 10_000
  /// How long a subscription lasts at most, in seconds, and when its subscriber does not say.
  package var lease = 864_000
  /// The number of changed feeds that one ping to a hub may name.
  package var batch = 50
  /// How long another server may take for one answer, in seconds.
  package var timeout = 30.0

  /// Makes the settings that a configuration has which says nothing.
  package init() {}
}
