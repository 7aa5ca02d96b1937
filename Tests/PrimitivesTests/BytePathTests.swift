import Primitives
import Testing

@Suite("A path of bytes")
struct BytePathTests {
  private let composed: BytePath = "news/m\u{E1}.md"
  private let decomposed: BytePath = "news/ma\u{301}.md"

  @Test func `differs from a path in another normalization form`() {
    #expect(composed.text == decomposed.text)
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, composed]).count == 2)
    #expect([composed, decomposed].sorted() == [composed, decomposed].reversed().sorted())
  }

  @Test func `has a name and a parent, also with a combining mark behind the slash`() {
    let path: BytePath = "news/\u{301}x.md"
    #expect(path.name == "\u{301}x.md")
    #expect(path.parent == "news")
    #expect(path.parent.parent == "")
    #expect(BytePath("").appending("news").appending("\u{301}x.md") == path)
  }

  @Test func `is below its parent directories and no others`() {
    let path: BytePath = "news/2019/07/4/\u{301}fog.md"
    for directory: BytePath in ["news", "news/2019", "news/2019/07/4"] { #expect(path.isBelow(directory)) }
    for other: BytePath in ["new", "news/2019/0", "news/2019/07/4/\u{301}fog.md", "other"] {
      #expect(!path.isBelow(other))
    }
  }
}
