internal import Primitives

/// What an entity is.
package enum EntityType: String, CaseIterable, Sendable {
  /// A person.
  case person
  /// A place that is no country.
  case place
  /// An organisation, or a group of people.
  case organisation
  /// Something that happens or happened.
  case event
  /// Anything else.
  case other

  /// The letter of the type in topics.json.
  package var letter: Character {
    switch self {
    case .person: "p"
    case .place: "l"
    case .organisation: "o"
    case .event: "e"
    case .other: "x"
    }
  }

  /// The name of the type, for people; `nil` for other entities.
  package var title: String? {
    switch self {
    case .person: "Person"
    case .place: "Place"
    case .organisation: "Organisation"
    case .event: "Event"
    case .other: nil
    }
  }

  /// The title of the group of such entities in OPML outlines.
  package var groupTitle: String {
    switch self {
    case .person: "People"
    case .place: "Places"
    case .organisation: "Organisations"
    case .event: "Events"
    case .other: "Other entities"
    }
  }
}
