import EventArchive
import Primitives
import Testing

@testable import Classification

@Suite("Countries that a headline concerns")
struct CountryPhraseTests {
  private static let homonyms: [(String, String)] = [
    ("Georgia and Russia exchange prisoners", "GE RU"),
    ("A bridge collapses in Tbilisi, Georgia", "GE"),
    ("Georgia’s parliament passes a law on foreign agents", "GE"),
    ("Runoff elections are held in Georgia after a close Senate race", "US"),
    ("A tornado strikes Alabama and Georgia", "US"),
    ("The governor of Georgia declares an emergency", "US"),
    ("Fires burn near Atlanta, Georgia", "US"),
    ("Floods close roads in Georgia, South Carolina and Florida", "US"),
    ("Jordan opens its border to refugees", "JO"),
    ("King Abdullah II of Jordan visits Amman", "JO"),
    ("Michael Jordan buys a racing team", "US"),
    ("A flood on the Jordan River", ""),
    ("Chad and Sudan sign a truce", "SD TD"),
    ("Fishermen drown in Lake Chad", ""),
    ("Turkey recalls its ambassador", "TR"),
    ("Farmers raise turkey and chicken", ""),
    ("Militias fight in the east of the Democratic Republic of the Congo", "CD"),
    ("Congo reports new cases of measles in Goma", "CD"),
    ("A ferry sinks in the Republic of the Congo", "CG"),
    ("Congo’s Sassou Nguesso wins another term in Brazzaville", "CG"),
    ("A boat capsizes on the Congo River", ""),
    ("Guinea mourns after a stampede", "GN"),
    ("Equatorial Guinea elects a president", "GQ"),
    ("Soldiers mutiny in Guinea-Bissau", "GW"),
    ("A landslide in Papua New Guinea buries a village", "PG"),
    ("Doctors study the guinea pig", ""),
    ("Niger expels an ambassador", "NE"),
    ("Nigeria expels an ambassador", "NG"),
    ("Niger and Nigeria reopen their border", "NE NG"),
    ("Pipelines burn in the Niger Delta", "NG"),
    ("A hurricane floods Dominica", "DM"),
    ("A nightclub roof falls in the Dominican Republic", "DO"),
    ("A Dominican pitcher wins an award", "DO"),
    ("North Korea launches a satellite", "KP"),
    ("South Korea launches a satellite", "KR"),
    ("Envoys of North Korea and South Korea meet in Panmunjom", "KP KR"),
    ("Planes patrol the Korean Peninsula", "KP KR"),
    ("Washington threatens new tariffs", "US"),
    ("Talks in Washington, D.C. end", "US"),
    ("A landslide in Washington State", "US"),
    ("Strikes stop trains in Paris", "FR"),
    ("A tornado damages Paris, Texas", "US"),
    ("Paris Hilton sells a house", "US"),
    ("Refuse piles up in Birmingham", "GB"),
    ("A shooting in Birmingham, Alabama", "US"),
    ("Historians meet at Cambridge", "GB"),
    ("A fire in Cambridge, Massachusetts", "US"),
    ("Bushfires burn across Victoria as Melbourne bakes", "AU"),
    ("An earthquake is felt in Victoria, British Columbia", "CA"),
    ("Students protest in Santiago", "CL"),
    ("A cathedral reopens in Santiago de Compostela", "ES"),
    ("A hospital opens in Santiago de Cuba", "CU"),
    ("Militias shell an airport near Tripoli", "LY"),
    ("Clashes in Tripoli, Lebanon, leave three dead", "LB"),
    ("The Lebanese army enters Tripoli", "LB"),
    ("A film opens in London", "GB"),
    ("A storm damages London, Ontario", "CA"),
    ("A curfew in Hyderabad", "IN"),
    ("Gunmen attack a convoy in Hyderabad, Sindh", "PK"),
    ("Farmers in Punjab block trains to Amritsar", "IN"),
    ("A court in Lahore, Punjab, frees a minister", "PK"),
    ("South Sudan’s army leaves Juba", "SS"),
    ("Sudan’s army leaves Khartoum", "SD"),
    ("New Mexico reports a case of plague", "US"),
    ("Mexico reports a case of plague", "MX"),
    ("Northern Ireland votes", "GB"),
    ("Ireland votes", "IE"),
    ("Macedonia changes its name", "MK"),
    ("American Samoa closes its schools", "AS"),
    ("Samoa closes its schools", "WS"),
  ]

