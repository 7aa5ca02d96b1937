/// A defect of a field of a post. The post is used without the defective part.
package struct PostProblem: Hashable, Sendable {
  /// The line of the file, counted from 1.
  package var line: Int
  /// The fault and the remedy.
  package var message: String
}
