import Primitives
import Testing

@testable import EventArchive

@Suite("Dates of posts")
struct PostDateTests {
  private static let newYork = SiteTimeZone("America/New_York") ?? .utc

  private func written(_ date: PostDate?) -> String? {
    date.map { "\($0.time) \($0.offset.map { "\($0 / 60)" } ?? "-") \($0.precision)" }
  }

  @Test(
    arguments: [
      ("2013-11-14", "2013-11-14T05:00:00Z - day"), ("2013-11-4", "2013-11-04T05:00:00Z - day"),
      ("2013/11/14", "2013-11-14T05:00:00Z - day"), ("20131114", "2013-11-14T05:00:00Z - day"),
      ("2013-07-14 9:05", "2013-07-14T13:05:00Z - time"),
      ("2013-11-14T19:05:59", "2013-11-15T00:05:59Z - time"),
      ("2013-11-14t19:05:59Z", "2013-11-14T19:05:59Z 0 time"),
      ("2013-11-14_19:05:59.123Z", "2013-11-14T19:05:59Z 0 time"),
      ("2013-11-14 19:05 UTC", "2013-11-14T19:05:00Z 0 time"),
      ("2013-11-14  19:05 GMT", "2013-11-14T19:05:00Z 0 time"),
      ("2013-11-14 19:05:59 -0500", "2013-11-15T00:05:59Z -300 time"),
      ("2013-11-14 19:05:59-05:00", "2013-11-15T00:05:59Z -300 time"),
      ("2013-11-14 19:05:59 -5", "2013-11-15T00:05:59Z -300 time"),
      ("2013-11-14T19:05:59 +05:30", "2013-11-14T13:35:59Z 330 time"),
      ("\"2013-11-14\"", "2013-11-14T05:00:00Z - day"), (" 2013-11-14 ", "2013-11-14T05:00:00Z - day"),
      ("January 5, 2024", "2024-01-05T05:00:00Z - day"), ("Jan. 5th 2024", "2024-01-05T05:00:00Z - day"),
      ("5 January 2024", "2024-01-05T05:00:00Z - day"),
      ("Friday, 5 January 2024", "2024-01-05T05:00:00Z - day"),
      ("Fri, 05 Jan 2024 10:00:00 +0100", "2024-01-05T09:00:00Z 60 time"),
      ("5 Jan 2024 10:00 EST", "2024-01-05T15:00:00Z -300 time"),
      ("1704448800", "2024-01-05T10:00:00Z 0 time"),
      ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z 0 time"),
      // Clocks skip 02:00 to 03:00.
      ("2024-03-10 02:30", "2024-03-10T07:30:00Z - time"),
      // Clocks show 01:00 to 02:00 twice.
      ("2024-11-03 01:30", "2024-11-03T05:30:00Z - time"),
    ])
  func `have many forms`(text: String, date: String) {
    let match = DateText.match(text, in: Self.newYork)
    #expect(written(match?.date) == date)
    #expect(match?.isWhole == true)
  }

  @Test(
    arguments: [
      ("2023-01-29 18:30:22 2023 -0800", "2023-01-29T00:00:00Z - day"),
      ("2023-01-29T25:00", "2023-01-29T00:00:00Z - day"), ("2023-01-29T", "2023-01-29T00:00:00Z - day"),
      ("2023-01-29 or so", "2023-01-29T00:00:00Z - day"),
      ("2023-01-29 10:00 XYZ", "2023-01-29T00:00:00Z - day"),
      ("May 5, 2023 at noon", "2023-05-05T00:00:00Z - day"),
      ("2023-01-29 10:00:5", "2023-01-29T00:00:00Z - day"),
      ("", nil), ("soon", nil), ("2023", nil), ("2023-13-01", nil), ("2023-02-30", nil),
      ("0001-01-01T00:00:00Z", nil),
      ("5 May", nil), ("10:00:00", nil), ("99999999", nil), ("2023-01/05", nil),
      ("9999-12-31 23:59 -0500", nil),
    ])
  func `that are not understood are their day, or none`(text: String, date: String?) {
    let match = DateText.match(text, in: .utc)
    #expect(written(match?.date) == date)
    #expect(match?.isWhole != true)
  }

  @Test(
    arguments: [
      ("date: 2024-01-05\npublished: 2024-01-06", "post.md", "2024-01-05"),
      ("published: true\npubDate: 2024-01-06", "post.md", "2024-01-06"),
      ("published: 2024-01-06", "post.md", "2024-01-06"), ("Created: 2024-01-07", "post.md", "2024-01-07"),
      ("date: 2024-01-05", "2023-05-06-post.md", "2024-01-05"),
      ("title: x", "2023-5-6-post.md", "2023-05-06"),
      ("title: x", "a/2023-05-06_post/index.fr.md", "2023-05-06"),
      ("title: x", "2023-05-06.md", "2023-05-06"),
      ("path: \"2025/01/10/name\"", "post.md", "2025-01-10"),
      ("permalink: /blog/2025/1/9/x.html", "post.md", "2025-01-09"),
      ("title: x", "blog/2022/03/04/x.md", "2022-03-04"),
      ("date: Created", "2023-05-06-post.md", "2023-05-06"), ("date: git Last Modified", "x.md", nil),
      ("date: never", "2023-05-06-post.md", "2023-05-06"), ("title: x", "2023-05-066-post.md", nil),
      ("title: x", "blog/2022/03/post.md", nil), ("lastmod: 2024-01-01", "post.md", nil),
    ])
  func `come from keys, then from names, then from addresses`(yaml: String, path: String, day: String?) {
    let date = post("---\n\(yaml)\n---\n", path: path)?.date
    #expect(date.map { $0.day(in: .utc).description } == day)
  }

  @Test func `of Hugo may be the time of the last change`() {
    #expect(post("---\nlastmod: 2024-01-01\n---\n", site: SiteSettings(kind: .hugo)) != nil)
  }

  @Test func `fall on a day by their own offset, else by the zone of the site`() {
    let midnight = DateText.match("2023-12-08 23:30 -0500", in: .utc)?.date
    #expect(midnight?.day(in: .utc).description == "2023-12-08")
    let day = DateText.match("2023-12-08", in: Self.newYork)?.date
    #expect(day?.day(in: Self.newYork).description == "2023-12-08")
  }

  @Test func `that are not understood are problems with their line`() {
    let file = postFile("---\ntitle: x\ndate: 2023-01-29 18:30:22 2023 -0800\n---\n")
    #expect(file.problems.map(\.line) == [3])
    #expect(file.problems.first?.message.contains("only up to its day") == true)
  }
}
