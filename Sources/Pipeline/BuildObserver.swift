/// Follows a build, and may stop it.
package struct BuildObserver {
  /// Called with the kind of work, the number of its steps that are done, and their total.
  package var onProgress: (_ work: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
  /// Called often during a build; an error that it throws ends the build.
  package var checkpoint: () throws -> Void = {}

  /// Makes an observer that ignores everything.
  package init() {}

  /// Reports progress.
  /// - Throws: the error of the checkpoint.
  package func report(_ work: String, done: Int, total: Int) throws {
    try checkpoint()
    onProgress(work, done, total)
  }
}
