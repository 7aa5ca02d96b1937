import Primitives
import Testing

@testable import Classification

@Suite("Countries by the difficulty of a text")
struct CountryDifficultyTests {
  private static let capitals: [(String, String)] = [
    ("EGYPT OPENS THE RAFAH CROSSING", "EG PS"),
    ("UKRAINIAN FORCES RETAKE KHERSON", "UA"),
    ("THE STORM TOOK US ALL BY SURPRISE", ""),
    ("TOOK US ALL", ""),
    ("US TROOPS LEAVE AFGHANISTAN", "AF US"),
    ("CHINA WARNS US OVER TAIWAN", "CN TW US"),
    ("THE FLOOD LEFT US WITHOUT POWER", ""),
    ("THEY TOLD US TO LEAVE", ""),
    ("HE GAVE US HOPE", ""),
    ("WHO WILL SAVE US ALL?", ""),
    ("UK AND US SIGN TRADE PACT", "GB US"),
    ("U.S. SENATE PASSES BUDGET", "US"),
    ("QUAKE HITS SOUTHERN TURKEY", "TR"),
    ("FRANCE AND GERMANY AGREE ON BUDGET", "DE FR"),
    ("CÔTE D'IVOIRE VOTES IN CALM", "CI"),
    ("BOMB KILLS 12 IN BAGHDAD MARKET", "IQ"),
    ("FLOODS IN TRINIDAD AND TOBAGO", "TT"),
    ("REBELS ENTER GOMA IN THE DEMOCRATIC REPUBLIC OF THE CONGO", "CD"),
    ("FBI ARRESTS MAN IN OHIO", "US"),
    ("A WALK IN THE PARK", ""),
    ("POLICE SAY MAN DIES IN BATH", "GB"),
    ("SHE IS READING IN BED", ""),
    ("ÖSTERREICH NO, SWITZERLAND YES", "CH"),
    ("NORTH KOREA FIRES MISSILE OVER JAPAN", "JP KP"),
    ("SRI LANKA'S PRESIDENT RESIGNS", "LK"),
    ("AL-SHABAAB ATTACKS HOTEL IN MOGADISHU", "SO"),
    ("FIRE AT SAUDI ARAMCO PLANT", "SA"),
    ("NICE WEATHER AHEAD FOR ALL", ""),
    ("PAPUA NEW GUINEA LANDSLIDE BURIES VILLAGE", "PG"),
    ("THE UNITED ARAB EMIRATES LAUNCHES A PROBE", "AE"),
    ("ASTRAZENECA CUTS JOBS", "GB"),
    ("IT COSTS US $5", ""),
    ("WILDFIRES BURN NEAR VALPARAÍSO, CHILE", "CL"),
    ("AUSTRALIA BEATS NEW ZEALAND IN SYDNEY", "AU NZ"),
  ]

  private static let datelines: [(String, String)] = [
    ("BEIRUT (AP) — A cease-fire holds.", "LB"),
    ("DALLAS – A man is held.", "US"),
    ("DALLAS — Nick Burton is a farmer.", "US"),
    ("LONDON, Ky. (WKYT) - Police hold two people.", "US"),
    ("PLEASANTON, Calif. — A fire burns.", "US"),
    ("TORRINGTON — Mayor Ryan Bingham speaks.", "US"),
    ("LONDON (Reuters) - A bank cuts jobs.", "GB"),
    ("GEORGETOWN, Ky. (WKYT) - A school closes.", "US"),
    ("LAUREL COUNTY, Ky. (WKYT) - A man dies.", "US"),
    ("KYIV, Ukraine (AP) — Drones hit a depot.", "UA"),
    ("MEXICO CITY (AFP) - A storm nears.", "MX"),
    ("NAIROBI -- A strike ends.", "KE"),
    ("SEOUL, South Korea — Talks begin.", "KR"),
    ("NATO – The alliance meets.", ""),
    ("RIO DE JANEIRO (AP) – A dam breaks.", "BR"),
    ("PARIS, Texas — A tornado lands.", "US"),
    ("PORT-AU-PRINCE, Haiti — Gangs fight.", "HT"),
    ("WASHINGTON (Reuters) - The vote is close.", "US"),
    ("TO BE CONTINUED – A story.", ""),
    ("AUSTIN, Texas A leader speaks.", "US"),
    ("SANA'A (Reuters) - Strikes go on.", "YE"),
    ("N'DJAMENA (AFP) - Soldiers vote.", "TD"),
  ]

