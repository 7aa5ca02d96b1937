import Primitives
import Testing

@testable import Classification

@Suite("Countries in reports")
struct CountryReportTests {
  private static let letters: [(String, String)] = [
    ("A factory burns in Lodz", "PL"), ("A factory burns in Łódź", "PL"),
    ("A court sits in Wroclaw", "PL"),
    ("Snow closes the airport of Diyarbakir", "TR"), ("A mine floods near Sanliurfa", "TR"),
    ("A ferry leaves Tromso", "NO"), ("Storms hit Ålborg and Allerod", "DK"),
    ("Shelling resumes in Al-Fallujah", "IQ"), ("A school opens in Al-Karak", "JO"),
    ("A Jordanian school opens in the town of Karak", "JO"),
    ("A quake shakes Bohol", "PH"), ("Gunmen land on Basilan", "PH"), ("Troops search Sulu", "PH"),
    ("Swans die in the Fife area", "GB"),
    ("Vines freeze in Calvados", "FR"), ("A bus crashes in Vosges", "FR"),
    ("A lake dries up in Fars Province", "IR"),
  ]

  private static let towns: [(String, String)] = [
    ("A mill burns in Orneta", "PL"), ("A mill burns near Orneta", "PL"),
    ("A man from Orneta wins", "PL"), ("The mayor of Orneta resigns", "PL"),
    ("Ada Quill, 43, of Wetumpka, is held", "US"), ("A fair opens at Wetumpka", "US"),
    ("The case of Orneta is closed", ""), ("Orneta cooperates fully", ""),
    ("Orneta said he was tired", ""), ("A letter to Orneta returns", ""),
    ("A Norwegian dies in Orneta", "NO"), ("A Norwegian dies in Orneta, Poland", "NO PL"),
    ("A man from Oslo meets a man from Orneta", "NO"),
    // A town with the name of towns in several countries needs one of them.
    ("A barn burns in Kirkwood Falls", ""), ("Silage burns near Malakoff in Texas", "US"),
    ("Doctors meet in Malakoff, France", "FR"),
    // A large city whose name is a word needs its country.
    ("A Scottish patient dies in Paisley", "GB"), ("A shirt in Paisley", ""),
    ("Snow falls in Anchorage", "US"),
    // Lakes are better known than the towns named after them.
    ("A seaplane lands on Lake Geneva", "CH"),
    ("A gift from Santa Claus arrives", ""),
  ]

  private static let locals: [(String, String)] = [
    ("A Longview woman wins a lottery", "US"), ("The Tyler man was found on Monday", "US"),
    ("Tyler residents vote", "US"), ("Hammond police hold two men", "US"),
    ("A leak at the Pirbright laboratory", "GB"), ("A guest of the Wetumpka restaurant falls ill", "US"),
    ("Troops search the Amazon region of Ecuador", "EC"),
    ("A fire in the Kimberley region of Australia", "AU"),
    ("The Orneta affair goes on", ""), ("The Tyler theory is disproved", ""),
    ("Reading residents is hard", ""), ("The Michael Tyler man", ""),
    ("A camp near Tyler said it was safe", "US"), ("Mark Weber, 54, of Tyler said he was not worried", "US"),
    ("Tyler said he was not worried", ""), ("“It is safe,” said Tyler", ""),
    ("“It is safe,” said Tyler police officer Ada Quill", "US"),
    ("The Hammond Council votes on a budget", "US"),
    ("“It is safe,” said Tyler Weber of the police", ""),
  ]

  private static let schools: [(String, String)] = [
    ("Parents meet at Franklin Elementary", ""), ("Pupils of San Jose Elementary School fall ill", ""),
    ("A Glasgow woman dies at the Royal Alexandria Hospital", "GB"), ("A patient dies in Alexandria", "EG"),
    ("A strike closes Jackson Elementary", ""), ("A strike closes the schools of Jackson, Mississippi", "US"),
    ("Students march at Oxford University", "GB"), ("The Reston ebolavirus infects pigs", ""),
    ("A cafe opens in Reston, Virginia", "US"),
    ("A study of the Royal Melbourne Institute of Technology appears", "AU"),
    ("Hamilton Award winners are named", ""),
  ]

  private static let people: [(String, String)] = [
    ("Prescott Carlson reads to children in the United States", "US"),
    ("Benita Ferrero speaks in Sofia", "BG"), ("Ferrero recalls chocolate", "IT"),
    ("Christian Dior names a designer", "FR"),
    ("May Ferrero recall chocolate?", "IT"), ("Virus spreads to Ceamurlia de Jos", ""),
    ("Riots break out in Jos", "NG"), ("Leila de Lima is freed", "PH"), ("Ada de Lima is freed", ""),
    ("Riots break out in Lima", "PE"),
  ]

