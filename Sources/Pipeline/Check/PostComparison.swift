import ArchiveIndex
import Classification
import EventArchive
import Primitives

/// Compares the posts of a site with each other.
struct PostComparison {
  // The files of a folder that are no posts for one reason.
  private struct OtherFiles: Hashable {
    let folder: String
    let reason: ContentFormat.Reason
  }

  private let site: SiteSettings
  private let time: UnixTime
  private var posts: [PostReview] = []
  private var terms = TermComparison()
  // The files that are no posts, by folder and reason.
  private var others: [OtherFiles: [String]] = [:]
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

  /// Adds a file that is no post.
  mutating func addOther(_ path: String, _ reason: ContentFormat.Reason) {
    others[OtherFiles(folder: Self.folder(of: path), reason: reason), default: []].append(path)
  }

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
    posts.flatMap(\.notes) + otherFiles + missingPictures + unknownAddresses + unknownTags
      + terms.notes(site: site)
      + (isOfNotes ? lostReferences(names: names) : [])
  }

  // Where other generators than these have the pages of posts is in programs.
  private var unknownAddresses: [ArchiveProblem] {
    let unknown = posts.filter { $0.hasPage && $0.address == nil }.map(\.path)
    guard let first = unknown.min(by: { BytePath($0) < BytePath($1) }) else { return [] }
    let which =
      unknown.count == 1
      ? "the address of its page is" : "the addresses of the pages of \(unknown.count) posts are"
    return [
      Self.problem(
        first, line: 1,
        "\(which) not known, so feeds link to the start page; set \"frontMatter.permalinks\" to the pattern of the site, such as /blog/:fileslug/"
      )
    ]
  }

  // In notes, a link to a note that is not written yet is usual.
  private var isOfNotes: Bool { site.kind == .obsidian }
}

extension PostComparison {
  private static func folder(of path: String) -> String { BytePath(path).parent.text }

  private static func problem(_ path: String, line: Int, _ message: String) -> ArchiveProblem {
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
        post.path, line: 1,
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
      return Self.problem(post.path, line: id.line, "\(owner) has the same id; give one of them another")
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
          post.path, line: alias.line,
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

  // The pages in a folder of the site that has no posts have one note, as have many pages beside posts.
  private var otherFiles: [ArchiveProblem] {
    var groups: [OtherFiles: [String]] = [:]
    for (group, paths) in others {
      let folder = folders[group.folder] == nil ? section(of: group.folder) : group.folder
      groups[OtherFiles(folder: folder, reason: group.reason), default: []] += paths
    }
    return groups.flatMap { group, paths -> [ArchiveProblem] in
      var reason = group.reason.description
      if group.reason == .noDate, let count = folders[group.folder] {
        reason +=
          count == 1
          ? "; another file in its folder has one" : "; \(count) other files in its folder have one"
      }
      guard paths.count > Self.mostNotes, let first = paths.min(by: { BytePath($0) < BytePath($1) }) else {
        return paths.map { Self.problem($0, line: 1, reason) }
      }
      return [
        Self.problem(
          first, line: 1,
          "\(reason); the same is true of \(paths.count - 1) more files in \(group.folder.isEmpty ? "the content directory" : group.folder)"
        )
      ]
    }
  }

  // The outermost folder of content above a folder.
  private func section(of folder: String) -> String {
    let segments = folder.split(separator: "/")
    let depth = segments.first.map(String.init) == site.contentFolder ? 2 : 1
    return segments.prefix(depth).joined(separator: "/")
  }

  private static let mostNotes = 5

  // One note for each picture, at its first place. An address below the post is another picture in each post.
  private var missingPictures: [ArchiveProblem] {
    var pictures: [String: [(path: String, line: Int)]] = [:]
    for post in posts {
      for picture in post.missingPictures {
        let key = picture.value.hasPrefix("/") ? picture.value : post.path + "\n" + picture.value
        pictures[key, default: []].append((post.path, picture.line))
      }
    }
    return pictures.compactMap { key, places in
      guard let first = places.min(by: { (BytePath($0.path), $0.line) < (BytePath($1.path), $1.line) }) else {
        return nil
      }
      let address = (key.split(separator: "\n").last.map(String.init) ?? key).printable
      let times = places.count == 1 ? "" : " (\(places.count) times)"
      return Self.problem(
        first.path, line: first.line,
        "there is no picture \(address)\(times); correct its address, or add the file"
      )
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
        return Self.problem(post.path, line: line, "there is no file \"\(text.printable)\"; correct the link")
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
        tag.path, line: tag.line,
        "only the generator can run the tag \"\(name.printable)\" (\(times)); the text is published without it"
      )
    }
  }
}