  private static let states: [(String, String)] = [
    ("A barn burns in Springfield, Ill., on Monday", "US"),
    ("A cat from Melville, Sask., comes home", "CA"),
    ("Snow falls in B.C.", "CA"),
    ("A dig finds a temple of 300 B.C.", ""),
    ("A shop closes in Surrey, B.C.", "CA"),
    ("A couple from Wainwright, Alta., wins", "CA"),
    ("A mayor resigns in Wayne, Mich.", "US"),
    ("Police of Paris, Tenn., hold a man", "US"),
    ("A mill burns in Rumford, Maine", "US"),
    ("A bank is robbed in Rome, N.Y.", "US"),
    ("A plane lands in Cairo, Ill.", "US"),
    ("A fair opens in Lebanon, Pa.", "US"),
    ("A shop opens in Hamburg, N.Y.", "US"),
    ("A bridge closes in London, Ont.", "CA"),
    ("A flood in Dalby, Qld", "AU"),
    ("Horses are moved in NSW", "AU"),
    ("A fire in Perth, WA", "AU"),
    ("A fire in Spokane, WA", "US"),
    ("A market in Munich, DE", "DE"),
    ("A school in Dover, DE", "US"),
    ("A spill in Athens, Ga.", "US"),
    ("A trial in Moscow, Idaho", "US"),
    ("Ill children wait for help", ""),
    ("Miss World is crowned", ""),
    ("Ore prices fall", ""),
    ("A wedding in Las Vegas, NV", "US"),
    ("Bonds of New York, N.Y., rise", "US"),
    ("A crash in Kingston, Ont., kills two", "CA"),
    ("A chapel in Vienna, Va.", "US"),
    ("A trawler from St. John's, Nfld.", "CA"),
  ]

  private static let oneText: [(String, String)] = [
    ("A collision in Paris. Brant OPP seeks witnesses in Ontario.", "CA"),
    ("Police hold two in London, Ky. London officers found a car.", "US"),
    ("Strikes stop trains in Paris", "FR"),
    ("A film opens in London", "GB"),
    ("Homes burn in Dublin, Ohio. The Dublin fire chief speaks.", "US"),
    ("Edmonton, south of Cairns, is cut off", "AU"),
    ("A shop burns in Kingston, south of Brisbane", "AU"),
    ("Races in Dublin", "IE"),
    ("Georgia and Oklahoma vote", "US"),
    ("Georgia, Alabama and Texas sue", "US"),
    ("The president of Georgia visits Tbilisi", "GE"),
    ("Edmonton hosts a fair", "CA"),
    ("A man from Laurel County is held", "US"),
    ("A hearing in Santa Clara County", "US"),
    ("County Cork floods", "IE"),
    ("A storm in Turkana County", "KE"),
    ("A ferry leaves Sydney, Nova Scotia", "CA"),
    ("Deer roam in Enfield", "GB"),
  ]

