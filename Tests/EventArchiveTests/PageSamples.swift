import Testing

@testable import EventArchive

/// Pages of invented events, one of each generation, in the form of the archive.
enum PageSamples {
  /// The path of `generationA`.
  static let path = "news/2019/07/4/harbour-bridge-of-port-almira-reopens.md"

  /// A page of the first form: no topic line, `### Source:`.
  static let generationA = """
    ### [2019-07-4](/news/2019/07/4/index.md)

    #  Port Almira's harbour bridge reopens after two years of repairs.\u{20}

    Ferries had carried all traffic since the storm, the port says.


    ### Source:

    1. [Almira Post](http://post.example/bridge?id=7&page=2)
    2. [Reuters](https://reuters.example/almira)

    ### Related:

    1. [A storm damages the bridge of Port Almira. ](/news/2017/06/21/a-storm-damages-the-bridge.md) _Context: Port Almira, Almira Ports, Inc._
    2. [ Port Almira elects a mayor. ](/news/2018/11/2/port-almira-elects-a-mayor.md) _Context: Port Almira_

    """

  /// A page of the form between: Changes after Related.
  static let generationB = """
    ### [2019-07-4](/news/2019/07/4/index.md)

    #  Harbour bridge of Port Almira reopens.\u{20}




    ### Source:

    1. [Almira Post](http://post.example/bridge)

    ### Related:

    1. [A storm damages the bridge. ](/news/2017/06/21/a-storm-damages-the-bridge.md) _Context: Port Almira_

    ### Changes:

    1. [ Almira storm: Bridge reopens. ](/news/2019/07/4/almira-storm-pbridge-reopens.md) _2019-08-01 03:20:11 (First version)_
    2. [ Almira storm:: Bridge reopens. ](/news/2019/07/4/almira-storm-bridge-reopens.md) _2019-08-03 04:30:00 (Update)_
    2. [ Harbour bridge of Port Almira reopens. ](/news/2019/07/4/harbour-bridge-of-port-almira-reopens.md) _(Current version)_

    """

  /// A page of the later form: Formats, topic line, cover, Changes before Related.
  static let generationC = """

    Formats: [HTML](/news/2019/07/4/x.html)  [JSON](/news/2019/07/4/x.json)  [XML](/news/2019/07/4/x.xml)\u{20}\u{20}

    ### [2019-07-4](/news/2019/07/4/index.md)

    ##### Port Almira
    # Harbour bridge of Port Almira reopens to trains.\u{20}

    The mayor cut a ribbon of &quot;sea&#8209;blue&quot; silk.


    ### Sources:

    1. [Almira Post](http://post.example/bridge)
    2. [Reuters](https://reuters.example/almira)
    2. [Cover Image](https://pictures.example/b.jpg?w=1200&amp;h=630)

    ### Changes:

    1. [Harbour bridge reopens. ](/news/2019/07/4/harbour-bridge-reopens.md) _2019-07-05 10:30:09 (First version)_
    1. [Harbour bridge of Port Almira reopens to trains. ](/news/2019/07/4/harbour-bridge-of-port-almira-reopens.md) _(Current version)_

    ### Related:

    1. [A storm damages the bridge. ](/news/2017/06/21/a-storm-damages-the-bridge.md) _Context: Port Almira_

    """

  /// What every event page has: date and title.
  static func page(title: String, body: String = "") -> String {
    "### [2019-07-4](/news/2019/07/4/index.md)\n\n# \(title)\n\n\(body)"
  }
}

/// Parses text as the event page at `path`.
func parse(_ text: String, at path: String = PageSamples.path) throws -> EventFileParser.Result {
  try parse(Array(text.utf8), at: path)
}

/// Parses bytes as the event page at `path`.
func parse(_ bytes: [UInt8], at path: String = PageSamples.path) throws -> EventFileParser.Result {
  let name = try #require(EventName(path: path))
  return bytes.withUnsafeBufferPointer { EventFileParser.parse($0, path: path, name: name) }
}

/// Parses text as a day's page.
func parseDay(_ text: String) -> DayPageParser.Result {
  Array(text.utf8).withUnsafeBufferPointer { DayPageParser.parse($0, path: "news/2019/07/4/index.md") }
}
