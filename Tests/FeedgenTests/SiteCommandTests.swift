import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The command on a site")
struct SiteCommandTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func post(_ title: String, _ more: String...) -> String {
    (["---", "title: \(title)", "date: 2024-05-19"] + more + ["---", "", "Words of *\(title)*.", ""])
      .joined(separator: "\n")
  }

  @Test("finds a Jekyll blog in the working directory, and writes a configuration for it")
  func jekyll() throws {
    try directory.write("title: My blog\nurl: https://blog.example\n", to: "_config.yml")
    try directory.write(post("One", "tags: [rust, C++, AI]"), to: "_posts/2024-05-19-one.md")
    try directory.write("# Not a post\n", to: "about.md")
    let before = try FeedgenProcess.run([], in: directory.path)
    #expect(
      before.status == 78 && before.errors.contains("a Jekyll site here (_config.yml); run `feedgen init`"),
      "\(before)")
    let first = try FeedgenProcess.run(["init"], in: directory.path)
    #expect(first.status == 0 && first.output.contains("Jekyll site (_config.yml)"), "\(first)")
    let again = try FeedgenProcess.run(["init"], in: directory.path)
    #expect(again.status == 78 && again.errors.contains("it exists already"), "\(again)")
    for _ in 1...2 {
      let run = try FeedgenProcess.run([], in: directory.path)
      #expect(run.status == 0)
      #expect(
        run.output.hasPrefix("Jekyll site (_config.yml): 1 posts, 1 published; 1 other files"), "\(run)")
    }
    let feed = try String(contentsOfFile: directory.path("feeds/tag/c-plus-plus.atom"), encoding: .utf8)
    #expect(feed.contains("https://blog.example/2024/05/19/one.html"))
    #expect(feed.contains("tag:localhost,2024-05-19:/2024/05/19/one.html"))
    // AI is no code of a country here. The page knows the kinds of terms.
    #expect(!FileManager.default.fileExists(atPath: directory.path("feeds/country/anguilla.atom")))
    let topics = try String(contentsOfFile: directory.path("feeds/assets/topics.json"), encoding: .utf8)
    #expect(topics.contains("\"taxonomies\":[[\"tag\",\"tags\"]]"), "\(topics)")
    let check = try FeedgenProcess.run(["check"], in: directory.path)
    #expect(
      check.status == 0 && check.output.contains("about.md:1: no post: it has no front matter"), "\(check)")
    let list = try FeedgenProcess.run(["list", "--kind", "tag"], in: directory.path)
    #expect(list.output.contains("C++ (tag)") && list.output.contains("rust (tag)"), "\(list)")
  }

  @Test("has the posts of one language in its feeds, and those of others in folders")
  func languages() throws {
    try directory.write("title: My blog\nurl: https://blog.example\n", to: "_config.yml")
    for language in ["en", "de", "ja"] {
      try directory.write(post(language), to: "\(language)/news/_posts/2024-05-19-one.md")
    }
    try directory.write(post("de2"), to: "de/news/_posts/2024-05-20-two.md")
    let english = try FeedgenProcess.run(["--content", "."], in: directory.path)
    #expect(english.output.contains("4 posts, 1 published, 3 in other languages"), "\(english)")
    try directory.write(
      "{\"content\": \".\", \"frontMatter\": {\"languages\": [\"en\", \"de\", \"ja\"]}}", to: "config.json")
    let all = try FeedgenProcess.run([], in: directory.path)
    #expect(all.output.contains("\nde: 2 events") && all.output.contains("\nja: 1 events"), "\(all)")
    let feeds = try ["", "de/", "ja/"].map {
      try String(contentsOfFile: directory.path("feeds/\($0)all.atom"), encoding: .utf8)
    }
    #expect(feeds.map { $0.ranges(of: "<entry>").count } == [1, 2, 1])
    #expect(
      feeds[1].contains("xml:lang=\"de\"") && feeds[1].contains("href=\"http://localhost:8080/de/all.atom\""))
    #expect(feeds[1].contains("<id>tag:localhost,2000-01-01:/feeds/de/all</id>"))
    #expect(FileManager.default.fileExists(atPath: directory.path("feeds/de/category/news.atom")))
    let again = try FeedgenProcess.run([], in: directory.path)
    #expect(again.output.ranges(of: " 0 written").count == 3, "\(again)")
  }

  @Test("says why it finds nothing, and what to do", arguments: ["plain", "empty", "drafts"])
  func nothing(kind: String) throws {
    switch kind {
    case "plain": try directory.write(post("One"), to: "content/notes/one.md")
    case "drafts":
      try directory.write("title = 'x'\nbaseURL = 'https://x.example/'\n", to: "hugo.toml")
      try directory.write(post("One", "draft: true"), to: "content/one.md")
    default: try directory.write("", to: "content/readme.txt")
    }
    let run = try FeedgenProcess.run([], in: directory.path)
    let advice = [
      "plain": "but 1 Markdown files; set \"format\" to \"posts\"", "empty": "has no posts of a Hugo",
      "drafts": "has no published post: 1 drafts",
    ]
    #expect(run.errors.contains(advice[kind] ?? "?"), "\(run)")
  }

  @Test("says where data of the site have a mistake, and refuses values for posts that cannot be read")
  func brokenData() throws {
    try directory.write("baseURL = 'https://x.example/'\n", to: "hugo.toml")
    try directory.write("jane:\n  name: [\n", to: "data/authors.yml")
    try directory.write(post("One", "author: jane"), to: "content/one.md")
    for arguments in [[], ["check"]] {
      let run = try FeedgenProcess.run(arguments + ["--content", "content"], in: directory.path)
      #expect(run.status == (arguments == [] ? 0 : 65), "\(run)")
      let text = run.errors + run.output
      #expect(text.contains("../data/authors.yml:3: the data of the site are not read"), "\(run)")
    }
    try directory.write("", to: "site/.eleventy.js")
    try directory.write("{\"draft\": [}", to: "site/posts/posts.json")
    let run = try FeedgenProcess.run(["--content", "site"], in: directory.path)
    #expect(run.status == 78 && run.errors.contains("site/posts/posts.json:1: the configuration"), "\(run)")
  }

  @Test("publishes drafts and keeps expired posts where the configuration says so")
  func draftsAndExpired() throws {
    try directory.write("title = 'x'\nbaseURL = 'https://x.example/'\n", to: "hugo.toml")
    try directory.write(post("Plain"), to: "content/one.md")
    try directory.write(post("Draft", "draft: true"), to: "content/two.md")
    try directory.write(post("Old", "expiryDate: 2024-06-01"), to: "content/three.md")
    let lines = [
      "\"drafts\": \"hold\", \"expired\": \"remove\"": "3 posts, 1 published, 1 expired, 1 draft",
      "\"drafts\": \"publish\"": "3 posts, 2 published, 1 expired",
      "\"expired\": \"keep\"": "3 posts, 2 published, 1 draft",
    ]
    for (keys, states) in lines {
      try directory.write("{\"content\": \".\", \"frontMatter\": {\(keys)}}", to: "config.json")
      let line = "Hugo site (hugo.toml): \(states)\n"
      #expect(try FeedgenProcess.run([], in: directory.path).output.hasPrefix(line))
      #expect(try FeedgenProcess.run(["check"], in: directory.path).output == line)
    }
    try directory.write("{\"frontMatter\": {\"drafts\": true}}", to: "config.json")
    let run = try FeedgenProcess.run([], in: directory.path)
    #expect(run.status == 78 && run.errors.contains("should be \"hold\" or \"publish\""), "\(run)")
  }

  @Test("asks for the format when a directory has two kinds of site")
  func ambiguous() throws {
    try directory.write("title: x\n", to: "_config.yml")
    try directory.write("title = 'x'\n", to: "hugo.toml")
    try directory.write(post("One"), to: "_posts/2024-05-19-one.md")
    let run = try FeedgenProcess.run(["--content", "."], in: directory.path)
    #expect(run.status == 78 && run.errors.contains("set \"format\" to"), "\(run)")
    try directory.write("{\"content\": \".\", \"format\": \"jekyll\"}", to: "config.json")
    #expect(try FeedgenProcess.run([], in: directory.path).output.contains("1 published"))
  }

  @Test("keeps the last good version of a post whose front matter has a mistake")
  func goodVersion() throws {
    try directory.write("title: x\n", to: "_config.yml")
    try directory.write(post("Good", "tags: [a]"), to: "_posts/2024-05-19-one.md")
    _ = try FeedgenProcess.run(["--content", "."], in: directory.path)
    try directory.write("---\ntitle: \"a\" b\ntags: [\n---\n", to: "_posts/2024-05-19-one.md")
    let run = try FeedgenProcess.run(["--content", "."], in: directory.path)
    #expect(run.errors.contains("_posts/2024-05-19-one.md:2: front matter is not valid YAML"), "\(run)")
    let feed = try String(contentsOfFile: directory.path("feeds/all.atom"), encoding: .utf8)
    #expect(feed.contains("<title>Good</title>"))
  }

  @Test("keeps all feeds when the configuration of the site cannot be read, and says where and why")
  func brokenConfiguration() throws {
    try directory.write("baseURL = 'https://x.example/'\n", to: "hugo.toml")
    try directory.write(post("One", "tags: [a]"), to: "content/one.md")
    #expect(try FeedgenProcess.run(["--content", "."], in: directory.path).status == 0)
    let before = try FileTree(directory.path("feeds"))
    for bytes in [Data("title = \"x\nbaseURL = 'https://x.example/'\n".utf8), Data([0x74, 0xFF])] {
      try directory.write(bytes, to: "hugo.toml")
      let run = try FeedgenProcess.run(["--content", "."], in: directory.path)
      #expect(run.status == 78 && run.errors.contains("hugo.toml:1: the configuration of the site"), "\(run)")
      #expect(try FileTree(directory.path("feeds")).differences(from: before) == [])
    }
  }
}