  private static let words: [(String, String)] = [
    ("Rivers burst their banks", ""),
    ("A blast in Rivers State", "NG"),
    ("Gunmen raid Plateau State", "NG"),
    ("Prices reach a plateau", ""),
    ("An acre of land is sold", ""),
    ("Acre by acre, the forest falls", ""),
    ("Floods in Acre, Brazil", "BR"),
    ("Tabasco sauce is recalled", ""),
    ("Floods hit Tabasco, Mexico", "MX"),
    ("Benedict Cumberbatch wins", ""),
    ("Jordan Peterson speaks", ""),
    ("Jordan Henderson scores", ""),
    ("Santiago Solari is sacked", ""),
    ("Rio Ferdinand retires", ""),
    ("Virginia Raggi is elected mayor", ""),
    ("Virginia Giuffre sues", ""),
    ("Mayor Virginia Raggi resigns", ""),
    ("Virginia votes", "US"),
    ("Virginia Governor signs a law", "US"),
    ("Carnival in Rio", "BR"),
    ("Jordan votes", "JO"),
    ("Mr Corby left", ""),
    ("Corby said she was innocent", ""),
    ("Schapelle Corby leaves jail", "ID"),
    ("“AIDS is an issue,” said Lennox", ""),
    ("Annie Lennox sings. Lennox is 60.", ""),
    ("Joaquin Navarro-Valls is dead", ""),
    ("Manuel Valls resigns. Valls was premier.", "FR"),
    ("Paris Jackson sings", ""),
    ("London Breed is sworn in as mayor", ""),
    ("Chelsea Manning is freed", "US"),
    ("A fire in Reading", "GB"),
    ("Savannah Guthrie reports", ""),
    ("Burton, 39, grows vegetables", ""),
    ("A trial at Wood Green Crown Court", "GB"),
    ("He lives in Colton Way", ""),
  ]

  private static let things: [(String, String)] = [
    ("Turkey farmers fear bird flu", ""),
    ("Turkey dinners get dearer", ""),
    ("A Georgian house is sold", ""),
    ("A Georgian mansion burns down", ""),
    ("Georgian architecture is in fashion", ""),
    ("A rig in the Norwegian Sea", ""),
    ("A fleet in the South China Sea", ""),
    ("A wreck in the Irish Sea", ""),
    ("A Kawasaki helicopter crashes in Peru", "PE"),
    ("A Pfizer vaccine trial in Kenya", "KE"),
    ("A Boeing 737 crashes in Iran", "IR"),
    ("A Toyota car hits a bus in Ghana", "GH"),
    ("The tanker Rodos runs aground", ""),
    ("The Rodos, a tanker, runs aground", ""),
    ("The ferry Savona sinks", ""),
    ("HMS Bristol leaves port", "GB"),
    ("Canadian geese land", ""),
    ("A German shepherd saves a boy", ""),
    ("A Siberian tiger escapes", ""),
    ("Tasmanian devils are released", ""),
    ("French fries get dearer", ""),
    ("Danish pastries sell out", ""),
    ("Hurricane Florence nears", ""),
    ("Operation Aleppo Shield ends", ""),
    ("The Reston ebolavirus is found in pigs", ""),
    ("Agent Orange still harms", ""),
    ("A Mexican wave goes round", ""),
    ("Komodo dragons hatch", ""),
    ("Yorkshire pudding day", ""),
  ]

  private static let wrong: [(String, String)] = [
    ("A meta-analysis finds no effect", ""),
    ("Meta-analysis of trials finds no effect", ""),
    ("Legg Mason cuts jobs", "US"),
    ("Siberia Airlines grounds jets", "RU"),
    ("Arcadia Group collapses", "GB"),
    ("Aden Adde International Airport is shelled", "SO"),
    ("Operation Kungur ends", ""),
    ("It costs US$5 billion", ""),
    ("Aid of US $5 million arrives", ""),
    ("A US-Bangla plane crashes in Nepal", "BD NP"),
    ("A UK-based charity works in Malawi", "MW"),
    ("A US-based firm digs in Chile", "CL"),
    ("Najib, a Syrian, is held", "SY"),
    ("Omar Najib, a baker, is held", ""),
    ("Najib Razak is held", "MY"),
    ("A source told the New York Times", ""),
    ("Xinhua reported ten dead", ""),
    ("The BBC apologises", "GB"),
    ("The Los Angeles Times reported a delay", ""),
    ("According to Xinhua, ten died", ""),
    ("India's Foreign Secretary visits Bhutan", "BT IN"),
    ("The Foreign Secretary of Pakistan speaks", "PK"),
    ("The Foreign Secretary resigns", "GB"),
    ("The Home Secretary of Kenya resigns", "KE"),
    ("The Spanish-speaking world", ""),
    ("A Canada-based miner digs in Ghana", "GH"),
    ("An American-style diner opens in Oslo", "NO"),
  ]

