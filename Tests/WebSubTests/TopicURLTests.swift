import Testing

@testable import WebSub

@Suite("The URL of a topic")
struct TopicURLTests {
  private func components(_ path: String) -> [String]? {
    Hub.pathComponents(ofTopic: "https://feeds.example/" + path, baseURL: "https://feeds.example/")
  }

  @Test func `leads to the path of its document`() {
    #expect(components("all.atom") == ["all.atom"])
    #expect(components("tag/%E6%97%A5%E6%9C%AC.atom") == ["tag", "日本.atom"])
  }

  @Test(
    "is the one that feeds say: subscribers of another would hear nothing",
    arguments: ["tag/日本.atom", "tag/%e6%97%a5%e6%9c%ac.atom", "%61ll.atom", "tag%2Frust.atom", "%", "%FF"])
  func other(path: String) { #expect(components(path) == nil) }
}
