/// The reason why the parser of a syntax cannot read front matter.
struct FrontMatterFault: Error, Hashable {
  /// The remedies of a fault.
  enum Kind: Hashable {
    /// The text does not follow the syntax; its lines can be read one by one.
    case syntax
    /// The front matter exceeds a limit or contains itself; it is not read.
    case rejected
  }

  /// The remedy.
  var kind: Kind
  /// The line of the file, counted from 1.
  var line: Int
  /// The column, counted from 1; `nil` where it does not help.
  var column: Int?
  /// The fault, and the remedy of a rejected file.
  var message: String

  /// The front matter is nested too deeply.
  static func tooDeep(line: Int) -> FrontMatterFault {
    FrontMatterFault(
      kind: .rejected, line: line, column: nil,
      message: "front matter is nested more than \(FrontMatterLimits.depth) levels deep; flatten it")
  }

  /// The front matter has too many values.
  static func tooManyNodes(line: Int) -> FrontMatterFault {
    FrontMatterFault(
      kind: .rejected, line: line, column: nil,
      message: "front matter has more than \(FrontMatterLimits.nodes) values; remove values or aliases")
  }
}