  private static let disputed: [(String, String)] = [
    ("Blackouts in Crimea", "UA"),
    ("Sevastopol is shelled", "UA"),
    ("Kosovo votes", "XK"),
    ("Elections in Kashmir", "IN"),
    ("A blast in Azad Kashmir", "PK"),
    ("Rockets hit the Golan Heights", "IL SY"),
    ("Taiwan holds drills", "TW"),
    ("Hong Kong votes", "HK"),
    ("Macau casinos close", "MO"),
    ("Western Sahara talks resume", "EH"),
    ("Northern Cyprus votes", "CY"),
    ("Abkhazia votes", "GE"),
    ("Troops leave South Ossetia", "GE"),
    ("Transnistria runs out of gas", "MD"),
    ("Somaliland votes", "SO"),
    ("Settlers in the West Bank", "PS"),
    ("Clashes in East Jerusalem", "IL PS"),
    ("The Falkland Islands vote", "FK"),
    ("Gibraltar votes", "GI"),
    ("Abyei burns", "SD SS"),
    ("Tibetans protest", "CN"),
    ("A typhoon nears the Senkaku Islands", "CN JP"),
    ("Ships near the Spratly Islands", "CN PH VN"),
    ("A patrol at Dokdo", "JP KR"),
    ("The Kuril Islands shake", "JP RU"),
    ("Shells fall near Preah Vihear", "KH TH"),
    ("Nagorno-Karabakh empties", "AZ"),
  ]

  private func codes(
    _ texts: [String], sources: [String] = [], in gazetteer: Gazetteer = .standard
  ) -> String {
    let setting = TextSetting(sources: sources.map { TextSlice($0) })
    return gazetteer.countries(in: texts.map { TextSlice($0) }, setting: setting)
      .map { gazetteer.countries[$0.index].code }.sorted().joined(separator: " ")
  }

