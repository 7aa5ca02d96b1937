import Foundation
import Primitives
import TestSupport
import Testing

@testable import Service

@Suite("A watch of the files of a site")
struct SiteFileWatchTests {
  private let directory: TemporaryDirectory
  private let start = ContinuousClock.now

  init() throws { directory = try TemporaryDirectory() }

  private func watch(
    _ path: WritableKeyPath<SiteFiles, [BytePath: FileStamp?]> = \.configuration
  ) -> SiteFileWatch {
    let file = BytePath(directory.path("x"))
    var files = SiteFiles()
    files[keyPath: path] = [file: SiteFiles.stamp(of: file.text)]
    return SiteFileWatch(files, interval: .seconds(1), sweep: .seconds(10), now: start)
  }

  // The seconds at which a watch reports a change.
  private func reports(_ watch: inout SiteFileWatch, _ seconds: ClosedRange<Int>) -> [Int] {
    seconds.filter { watch.hasChanged(at: start + .seconds($0)) }
  }

  @Test("reports a change once, when the file is the same at two checks")
  func change() throws {
    var watch = watch()
    #expect(reports(&watch, 0...3) == [])
    try directory.write("a", to: "x")
    #expect(reports(&watch, 4...4) == [])
    try directory.write("abc", to: "x")
    #expect(reports(&watch, 5...9) == [6])
    try FileManager.default.removeItem(atPath: directory.path("x"))
    #expect(reports(&watch, 10...14) == [11])
  }

  @Test("checks files in the content at longer intervals")
  func pages() throws {
    var watch = watch(\.pages)
    try directory.write("a", to: "x")
    #expect(reports(&watch, 1...25) == [11])
  }
}
