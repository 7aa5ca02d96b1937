internal import Classification
internal import Synchronization

/// The countries with the settings of a site, adapted when they are first asked for: a build that changes nothing needs none.
final class AdaptedGazetteer: Sendable {
  private let settings: CountrySettings
  private let adapted = Mutex<Gazetteer?>(nil)

  /// Makes a gazetteer that is not adapted yet.
  init(_ settings: CountrySettings) { self.settings = settings }

  /// The gazetteer.
  var value: Gazetteer {
    adapted.withLock { known in
      let gazetteer = known ?? Build.gazetteer.adapted(to: settings)
      known = gazetteer
      return gazetteer
    }
  }
}
