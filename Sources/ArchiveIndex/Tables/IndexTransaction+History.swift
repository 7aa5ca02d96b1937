package import Classification
internal import EventArchive
package import Primitives

extension IndexTransaction {
  /// The history of all events.
  package func history() throws -> EventHistory {
    var history = EventHistory()
    let event = try statement("SELECT id, first_run, published, updated, content FROM event")
    let names = try bounds().names
    try event.forEachRow {
      let id: NameNumber = try event.itemNumber(0, below: names)
      history.events[id] = try Self.record(event, from: 1)
    }
    let name = try statement("SELECT id, event FROM name WHERE event IS NOT NULL")
    try name.forEachRow {
      let id: NameNumber = try name.itemNumber(1, below: names)
      guard history.events[id] != nil else { throw name.damage(1, "is \(id), which no row of event has") }
      history.ids[try name.itemNumber(0, below: names)] = id
    }
    history.ended = try endedEvents()
    for id in history.ended.ids where history.events[id] == nil {
      throw damage("departed", row: id.index, "is an event that no row of event has")
    }
    return history
  }

  /// The events whose last page is gone.
  package func endedEvents() throws -> EndedEvents {
    var events = EndedEvents()
    let bound = try bounds().names
    let row = try statement(
      """
      SELECT departed.event, text_key, other_keys, signs, event.content
      FROM departed LEFT JOIN event ON event.id = departed.event ORDER BY departed.event
      """)
    try row.forEachRow {
      let titleFingerprint = TitleFingerprint(
        key: UInt64(bitPattern: try row.number(1)),
        others: try row.numbers(2).map { UInt64(bitPattern: $0) })
      let id: NameNumber = try row.itemNumber(0, below: bound)
      let content = row.isNull(4) ? nil : try row.digest(4)
      events.insert(
        EndedEvents.Event(
          titleFingerprint: titleFingerprint, contentFingerprint: try row.contentFingerprint(3),
          content: content), id: id)
    }
    return events
  }

  /// Stores an event whose last page is gone.
  package func store(ended event: EndedEvents.Event, id: NameNumber) throws {
    let row = try statement(Self.storingDeparted)
    row.bind(Int64(id.rawValue), Int64(bitPattern: event.titleFingerprint.key))
    row.bind(NumberList.text(event.titleFingerprint.others.map { Int64(bitPattern: $0) }), at: 3)
    row.bind(NumberList.text(event.contentFingerprint.numbers), at: 4)
    try row.run()
  }

  /// Removes an ended event, because it has a page again.
  package func removeEnded(_ id: NameNumber) throws {
    let row = try statement("DELETE FROM departed WHERE event = ?")
    row.bind(Int64(id.rawValue))
    try row.run()
  }

  /// Adds the history of names, and of the events with these ids.
  package func load(_ history: inout EventHistory, of names: some Sequence<NameNumber>) throws {
    let event = try statement("SELECT first_run, published, updated, content FROM event WHERE id = ?")
    let name = try statement("SELECT event FROM name WHERE id = ? AND event IS NOT NULL")
    let bound = try bounds().names
    for number in names {
      event.bind(Int64(number.rawValue))
      try event.forEachRow { history.events[number] = try Self.record(event, from: 0) }
      name.bind(Int64(number.rawValue))
      try name.forEachRow { history.ids[number] = try name.itemNumber(0, below: bound) }
    }
  }

  /// Whether any event has a time later than `limit`.
  package func hasTimes(after limit: UnixTime) throws -> Bool {
    let row = try statement("SELECT id, published, updated FROM event WHERE published > ? OR updated > ?")
    row.bind(limit.seconds, limit.seconds)
    var isAny = false
    // A time out of the calendar's range is damage, and not caused by a wrong clock.
    try row.forEachRow { isAny = try row.time(1) > limit || row.time(2) > limit || isAny }
    return isAny
  }

  /// Sets times of events that are later than `limit` to `limit`.
  package func correctTimes(to limit: UnixTime) throws {
    for column in ["published", "updated"] {
      let row = try statement("UPDATE event SET \(column) = ? WHERE \(column) > ?")
      row.bind(limit.seconds, limit.seconds)
      try row.run()
    }
  }

  private static func record(_ row: any SQLStatement, from column: Int32) throws -> EventHistory.Record {
    EventHistory.Record(
      order: try row.number(column, in: IndexBounds.runs), published: try row.time(column + 1),
      updated: try row.time(column + 2), content: try row.digest(column + 3))
  }

  /// Stores an event.
  package func store(_ record: EventHistory.Record, id: NameNumber) throws {
    let row = try statement(Self.storingEvent)
    row.bind(Int64(id.rawValue), record.order, record.published.seconds, record.updated.seconds)
    row.bind(record.content, at: 5)
    try row.run()
  }

  /// Stores the id of the event that a name was published as.
  package func store(event id: NameNumber, ofName name: NameNumber) throws {
    let row = try statement("UPDATE name SET event = ? WHERE id = ?")
    row.bind(Int64(id.rawValue), Int64(name.rawValue))
    try row.run()
  }
}

extension IndexTransaction {
  private static let storingDeparted = StoringSQL(
    in: "departed", key: ["event"], columns: ["text_key", "other_keys", "signs"])
  private static let storingEvent = StoringSQL(
    in: "event", key: ["id"], columns: ["first_run", "published", "updated", "content"])
}