  private static let media: [(String, String)] = [
    ("A poet is held in Algiers for a poem on Facebook", "DZ"),
    ("The church of Cairo spoke on its Facebook page", "EG"),
    ("Facebook buys a start-up", "US"), ("Twitter lays off staff", "US"),
    ("Egypt arrests a man for YouTube videos", "EG"), ("Ghana blocks Twitter", "GH US"),
    ("Ghana closes a Twitter account", "GH"),
    ("France plans a tax on Facebook", "FR US"), ("A threat on Twitter alarms Oslo", "NO"),
    ("A guest falls ill at a McDonald's in Auckland", "NZ"), ("McDonald's recalls toys", "US"),
    ("A bomb explodes at a Starbucks in Jakarta", "ID"), ("Starbucks names a chairman", "US"),
    ("A report obtained by Agence France-Presse blames Juba", "SS"),
    ("Speaking to the BBC, a farmer of Nairobi complained", "KE"), ("The BBC names a director", "GB"),
    ("The New York Times has reported on toys from China", "CN"),
    ("A farmer of Beijing said to China Daily that he was innocent", "CN"),
  ]

  private static let sources: [(String, String)] = [
    ("An Indonesian daily reports a crash in Hanoi", "VN"),
    ("A Norwegian newspaper reports on floods in Kenya", "KE"),
    ("A farmer of Nairobi told the Swedish public service radio of floods", "KE"),
    ("A Norwegian newspaper closes", "NO"),
    ("A Chinese television show that visits prisons in Kenya ends", "CN KE"),
    ("Iranian state television reports an explosion", "IR"),
    ("North Korean state media announces a launch", "KP"),
    ("Iranian state radio reports a capture in Paris", "FR IR"), ("Moyles speaks on BBC Radio 1", "GB"),
    ("A mayor of Paris speaks in an interview with German broadcaster ZDF", "FR"),
    ("Police raid a Turkish newspaper and a bank in Paris", "FR TR"),
    ("Syrian state television is bombed from Lebanon", "LB SY"),
  ]

  private static let languages: [(String, String)] = [
    ("The gunman shouted in Turkish.", ""), ("A book appears in French", ""),
    ("She speaks Greek fluently", ""),
    ("A ship sinks in Turkish waters", "TR"), ("A drone falls in Russian-controlled Donetsk", "RU UA"),
    ("Teachers who spoke Russian in Riga leave", "LV"),
    ("Envoys spoke Russian lines of peace", "RU"), ("A student is in Iranian custody", "IR"),
    ("Swine flu is found in Romanian and Ukrainian pigs", "RO UA"),
    ("Strikes in German, French and Dutch ports", "DE FR NL"), ("Egyptian and Greek ships collide", "EG GR"),
  ]

  private static let american: [(String, String)] = [
    ("The Dublin school board meets", "US"), ("The Paris school district closes its schools", "US"),
    ("The Interstate near Athens is closed", "US"), ("Dublin mourns a poet", "IE"),
    ("Schools close in Paris", "FR"), ("County commissioners of Rome vote on a tax", "IT"),
    ("The county commissioners of Rome vote on a tax", "US"),
  ]

  private func codes(_ texts: [String]) -> String {
    let gazetteer = Gazetteer.standard
    return gazetteer.countries(in: texts.map { TextSlice($0) }).map { gazetteer.countries[$0.index].code }
      .joined(separator: " ")
  }

  @Test(
    "names are found without the letters that English lacks, and with joined articles", arguments: letters)
  func readsLetters(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("towns count behind words that locate them", arguments: towns)
  func locatesTowns(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("places count before words for people and buildings", arguments: locals)
  func locatesPeople(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("schools, hospitals and viruses with the names of places are no places", arguments: schools)
  func distinguishesSchools(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("names of persons are no places and companies", arguments: people)
  func distinguishesPeople(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("media of messages and branches of chains do not count", arguments: media)
  func distinguishesMedia(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("sources that only report count if no country is named", arguments: sources)
  func distinguishesSources(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("languages do not count", arguments: languages)
  func distinguishesLanguages(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("American institutions decide for American places", arguments: american)
  func decidesByInstitution(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test func `a school's name means the school in the other sentences`() {
    let school = "Parents meet at Franklin Elementary in Santa Ana, California."
    let findings = Gazetteer.standard.findings(in: [
      TextSlice(school), TextSlice("A teacher at Franklin spoke."),
    ])
    #expect(findings.allSatisfy { $0.text == 0 })
    #expect(codes(["Parents meet at Franklin Elementary.", "A shop opens in Franklin, Tennessee."]) == "US")
  }

  @Test func `a name that speaks is no town in the other sentences`() {
    #expect(codes(["Orneta said he was innocent.", "Letters from Orneta were found."]) == "")
    #expect(codes(["A shop burns.", "Letters from Orneta were found."]) == "PL")
  }

  @Test func `the country that the texts name most decides between towns`() {
    let border = "The hospital of the town of Desaguadero is full."
    #expect(codes(["Peru mourns.", "Peruvian troops arrive from Bolivia.", border]) == "BO PE")
    #expect(codes([border]) == "")
  }
}
