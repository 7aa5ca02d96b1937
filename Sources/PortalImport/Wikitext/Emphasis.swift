/// Counts the apostrophes of italics (`''`) and bold (`'''`) in a line.
struct Emphasis {
  private var isItalic = false
  private var isBold = false

  /// Reads a run of apostrophes. Returns how many of them are text.
  /// - Parameter isBeforeLetter: whether a letter follows the run.
  mutating func text(ofRun length: Int, isBeforeLetter: Bool) -> Int {
    switch length {
    case ..<2: return length
    case 2:
      isItalic.toggle()
      return 0
    case 3 where isItalic && !isBold && isBeforeLetter:
      // `''The Times'''s`: an apostrophe behind the end of italics.
      isItalic = false
      return 1
    case 3, 4:
      isBold.toggle()
      return length - 3
    default:
      isItalic.toggle()
      isBold.toggle()
      return length - 5
    }
  }
}
