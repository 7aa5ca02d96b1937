internal import Classification
internal import Foundation

/// Writes the image of the gazetteer to standard output; see `scripts/make-gazetteer`.
@main
struct GazetteerMaker {
  static func main() throws {
    try FileHandle.standardOutput.write(contentsOf: Gazetteer(GazetteerTables.standard).image)
  }
}
