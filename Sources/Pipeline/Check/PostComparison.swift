import ArchiveIndex
import Classification
import EventArchive
import Primitives

/// Compares the posts of a site with each other.
struct PostComparison {
  private let site: SiteSettings
  private let time: UnixTime
  private var posts: [PostReview] = []
  private var terms = TermComparison()
  // Files with front matter and without a date.
  private var undated: [String] = []
  // All files, by the key with which posts refer to them.
  private var files: [String: [PostPath]] = [:]
  // The number of posts in each folder.
  private var folders: [String: Int] = [:]
  /// The posts by their state.
  private(set) var counts = PostCounts()

  /// Makes a comparison at a time.
  init(of site: SiteSettings, at time: UnixTime) {
    self.site = site
    self.time = time
  }

  /// Adds a post.
  mutating func add(_ post: PostReview) {
    counts.addPost(isPublished: post.isPublished, start: post.start, at: time)
    folders[Self.folder(of: post.path), default: 0] += 1
    if post.hasPage { terms.add(post) }
    posts.append(post)
  }

  /// Adds a file that posts may refer to.
  mutating func addFile(_ path: String) {
    let path = PostPath(path)
    files[path.referenceKey, default: []].append(path)
  }

  /// Adds a file with front matter and without a date.
  mutating func addUndated(_ path: String) { undated.append(path) }

  /// The number of terms of published posts, by taxonomy.
  var termCounts: [String: Int] { terms.counts }

  /// The problems that the publisher must correct.
  /// - Parameter names: the names of the site's files, which are read only if they are needed.
  func problems(names: () -> SiteFileNames) -> [ArchiveProblem] {
    let lost = lostReferences(names: names)
    return sameAddresses + sameIDs + takenAliases + (isOfNotes ? [] : lost)
  }

  /// Facts that may be unintended.
  /// - Parameter names: the names of the site's files, which are read only if they are needed.
  func notes(names: () -> SiteFileNames) -> [ArchiveProblem] {
    posts.flatMap(\.notes) + undatedFiles + unknownTags + terms.notes(site: site)
      + (isOfNotes ? lostReferences(names: names) : [])
  }

  // In notes, a link to a note that is not written yet is usual.
  private var isOfNotes: Bool { site.kind == .obsidian }
}

extension PostComparison {
  private static func folder(of path: String) -> String { BytePath(path).parent.text }

  private static func problem(_ path: String, _ line: Int, _ message: String) -> ArchiveProblem {
    ArchiveProblem(path: path, line: line, message: message, severity: .repaired)
  }

  // The posts that have pages, by path.
  private var shown: [PostReview] {
    posts.filter(\.hasPage).sorted { BytePath($0.path) < BytePath($1.path) }
  }

  private var sameAddresses: [ArchiveProblem] {
    var owners: [EventName: String] = [:]
    return shown.compactMap { post in
      guard let address = post.address else { return nil }
      guard let owner = owners[address] else {
        owners[address] = post.path
        return nil
      }
      return Self.problem(
        post.path, 1,
        "its address is \(address.path), as that of \(owner); give one of them another slug or permalink")
    }
  }

  private var sameIDs: [ArchiveProblem] {
    var owners: [EventName: String] = [:]
    return shown.compactMap { post in
      guard let id = post.id else { return nil }
      guard let owner = owners[id.value] else {
        owners[id.value] = post.path
        return nil
      }
      return Self.problem(post.path, id.line, "\(owner) has the same id; give one of them another")
    }
  }

  private var takenAliases: [ArchiveProblem] {
    let owners = owners
    return shown.flatMap { post in
      post.aliases.compactMap { alias -> ArchiveProblem? in
        guard alias.value.hasPrefix("/"),
          let owner = owners[Self.page(EventName(postAddress: alias.value).path)],
          owner != post.path
        else { return nil }
        return Self.problem(
          post.path, alias.line,
          "the former address \(alias.value.printable) is that of \(owner); remove it, or change that address"
        )
      }
    }
  }

  // The posts by the addresses of their pages.
  private var owners: [Substring: String] {
    Dictionary(
      shown.compactMap { post in post.address.map { (Self.page($0.path), post.path) } },
      uniquingKeysWith: { first, _ in first })
  }

  // Addresses that differ by a slash at the end or the name of an index are those of one page.
  private static func page(_ address: String) -> Substring {
    var address = address[...]
    if address.hasSuffix("/index.html") { address = address.dropLast("index.html".count) }
    while address.hasSuffix("/") { address.removeLast() }
    return address
  }

  private var undatedFiles: [ArchiveProblem] {
    undated.map { path in
      let reason = ContentFormat.Reason.noDate.description
      guard let count = folders[Self.folder(of: path)] else { return Self.problem(path, 1, reason) }
      let others =
        count == 1 ? "another file in its folder has one" : "\(count) other files in its folder have one"
      return Self.problem(path, 1, "\(reason); \(others)")
    }
  }

  private func lostReferences(names: () -> SiteFileNames) -> [ArchiveProblem] {
    let pages = owners
    return posts.flatMap { post -> [ArchiveProblem] in
      var lost = Dictionary(post.lostReferences.map { ($0.value, $0.line) }) { first, _ in first }
      for (text, reference) in post.references {
        let files = files[reference.value.key] ?? []
        let found = reference.value.best(of: files, contentFolder: site.contentFolder)
        // Files that are not read as content may have the name.
        if found == nil, !files.isEmpty || !names().mayHave(text) { lost[text] = reference.line }
      }
      return lost.compactMap { text, line -> ArchiveProblem? in
        let isPage = text.contains("://") || pages[Self.page(EventName(postAddress: text).path)] != nil
        guard !isPage, post.references[text] != nil || !names().mayHave(text) else { return nil }
        return Self.problem(post.path, line, "there is no file \"\(text.printable)\"; correct the link")
      }
    }
  }

  // One note for each tag, at its first place.
  private var unknownTags: [ArchiveProblem] {
    var tags: [String: (count: Int, posts: Int, path: String, line: Int)] = [:]
    for post in posts.sorted(by: { BytePath($0.path) < BytePath($1.path) }) {
      for (name, found) in post.unknownTags {
        var tag = tags[name] ?? (0, 0, post.path, found.line)
        tag.count += found.value
        tag.posts += 1
        tags[name] = tag
      }
    }
    return tags.map { name, tag in
      let times =
        tag.count == 1
        ? "once" : "\(tag.count) times in \(tag.posts == 1 ? "this post" : "\(tag.posts) posts")"
      return Self.problem(
        tag.path, tag.line,
        "only the generator can run the tag \"\(name.printable)\" (\(times)); the text is published without it"
      )
    }
  }
}
