import Primitives
import Testing

@testable import Service

@Suite("The time of a run")
struct BuildTimeTests {
  @Test("is the present when SOURCE_DATE_EPOCH is not set, empty, or before 2000, as build tools set it")
  func present() throws {
    let before = BuildTime.present.now
    for environment in [
      [:], ["SOURCE_DATE_EPOCH": ""], ["SOURCE_DATE_EPOCH": "0"], ["SOURCE_DATE_EPOCH": "315532800"],
    ] {
      let time = try BuildTime.ofOneShotBuild(environment)
      #expect(time.now >= before && time.now == time.present)
      #expect((time.warning == nil) == (environment.values.first ?? "").isEmpty)
    }
  }

  @Test("is what SOURCE_DATE_EPOCH says, with a warning when that is in the future")
  func given() throws {
    let present = BuildTime.present.now
    let past = try BuildTime.ofOneShotBuild(["SOURCE_DATE_EPOCH": "1400000000"])
    #expect(past.now == 1_400_000_000 && past.present >= present && past.warning == nil)
    let future = try BuildTime.ofOneShotBuild(["SOURCE_DATE_EPOCH": "\(present.seconds + 86_400)"])
    #expect(future.now == present + 86_400 && future.warning?.contains("future") == true)
  }

  @Test(
    "is refused when SOURCE_DATE_EPOCH is no time in seconds",
    arguments: ["soon", "-1", "1e9", "1400000000.5", " 1400000000", "1400000000000", "99999999999999999999"])
  func refused(text: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try BuildTime.ofOneShotBuild(["SOURCE_DATE_EPOCH": text])
    }
    #expect("\(try #require(error))".hasPrefix("SOURCE_DATE_EPOCH=\(text): "))
  }
}
