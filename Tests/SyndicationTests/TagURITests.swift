import Syndication
import Testing

@Suite("Tag URIs")
struct TagURITests {
  @Test func `an id consists of authority, date and path`() {
    let uri = TagURI(authority: "news.example", date: "2013-11-14", specific: "/news/2019/07/4/br%C3%BCcke")
    #expect(uri.description == "tag:news.example,2013-11-14:/news/2019/07/4/br%C3%BCcke")
  }

  @Test func `different things have different ids`() {
    let one = TagURI(authority: "news.example", date: "2013-11-14", specific: "/a")
    #expect(one == TagURI(authority: "news.example", date: "2013-11-14", specific: "/a"))
    #expect(one != TagURI(authority: "news.example", date: "2013-11-14", specific: "/b"))
    #expect(one != TagURI(authority: "other.example", date: "2013-11-14", specific: "/a"))
  }
}
