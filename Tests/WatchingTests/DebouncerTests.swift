import Primitives
import Testing
import Watching

@Suite("Debouncing of file changes")
struct DebouncerTests {
  private static let second: Int64 = 1_000_000_000
  private static let quietPeriod: Int64 = 300_000_000
  private static let start: Int64 = 1_700_000_000 * second

  private var files = Debouncer(quietPeriod: quietPeriod)

  private static func stamp(size: Int64 = 1, age: Int64 = 0, at now: Int64 = start) -> FileStamp {
    FileStamp(size: size, modified: now - age, changed: now - age, inode: 7)
  }

  @Test mutating func `a file written long ago is stable at once`() {
    let stamp = Self.stamp(age: 10 * Self.second)
    files.update("a", stamp, clock: 50, now: Self.start)
    #expect(files.takeStable(clock: 50) == ["a": stamp])
    #expect(files.paths == [])
  }

  @Test mutating func `a file written just now is stable after the quiet period, and not before`() {
    let stamp = Self.stamp(age: 100_000_000)
    files.update("a", stamp, clock: 50, now: Self.start)
    #expect(files.takeStable(clock: 50) == [:])
    let due: Int64 = 200_000_050
    #expect(files.nextStable() == due)
    #expect(files.takeStable(clock: due - 1) == [:])
    #expect(files.takeStable(clock: due) == ["a": stamp])
    #expect(files.nextStable() == nil)
  }

  @Test mutating func `a file that grows for ten seconds is returned once, when it is complete`() {
    var taken: [[BytePath: FileStamp?]] = []
    for tick in 0..<110 {
      let clock = Int64(tick) * 100_000_000
      let written = min(clock, 10 * Self.second)
      let stamp = FileStamp(
        size: written / 1000, modified: Self.start + written, changed: Self.start + written, inode: 7)
      files.update("a", stamp, clock: clock, now: Self.start + clock)
      let stable = files.takeStable(clock: clock)
      if !stable.isEmpty { taken.append(stable) }
      if !taken.isEmpty { break }
    }
    #expect(taken.count == 1)
    #expect(taken.first?["a"]??.size == 10 * Self.second / 1000)
  }

  @Test mutating func `a file with a time in the future becomes stable by the monotonic clock`() {
    let stamp = Self.stamp(age: -3600 * Self.second)
    files.update("a", stamp, clock: 0, now: Self.start)
    files.update("a", stamp, clock: Self.quietPeriod / 2, now: Self.start)
    #expect(files.takeStable(clock: Self.quietPeriod - 1) == [:])
    #expect(files.takeStable(clock: Self.quietPeriod) == ["a": stamp])
  }

  @Test mutating func `a file that is missing for a moment is not removed`() {
    let (old, new) = (Self.stamp(size: 1), Self.stamp(size: 2))
    files.update("a", old, clock: 0, now: Self.start + Self.second)
    files.update("a", nil, clock: 100_000_000, now: Self.start + Self.second)
    #expect(files.takeStable(clock: 200_000_000) == [:])
    files.update("a", new, clock: 200_000_000, now: Self.start + Self.second)
    #expect(files.takeStable(clock: 200_000_000) == ["a": new])
    files.update("b", nil, clock: 0, now: Self.start)
    #expect(files.takeStable(clock: Self.quietPeriod) == ["b": nil])
  }

  @Test
  mutating func `a file that is being written is not stable, and is stable when its writer has closed it`() {
    let stamp = Self.stamp(age: 10 * Self.second)
    files.update("a", stamp, clock: 0, now: Self.start)
    #expect(files.takeStable(clock: 0) { $0 == "a" } == [:])
    #expect(files.paths == ["a"])
    files.update("b", Self.stamp(), clock: 0, now: Self.start)
    files.markStable("b")
    #expect(files.takeStable(clock: 0).keys.sorted() == ["a", "b"])
  }

  @Test mutating func `a scheduled check happens at its time`() {
    let stamp = Self.stamp()
    files.scheduleCheck("a", stamp, at: 5 * Self.second)
    files.update("a", stamp, clock: Self.second, now: Self.start)
    #expect(files.nextStable() == 5 * Self.second)
    #expect(files.takeStable(clock: 5 * Self.second - 1) == [:])
    #expect(files.takeStable(clock: 5 * Self.second) == ["a": stamp])
  }
}
