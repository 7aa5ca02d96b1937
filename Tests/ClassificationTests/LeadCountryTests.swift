import EventArchive
import Primitives
import Testing

@testable import Classification

@Suite("The countries that an event is about by its texts")
struct LeadCountryTests {
  private func codes(_ title: String, _ others: Gazetteer.OtherTexts) -> (
    about: [String], mentioned: [String]
  ) {
    let gazetteer = Gazetteer.standard
    let found = gazetteer.countries(inTitle: TextSlice(title), others)
    let codes = found.all.map { gazetteer.countries[$0.index].code }
    return (codes[..<found.leadCount].sorted(), codes[found.leadCount...].sorted())
  }

  private func ofEvent(_ title: String, _ summary: String = "") -> (about: [String], mentioned: [String]) {
    codes(title, .event(summary: TextSlice(summary), topic: .empty))
  }

  @Test(
    "are those of the first sentence of the title, not of the sentences behind it",
    arguments: [
      ("Nepal gives second doses of a vaccine. The doses were given by Japan and Bhutan.", "NP", "BT JP"),
      ("China says that its ivory trade is illegal. Sales in Kenya go on.", "CN", "KE"),
      ("A quake shakes northern Tanzania! Kenya and Rwanda report tremors.", "TZ", "KE RW"),
      ("Gen. Ada Quill of the U.S. Navy visits Egypt. She then leaves for Malta.", "EG US", "MT"),
      ("Talks begin in the U.S. The delegates of Peru walk out.", "US", "PE"),
      ("Norway (not Sweden. Never Sweden) wins in Oslo.", "NO SE", ""),
      ("\"Egypt is calm.\" So says the mayor of Lima.", "EG", "PE"),
      ("埃及宣布新政策。日本表示欢迎。", "EG", "JP"),
    ])
  func firstSentence(title: String, about: String, mentioned: String) {
    let found = ofEvent(title)
    #expect(found.about.joined(separator: " ") == about)
    #expect(found.mentioned.joined(separator: " ") == mentioned)
  }

  @Test("are those of the next sentence that names any, when the first names none")
  func nextSentence() {
    #expect(
      ofEvent("A ferry sinks at night. It was on its way from Malta. Italy sends help.").about == ["MT"])
    let summed = ofEvent("A ferry sinks at night.", "Divers from Malta search. Italy sends help.")
    #expect(summed.about == ["MT"])
    #expect(summed.mentioned == ["IT"])
    #expect(ofEvent("A ferry of Malta sinks.", "Italy sends help.").mentioned == ["IT"])
  }

  @Test("are also that of the topic")
  func topic() {
    let found = codes(
      "A vice president of Peru is sworn in.", .event(summary: "In Chile he is known.", topic: "Ecuador"))
    #expect(found.about == ["EC", "PE"])
    #expect(found.mentioned == ["CL"])
  }

  @Test("are for a post only those of its title")
  func post() {
    #expect(codes("A week in Lisbon", .post("We came from Spain.")).about == ["PT"])
    let found = codes("A week away", .post("We went to Spain."))
    #expect(found.about == [])
    #expect(found.mentioned == ["ES"])
  }

  @Test(
    "are not neighbours, destinations and comparisons, unless nothing else is named",
    arguments: [
      ("A post near the border with Afghanistan is left by soldiers of Pakistan.", "PK", "AF"),
      ("A plane en route to Egypt crashes in Sudan.", "SD", "EG"),
      ("A plane en route to Egypt vanishes.", "EG", ""),
      ("A tanker bound for Malta and Italy runs aground off Libya.", "LY", "IT MT"),
      ("A man of Somali descent is elected in Denmark.", "DK", "SO"),
      ("Malaysia finds a virus in two people who travelled from Dubai.", "MY", "AE"),
      ("Unlike Sweden, Norway closes its schools.", "NO", "SE"),
      ("Germany will close its border with Austria.", "AT DE", ""),
      ("Soldiers of Egypt wait near the border with Egypt.", "EG", ""),
    ])
  func roles(title: String, about: String, mentioned: String) {
    let found = ofEvent(title)
    #expect(found.about.joined(separator: " ") == about)
    #expect(found.mentioned.joined(separator: " ") == mentioned)
  }

  @Test("are found by whole words of the lead")
  func words() {
    let lead = Lead(TextSlice("Ada Quill’s “Kestrel” wins. Bryn Orrin is second."))
    for words in ["Ada Quill", "Quill", "Kestrel"] { #expect(lead.hasWords(words), "\(words)") }
    for words in ["Ada Qui", "uill", "Bryn Orrin", "kestrel"] { #expect(!lead.hasWords(words), "\(words)") }
  }
}
