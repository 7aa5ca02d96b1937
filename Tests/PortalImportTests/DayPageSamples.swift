import EventArchive

@testable import PortalImport

/// Day pages of invented events, in the forms of the portal.
enum DayPageSamples {
  /// The day of the samples.
  static let day = "2031-04-07"

  /// The form of 2009 to 2026: the list is an argument of the head.
  static let content = """
    {{Current events|year=2031|month=04|day=7|content=

    <!-- All news items below this line -->
    '''Armed conflicts and attacks'''
    *[[Vorra border conflict (2030–present)|Vorra border conflict]]
    **[[Siege of Almira]], [[Almira District]]
    ***The [[Almira|Almiran]] [[coast guard]] opens the harbour of [[Port Almira]]. [https://post.example/harbour (''Almira Post'')] [https://wire.example/1 (Wire via ''Vorra Times'')]
    **A [[Drone warfare|drone strike]] damages a mill near [[Orsk Hill]]. [https://wire.example/2 (Wire)]
    *Two ferries collide on [[Lake Vorra]].<!-- where? --> [https://post.example/ferries (''Almira Post'')]

    '''Sports'''
    *[[2031 Vorra Cup]]
    **In [[rowing]], [[Port Almira]] wins.<ref>{{cite web|url=https://x.example/}}</ref> [https://post.example/rowing (Post)]
    <!-- All news items above this line -->}}
    """

  /// The form since 2026: a head and a tail.
  static let top = """
    {{Current events|year=2031|month=04|day=7|top=yes}}
    '''Law and crime'''
    *A court in [[Port Almira]] fines a mill. [https://post.example/court (Post)]
    {{Current events|year=2031|month=04|day=7|bottom=yes}}
    """

  /// The form of 2005 to 2018: a table.
  static let table = """
    {{Current events header|2031|04|7}}
    ;Law and crime
    *A court in [[Port Almira]] fines a mill. [https://post.example/court (Post)]
    |}
    """

  /// The reading of a text.
  static func read(_ text: String, name: String = "day.wiki") -> PortalInput.Reading {
    PortalInput(name: name, bytes: Array(text.utf8)).read()
  }

  /// The events of a list without a head.
  static func events(_ list: String) -> [PortalEvent] {
    read(list, name: "2031-04-07.wiki").pages.flatMap(\.events)
  }
}
