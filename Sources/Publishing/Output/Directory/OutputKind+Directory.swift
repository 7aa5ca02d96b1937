extension OutputKind {
  /// A directory: any location is the path of one.
  static let directory = OutputKind(
    recognises: { _ in true },
    open: { try DirectoryOutput(root: $0) })
}
