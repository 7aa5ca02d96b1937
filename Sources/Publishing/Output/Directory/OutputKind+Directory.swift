extension OutputKind {
  /// A directory: any location is the path of one.
  static let directory = OutputKind(
    recognises: { _ in true },
    open: { location, _ in try DirectoryOutput(root: location) },
    source: { _, _ in nil })
}
