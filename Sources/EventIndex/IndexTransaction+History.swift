package import Classification
internal import EventArchive

extension IndexTransaction {
  /// Everything that is remembered of events.
  package func history() throws -> EventHistory {
    var history = EventHistory()
    let event = try statement("SELECT id, first_run, published, updated, content FROM event")
    try event.forEachRow {
      history.events[NameNumber(event.number(0))] = EventHistory.Record(
        order: event.number(1), published: event.number(2), updated: event.number(3),
        content: event.digest(4) ?? ContentDigest(data: nil))
    }
    let name = try statement("SELECT id, event FROM name WHERE event IS NOT NULL")
    try name.forEachRow { history.ids[NameNumber(name.number(0))] = NameNumber(name.number(1)) }
    return history
  }

  /// Remembers an event.
  package func put(_ record: EventHistory.Record, id: NameNumber) throws {
    let row = try statement("INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?)")
    row.bind(Int64(id), record.order, record.published, record.updated)
    row.bind(record.content, at: 5)
    try row.run()
  }

  /// Remembers the event that a name was published under.
  package func put(event id: NameNumber, ofName name: NameNumber) throws {
    let row = try statement("UPDATE name SET event = ? WHERE id = ?")
    row.bind(Int64(id), Int64(name))
    try row.run()
  }
}