  private static let knowledge: [(String, String)] = [
    ("The Kremlin denies the report", "RU"), ("Downing Street denies the report", "GB"),
    ("The White House denies the report", "US"), ("The Bundestag passes a budget", "DE"),
    ("The Knesset dissolves itself", "IL"), ("The Élysée Palace names a new cabinet", "FR"),
    ("The Lok Sabha debates a bill", "IN"), ("The Blue House apologises", "KR"),
    ("The Storting debates oil", "NO"), ("The Verkhovna Rada sits at night", "UA"),
    ("The Taoiseach resigns", "IE"), ("The Pentagon grounds its jets", "US"),
    ("The Vatican opens its archives", "VA"), ("Pope Francis visits Kraków", "PL VA"),
    ("The FBI arrests a senator", "US"), ("MI5 warns of a plot", "GB"), ("Mossad is blamed", "IL"),
    ("Hamas frees two hostages", "PS"), ("Hezbollah fires rockets at Haifa", "IL LB"),
    ("Boko Haram burns a village", "NG"), ("Al-Shabaab attacks a hotel", "SO"),
    ("FARC lays down its arms", "CO"),
    ("The Taliban close schools", "AF"), ("ETA declares a ceasefire", "ES"),
    ("The PKK declares a ceasefire", "TR"),
    ("Tamil Tigers surrender", "LK"), ("The Houthis seize a ship", "YE"), ("M23 rebels enter a town", "CD"),
    ("Abu Sayyaf takes hostages", "PH"), ("The Lord's Resistance Army abducts children", "UG"),
    ("Naxalites attack a police post", "IN"), ("Shining Path ambushes a patrol", "PE"),
    ("Toyota recalls a million cars", "JP"), ("Volkswagen admits fraud", "DE"),
    ("Samsung halts production", "KR"),
    ("Gazprom cuts deliveries", "RU"), ("Petrobras finds oil", "BR"), ("Nokia cuts jobs", "FI"),
    ("Huawei sues", "CN"), ("Boeing delays a jet", "US"), ("Airbus delays a jet", "FR"),
    ("Nestlé recalls milk", "CH"),
    ("Ikea recalls lamps", ""), ("IKEA recalls lamps", "SE"), ("Qantas cancels flights", "AU"),
    ("Pemex reports a spill", "MX"), ("Infosys names a chairman", "IN"), ("BP reports a loss", "GB"),
    ("Angela Merkel forms a coalition", "DE"), ("Barack Obama gives a speech", "US"),
    ("Hugo Chávez gives a speech", "VE"), ("Robert Mugabe turns ninety", "ZW"),
    ("Vladimir Putin gives an interview", "RU"),
    ("Silvio Berlusconi goes on trial", "IT"), ("Aung San Suu Kyi is freed", "MM"),
    ("Nelson Mandela is buried", "ZA"),
    ("Benazir Bhutto is killed", "PK"), ("Fidel Castro resigns", "CU"), ("Roger Federer wins", "CH"),
    ("Lionel Messi scores", "AR"), ("Usain Bolt sets a record", "JM"),
    ("An explosion in Karachi", "PK"), ("An explosion in Mosul", "IQ"), ("Aleppo is besieged", "SY"),
    ("Air strikes on Idlib", "SY"), ("Shelling in Donetsk", "UA"), ("A flood in Chennai", "IN"),
    ("A mine collapses in Shanxi", "CN"), ("Protests in Xinjiang", "CN"), ("Monks protest in Lhasa", "CN"),
    ("A volcano erupts in Sumatra", "ID"), ("A typhoon hits Luzon", "PH"), ("A quake shakes Hokkaido", "JP"),
    ("Troops enter Mogadishu", "SO"), ("A strike in Marseille", "FR"), ("A strike in Catalonia", "ES"),
    ("A vote in Bavaria", "DE"), ("A vote in Quebec", "CA"), ("A vote in Queensland", "AU"),
    ("A vote in Texas", "US"),
    ("A fire in Rio de Janeiro", "BR"), ("A fire in Valparaíso", "CL"), ("A fire in Johannesburg", "ZA"),
    ("A fire in Casablanca", "MA"), ("A fire in Lagos", "NG"), ("A fire in Nairobi", "KE"),
    ("A fire in Dhaka", "BD"),
    ("A fire in Yangon", "MM"), ("A fire in Gothenburg", "SE"), ("A fire in Antwerp", "BE"),
    ("A fire in Porto Alegre", "BR"),
    ("Clashes in Helmand", "AF"), ("Clashes in Darfur", "SD"), ("Clashes in Tigray", "ET"),
    ("Clashes in Chechnya", "RU"),
    ("Clashes in Kivu", "CD"), ("Clashes in Abkhazia", "GE"), ("Clashes in Nagorno-Karabakh", "AZ"),
    ("Shots at the Gaza border", "IL PS"), ("Elections in Kashmir", "IN"),
    ("The Super Bowl is played", "US"), ("The Tour de France begins", "FR"),
    ("The Nobel Committee names a laureate", "NO"),
  ]

  private static let forms: [(String, String)] = [
    ("Two Egyptians and a Norwegian climb a mountain", "EG NO"), ("Spaniards vote", "ES"),
    ("Danes vote", "DK"),
    ("The Dutch vote", "NL"), ("Poles vote", "PL"), ("Swedes vote", "SE"), ("Turks vote", "TR"),
    ("Filipinos vote", "PH"),
    ("Chinese, Japanese and Vietnamese ships meet", "CN JP VN"), ("A Franco-German plan fails", "DE FR"),
    ("U.S.-led forces leave", "US"), ("A British-Canadian film wins", "CA GB"),
    ("Iraq’s and Iran’s ministers meet", "IQ IR"),
    ("It costs US$5 billion", ""), ("They told us to wait", ""), ("A Swiss and an Austrian ski", "AT CH"),
    ("Pro-Russian rebels retreat from Ukraine", "UA"), ("Brazil’s Bahia state floods", "BR"),
    ("The Oxford-AstraZeneca vaccine reaches Kenya", "KE"), ("A German measles outbreak", ""),
    ("The Latin American bishops meet", ""), ("South America warms", ""), ("The Vietnam War is filmed", ""),
    ("The Islamic State of Iraq and the Levant claims an attack", ""), ("The United Nations meets", ""),
    ("Reuters and Al Jazeera report a rumour", ""), ("It rains in March", ""), ("She is reading in bed", ""),
  ]

