import Foundation
import Pipeline

/// Builds feeds from a content directory: `build-feeds CONTENT OUTPUT`.
@main
enum BuildFeeds {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 2, let content = arguments.first, let output = arguments.last else {
      print("usage: build-feeds CONTENT OUTPUT")
      exit(64)
    }
    var build = FeedBuild(content: content, output: output, state: output + ".state")
    build.baseURL = "https://news.example.org/feeds/"
    build.title = "News of the valley"
    build.formats = ["atom", "json"]
    do {
      let report = try build.run()
      for problem in report.problems { print(problem) }
      print("\(report.events) events in \(report.feeds) feeds, \(report.written) written")
    } catch {
      print(error)
      exit(1)
    }
  }
}
