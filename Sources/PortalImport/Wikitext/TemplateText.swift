/// The texts of templates for numbers.
enum TemplateText {
  // The words between two numbers of `{{convert|5|to|10|km}}`, and how they are shown.
  private static let joints = [
    "-": "–", "–": "–", "to": " to ", "and": " and ", "or": " or ", "by": " by ", "x": " × ", "×": " × ",
  ]

  /// The text of `{{convert|12|km}}`: the number and the unit.
  static func measure(_ arguments: [String]) -> String {
    guard let number = arguments.first else { return "" }
    guard arguments.count > 1 else { return number }
    guard let joint = joints[arguments[1]], arguments.count > 2 else { return "\(number) \(arguments[1])" }
    let unit = arguments.count > 3 ? " " + arguments[3] : ""
    return number + joint + arguments[2] + unit
  }

  /// The text of `{{frac|1|2}}` or `{{frac|3|1|2}}`.
  static func fraction(_ arguments: [String]) -> String {
    switch arguments.count {
    case 0: ""
    case 1: "1/\(arguments[0])"
    case 2: "\(arguments[0])/\(arguments[1])"
    default: "\(arguments[0]) \(arguments[1])/\(arguments[2])"
    }
  }
}
