import Testing

@testable import Classification

@Suite("Posting lists")
struct PostingsTests {
  private let all = (0..<5_000).map { Postings.Posting(UInt64($0 % 700) &* 0x1234_5678_9ABC, Int32($0)) }

  private func expected(_ key: Int) -> Set<Int32> {
    Set((0..<5_000).filter { $0 % 700 == key }.map(Int32.init))
  }

  @Test func `no number is missing, whether it was filed at first or later`() {
    var added = Postings(Array(all.prefix(1_000)))
    for posting in all.dropFirst(1_000) { added.add(posting) }
    for key in 0..<700 {
      for postings in [Postings(all), added] {
        let found = postings.numbers(of: UInt64(key) &* 0x1234_5678_9ABC)
        #expect(expected(key).isSubset(of: found))
      }
    }
  }

  @Test func `most numbers are those that were asked for`() {
    let postings = Postings(all)
    let found = (0..<700).reduce(0) { $0 + postings.numbers(of: UInt64($1) &* 0x1234_5678_9ABC).count }
    #expect(found < 3 * all.count)
  }

  @Test func `what is filed again takes no more room`() {
    var postings = Postings(all)
    let before = postings.numbers(of: 0)
    for _ in 1...3 { for posting in all { postings.add(posting) } }
    #expect(postings.numbers(of: 0) == before)
  }

  @Test func `there is nothing in an empty one`() { #expect(Postings().numbers(of: 7) == []) }
}