  @Test("texts in capitals are read as others", arguments: capitals)
  func readsCapitals(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("datelines name their place", arguments: datelines)
  func readsDatelines(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("abbreviated states count after a name and a comma", arguments: states)
  func readsStates(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("a text decides which place of a name it means", arguments: oneText)
  func decidesByText(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("places that are words or names of people count as places only", arguments: words)
  func distinguishesWords(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("dishes, animals, styles, seas, makers and ships are no places", arguments: things)
  func distinguishesThings(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("parts of longer names do not count", arguments: wrong)
  func distinguishesLongerNames(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test("disputed territories count for the countries of the table", arguments: disputed)
  func countsDisputed(text: String, expected: String) { #expect(codes([text]) == expected) }

  @Test func `a sentence locates the name in the other sentences`() {
    #expect(codes(["LONDON, Ky. (WKYT) - A man is held.", "The officers of London found him."]) == "US")
    #expect(codes(["The officers of London found him.", "A man of London, Ontario, is held."]) == "CA")
  }

  @Test(
    "the source decides where the text does not",
    arguments: [
      ("A fire in Paris", "https://www.thetowntalk.com/story/1", "US"),
      ("A fire in Paris", "https://www.nytimes.com/1", "FR"),
      ("A fire in London", "https://www.bbc.co.uk/news/1", "GB"),
      ("A fire in London", "https://lfpress.com/news/1", "CA"),
      ("A fire in Birmingham", "https://www.al.com/news/1", "US"),
      ("A fire in Birmingham", "https://www.bbc.com/1", "GB"),
      ("Georgia passes a law", "https://www.ajc.com/politics", "US"),
      ("Georgia passes a law", "https://civil.ge/1", "GE"),
      ("Georgia passes a law", "https://example.org/1", "GE"),
      ("A fire in Dublin", "https://www.dispatch.com/1", "US"),
      ("A fire in Dublin", "https://www.rte.ie/news", "IE"),
      ("A fire in Newcastle", "https://www.abc.net.au/1", "AU"),
      ("A fire in Hamilton", "https://news.example.ca/1", "CA"),
      ("A fire in Hamilton", "https://news.example.nz:443/1", "NZ"),
      ("A fire in Paris, France", "https://www.thetowntalk.com/story/1", "FR"),
      ("A fire in Perth", "https://example.io/1", "AU"),
      ("Georgia passes a law in Tbilisi", "https://www.ajc.com/1", "GE"),
      ("A fire in Cairo", "not a URL", "EG"),
    ])
  func decidesBySource(text: String, source: String, expected: String) {
    #expect(codes([text], sources: [source]) == expected)
  }

  @Test(
    "the country of the site decides where neither text nor source does",
    arguments: [
      ("US", "A fire in Dublin", "US"), ("IE", "A fire in Dublin", "IE"), ("CA", "A fire in London", "CA"),
      ("US", "Georgia passes a law", "US"), ("US", "Georgia passes a law in Tbilisi", "GE"),
      ("AU", "A fire in Perth", "AU"),
      ("US", "A fire in Lyon", "FR"), ("DE", "A fire in Paris", "FR"),
    ])
  func decidesBySite(home: String, text: String, expected: String) {
    let gazetteer = Gazetteer.standard.adapted(to: CountrySettings(home: home))
    #expect(codes([text], in: gazetteer) == expected)
  }

  @Test(
    "the configuration decides for which countries a territory counts",
    arguments: [
      ("Crimea", ["RU", "UA"], "Sevastopol is shelled", "RU UA"), ("Kosovo", ["RS"], "Kosovo votes", "RS"),
      ("Kosovo", ["RS", "XK"], "Kosovars vote", "RS XK"), ("Kashmir", ["PK"], "Elections in Kashmir", "PK"),
      ("Taiwan", ["CN"], "Taiwanese pilots train", "CN"),
      ("Golan Heights", ["SY"], "Rockets hit the Golan", "SY"),
      ("Rockall", ["GB", "IE"], "Rockall is empty", "GB IE"), ("Crimea", ["UA"], "Kosovo votes", "XK"),
    ])
  func overridesDisputed(name: String, codes: [String], text: String, expected: String) {
    let gazetteer = Gazetteer.standard.adapted(to: CountrySettings(disputed: [name: codes]))
    #expect(self.codes([text], in: gazetteer) == expected)
  }

  @Test func `a measurement leaves out kinds of names`() {
    let text = TextSlice("Obama, Google and the Norwegians meet in Cairo")
    func codes(without kinds: Set<TextSetting.NameKind>) -> [String] {
      let gazetteer = Gazetteer.standard
      return gazetteer.countries(in: [text], setting: TextSetting(excluded: kinds)).map {
        gazetteer.countries[$0.index].code
      }
    }
    #expect(codes(without: []) == ["EG", "NO", "US"])
    #expect(codes(without: [.persons]) == ["EG", "NO", "US"])
    #expect(codes(without: [.persons, .companies]) == ["EG", "NO"])
    #expect(codes(without: [.persons, .companies, .demonyms]) == ["EG"])
  }

  @Test func `findings in capitals have the places of their words`() {
    let text = "FIRE IN MÜNCHEN AND CÔTE D'IVOIRE, SAYS IKEA"
    let words = Gazetteer.standard.findings(in: [TextSlice(text)]).map {
      String(decoding: Array(text.utf8)[$0.range], as: UTF8.self)
    }
    #expect(words.contains("CÔTE D'IVOIRE") && words.contains("IKEA"))
  }
}
