internal import Foundation
internal import TestSupport

/// A site of invented posts that changes at random, the same way for the same seed.
package struct RandomPosts {
  private struct Post {
    var path: String
    var title: String
    var date: String
    var extra: [String] = []
    var terms: [String] = []
    var authors: [String] = []
    var body: String

    var isTOML: Bool { path.hasSuffix("t.md") }

    var text: String {
      let list = Self.list(terms)
      let authors = Self.list(authors)
      if isTOML {
        return
          (["+++", "title = '\(title)'", "date = \(date)", "tags = [\(list)]", "authors = [\(authors)]"]
          + extra
          .map { $0.replacing(": ", with: " = ") } + ["+++", "", body, ""]).joined(separator: "\n")
      }
      return
        (["---", "title: '\(title)'", "date: \(date)", "tags: [\(list)]", "authors: [\(authors)]"] + extra
        + ["---", "", body, ""])
        .joined(separator: "\n")
    }

    private static func list(_ values: [String]) -> String {
      values.map { "\"\($0)\"" }.joined(separator: ", ")
    }
  }

  private static let authors = ["Ada Quill", "ada-quill", "Ben & Co", "Yuki"]
  private static let terms = [
    "Rust", "rust", "C", "C++", "C plus plus", "go lang", "Go-Lang", "日本", "naïve", "naive", "Egypt", "🎉",
    "Norland",
    "at&t", "AT and T",
  ]
  // Times about that at which the tests take place, 2033-05-18T03:33:20Z.
  private static let dates = [
    "2013-11-04", "2014-02-13T10:00:00Z", "2033-05-17T23:30:00-05:00", "2033-05-18T04:00:00Z", "2033-05-18",
    "2033-05-18T12:00:00+02:00", "2033-05-19T08:00:00Z", "2033-05-21T00:00:00Z", "2034-01-01",
  ]
  private static let pictures = ["/a.png", "/a.png?w=9", "b.jpg", "https://pictures.example/c.webp"]
  private static let folders = ["posts", "blog/2033", "notes"]

  private var posts: [String: Post] = [:]
  private var random: SeededGenerator
  // The paths of pages that are no posts.
  private var pages: Set<String> = []
  private var counter = 0

  /// Begins a site without posts.
  package init(seed: Int) { random = SeededGenerator(seed: seed) }

  /// New posts.
  package mutating func additions(_ count: Int) -> [RandomArchive.Operation] {
    (0..<count).flatMap { _ in add() }
  }

  /// What is done to the site, several things together.
  package mutating func step() -> [RandomArchive.Operation] {
    (0..<Int.random(in: 1...4, using: &random)).flatMap { _ in operation() }
  }

  private mutating func operation() -> [RandomArchive.Operation] {
    guard let path = posts.keys.sorted().randomElement(using: &random), var post = posts[path] else {
      return add()
    }
    switch Int.random(in: 0..<20, using: &random) {
    case 0...2: return add()
    case 3: post.title += " again"
    case 4: post.body += random.chance(50) ? "\n\nIt rained in Norland." : "\n\n" + reference()
    case 5: post.terms = pick(0...3, of: Self.terms)
    case 6: post.date = random.pick(Self.dates)
    case 7: post.extra = random.chance(50) ? ["draft: true"] : []
    case 8: post.extra = ["expiryDate: \(random.pick(Self.dates.filter { $0.contains("T") }))"]
    case 9: post.extra = ["slug: \"\(random.pick(["one", "two"]))\""]
    case 10: return move(post, isEdited: random.chance(50))
    case 11: return remove(path)
    case 12: return page()
    case 13: post.authors = pick(0...2, of: Self.authors)
    case 17: post.extra = ["lang: \"\(random.pick(["en", "ar", "pt-br", "none"]))\""]
    case 18: post.extra = ["image: \"\(random.pick(Self.pictures))\""]
    case 19: post.body += "\n\n![\(random.pick(["fog", "ضباب"]))](\(random.pick(Self.pictures)))"
    case 14:
      return [
        .write(
          path: path,
          text: random.pick(["", "---\ntitle: [", "---\ntitle: No date\n---\n", "no front matter\n", "\u{0}"])
        )
      ]
    default: post.extra = ["aliases: [\"/old/\(counter)/\"]"]
    }
    return put(post)
  }

  private mutating func add() -> [RandomArchive.Operation] {
    counter += 1
    let isTOML = random.chance(25)
    var post = Post(
      path: "\(random.pick(Self.folders))/post-\(counter)\(isTOML ? "t" : "").md",
      title: random.pick(["Fog", "Rain in Egypt", "Post \(counter)"]), date: random.pick(Self.dates),
      body: random.pick([
        "Some *words*.", "", "- a\n- b\n\n<b>bold</b>", "Words of Ada Quill.", reference(), reference(),
      ]))
    post.terms = pick(0...3, of: Self.terms)
    post.authors = pick(0...2, of: Self.authors)
    return put(post)
  }

  // A link to a file that there may be, now or later.
  private mutating func reference() -> String {
    let number = Int.random(in: 1...(counter + 2), using: &random)
    let name = random.pick(["post-\(number)", "post-\(number)t", "moved-\(number)", "about", "section"])
    let target = random.pick([
      "{{< ref \"\(name).md\" >}}", "{{< ref \"/posts/\(name)\" >}}", "{% link notes/\(name).md %}",
      "\(name).md#part", "../\(random.pick(Self.folders))/\(name).md", "@/posts/\(name).md",
    ])
    return "More of [\(name)](\(target))."
  }

  // A page that is no post comes, gets another address, or goes.
  private mutating func page() -> [RandomArchive.Operation] {
    let path = "\(random.pick(Self.folders))/\(random.pick(["about.md", "section/_index.md"]))"
    if pages.remove(path) != nil { return [.remove(path: path)] }
    pages.insert(path)
    let address = random.chance(50) ? "url: /\(counter)/\npermalink: /\(counter)/\n" : ""
    return [.write(path: path, text: "---\ntitle: About\n\(address)---\n")]
  }

  private mutating func put(_ post: Post) -> [RandomArchive.Operation] {
    posts[post.path] = post
    return [.write(path: post.path, text: post.text)]
  }

  private mutating func remove(_ path: String) -> [RandomArchive.Operation] {
    posts[path] = nil
    return [.remove(path: path)]
  }

  private mutating func move(_ post: Post, isEdited: Bool) -> [RandomArchive.Operation] {
    counter += 1
    let gone = remove(post.path)
    var post = post
    post.path = "\(random.pick(Self.folders))/moved-\(counter)\(post.isTOML ? "t" : "").md"
    if isEdited { post.body += " Edited." }
    return put(post) + gone
  }

  private mutating func pick(_ count: ClosedRange<Int>, of values: [String]) -> [String] {
    Array(values.shuffled(using: &random).prefix(Int.random(in: count, using: &random)))
  }
}