  private static let placesAndPeople: [(String, String)] = [
    ("Lebanon, Pennsylvania man wins the lottery", "US"),
    ("Panama City, Florida is hit by a hurricane", "US"),
    ("Peru, Indiana floods", "US"), ("Moscow, Idaho mourns students", "US"),
    ("Cuba, Missouri paints a wall", "US"),
    ("A fire kills three in Paris, Texas", "US"), ("Birmingham, Alabama marches", "US"),
    ("St. Petersburg, Florida floods", "US"), ("London, Ontario mourns a family", "CA"),
    ("Troops shell Tripoli, Lebanon", "LB"), ("Santiago de Cuba shakes", "CU"),
    ("Remains of soldiers arrive at Dover Air Force Base, officials report", "US"),
    ("Harrison Ford is honoured for his career", ""), ("Georgia Governor Brian Kemp visits Atlanta", "US"),
    ("Georgia's president Zourabichvili opens a primary school in Tbilisi", "GE"),
    ("A tornado damages houses in Tbilisi, Georgia", "GE"), ("Paris and Texas sign a trade pact", "FR US"),
    ("Berlin court convicts Connecticut man", "DE US"),
    ("Moscow expels diplomats; an Idaho senator reacts", "RU US"),
    ("A Greek protest at Athens University", "GR"),
    ("The footballer leaves Barcelona for Venezuela", "ES VE"),
    ("The Greek Coast Guard stops a ship", "GR"), ("The Coast Guard searches for a sailor", "US"),
    ("The Supreme Court of India hears Republicans", "IN US"),
    ("Australia's Senate hears of a filibuster", "AU"),
    ("The Philippine Coast Guard protests", "PH"), ("Pakistan's Federal Reserve fund", "PK"),
    ("Jordan's King Abdullah visits", "JO"), ("King Abdullah receives pilgrims in Mecca", "SA"),
    ("Denzel Washington wins an award", ""), ("Jordan Johnson wins a race", ""),
    ("Sydney Johnson wins a race", ""),
    ("Boris Johnson resigns in London", "GB"), ("A ship leaves Sydney Harbour", "AU"),
    ("A Sino-Indian border clash", "CN IN"), ("The Russo-Georgian war begins", "GE RU"),
    ("A party takes the lead (BBC)", "GB"), ("A shooting in Hampton, Georgia, United States", "US"),
    ("Envoys of Georgia, the United States and Russia meet", "GE RU US"),
    ("Georgia, Russia and Turkey agree", "GE RU TR"), ("A party takes the lead. (BBC) (The Guardian)", ""),
    ("The BBC apologises", "GB"), ("Drought in Norfolk, England", "GB"),
    ("Norfolk, Virginia sees floods", "US"),
    ("The Social Democrats win in Sweden", "SE"), ("The 2016 Summer Olympics open", "BR"),
    ("2022 FIFA World Cup qualification: a draw in Lima", "PE"),
    ("Pe\u{301}cs and Gyo\u{30B}r in Hungary", "HU"), ("Egypt\u{3002}", "EG"), ("Egypt\u{60C} again", "EG"),
    ("South\u{2009}Sudan votes", "SS"), ("Coup in Co\u{302}te d'Ivoire", "CI"),
  ]

  private func codes(_ text: String) -> String {
    let gazetteer = Gazetteer.standard
    return gazetteer.countries(in: [TextSlice(text)]).map { gazetteer.countries[$0.index].code }.sorted()
      .joined(separator: " ")
  }

  @Test("names that mean several things are told apart by what else is said", arguments: homonyms)
  func context(text: String, expected: String) { #expect(codes(text) == expected) }

  @Test("governments, groups, companies, people and places tell of their countries", arguments: knowledge)
  func names(text: String, expected: String) { #expect(codes(text) == expected) }

  @Test("places, people and bodies of the same name are told apart", arguments: placesAndPeople)
  func namesakes(text: String, expected: String) { #expect(codes(PlainText.clean(text)) == expected) }

  @Test("demonyms and phrases tell what they mean", arguments: forms)
  func wording(text: String, expected: String) { #expect(codes(text) == expected) }

  @Test func `the text of all parts of an event tells`() {
    let gazetteer = Gazetteer.standard
    let found = gazetteer.countries(in: [
      "Governor declares an emergency in Georgia", "Roads near Savannah are closed.",
    ])
    #expect(found.map { gazetteer.countries[$0.index].code } == ["US"])
  }
}
