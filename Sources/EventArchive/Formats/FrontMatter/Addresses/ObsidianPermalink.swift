/// Addresses of Obsidian Publish: the path of the note, with `+` for blanks.
enum ObsidianPermalink {
  /// The path of a note.
  static func path(of path: PostPath) -> String {
    "/" + (path.folders + [path.name]).joined(separator: "/").replacing(" ", with: "+")
  }
}
