import Primitives
import Testing

@testable import Classification

/// Headlines by kind of difficulty, with the names that a small archive finds in them. Countries are no names here.
@Suite("Names in headlines of a small archive")
struct NamePhraseTests {
  private func names(_ text: String) -> [String] {
    var finder = NameFinder(NameModel(Gazetteer.standard.names))
    return finder.names(in: [TextSlice(text)])
  }

  @Test(
    "of persons, without their titles",
    arguments: [
      ("President Joe Biden signs the bill.", ["Joe Biden"]),
      ("Former president George W. Bush paints.", ["George W. Bush"]),
      ("The trial of Charles Taylor begins.", ["Charles Taylor"]),
      ("French President Emmanuel Macron resigns.", ["Emmanuel Macron"]),
      ("British Prime Minister David Cameron wins a vote.", ["David Cameron"]),
      ("Secretary-General Kofi Annan asks for calm.", ["Kofi Annan"]),
      ("U.S. Secretary of Defense Robert Gates visits Kabul.", ["Robert Gates", "Kabul"]),
      ("Foreign Minister Sergey Lavrov meets John Kerry.", ["Sergey Lavrov", "John Kerry"]),
      ("Ada Quill, 34, and Bryn Orrin are freed.", ["Ada Quill", "Bryn Orrin"]),
      ("Osama bin Laden is killed.", ["Osama bin Laden"]),
      ("Ursula von der Leyen is elected.", ["Ursula von der Leyen"]),
      ("Bashar al-Assad flees.", ["Bashar al-Assad"]),
      ("Kim Jong-un inspects a factory.", ["Kim Jong-un"]),
      ("Martin Luther King Jr. is honoured.", ["Martin Luther King Jr."]),
      ("Pope Benedict XVI retires.", ["Pope Benedict XVI"]),
      ("Queen Elizabeth II opens parliament.", ["Queen Elizabeth II"]),
      ("King Charles III visits Berlin.", ["King Charles III", "Berlin"]),
      ("Actor Tom Hanks and singer Paul Simon perform.", ["Tom Hanks", "Paul Simon"]),
      ("General David Petraeus testifies.", ["David Petraeus"]),
      ("Police question Michael O'Leary.", ["Michael O'Leary"]),
      ("Judge Mary Carter rules for Anna Lund.", ["Mary Carter", "Anna Lund"]),
      ("Senator John McCain's plane lands.", ["John McCain"]),
    ])
  func persons(text: String, expected: [String]) { #expect(names(text) == expected) }

  @Test(
    "of organisations",
    arguments: [
      ("The United Nations Security Council meets.", ["United Nations Security Council"]),
      ("NATO, the EU and the IMF agree.", ["NATO", "EU", "IMF"]),
      ("The World Health Organization warns.", ["World Health Organization"]),
      ("Workers at General Motors strike.", ["General Motors"]),
      ("The Bank of Norland raises its rate.", ["Bank of Norland"]),
      ("Fighters of the Kestrel Liberation Front surrender.", ["Kestrel Liberation Front"]),
      (
        "The International Committee of the Red Cross sends food.",
        ["International Committee of the Red Cross"]
      ),
      ("The People's Action Party wins.", ["People's Action Party"]),
      ("The BBC shows the film.", ["BBC"]),
      ("Boko Haram frees 20 girls.", ["Boko Haram"]),
      ("Médecins Sans Frontières closes its hospital.", ["Médecins Sans Frontières"]),
      ("The University of Brynmoor admits women.", ["University of Brynmoor"]),
      ("The Rapid Support Forces shell the market.", ["Rapid Support Forces"]),
      ("Rebels of al-Shabaab attack a hotel.", ["al-Shabaab"]),
      ("Shops of Marks & Spencer close.", ["Marks & Spencer"]),
      ("Smoke rises from the White House.", ["White House"]),
      ("Drivers of Orange Telecom strike.", ["Orange Telecom"]),
    ])
  func organisations(text: String, expected: [String]) { #expect(names(text) == expected) }

  @Test(
    "of places",
    arguments: [
      ("A bus crashes near Nairobi.", ["Nairobi"]),
      ("Floods hit Rio de Janeiro.", ["Rio de Janeiro"]),
      ("A fire burns in Brynmoor.", ["Brynmoor"]),
      ("The ferry leaves Kestrel Island.", ["Kestrel Island"]),
      ("Snow closes the Khyber Pass.", ["Khyber Pass"]),
      ("Troops enter the Gaza Strip.", ["Gaza Strip"]),
      ("A plane lands at Heathrow Airport.", ["Heathrow Airport"]),
      ("Voters in West Virginia decide.", ["West Virginia"]),
      ("Clashes in Donetsk Oblast kill five.", ["Donetsk Oblast"]),
      ("New York City bans cars.", ["New York City"]),
      ("The court in The Hague adjourns.", ["The Hague"]),
      ("Egypt's Suez Canal is blocked.", ["Suez Canal"]),
      ("A storm crosses the Gulf of Mexico.", ["Gulf of Mexico"]),
      ("Mount Etna erupts.", ["Mount Etna"]),
      ("A rover finds ice near Mars.", ["Mars"]),
      ("People leave Port-au-Prince.", ["Port-au-Prince"]),
    ])
  func places(text: String, expected: [String]) { #expect(names(text) == expected) }

  @Test(
    "of happenings",
    arguments: [
      ("The 2024 Summer Olympics begin in Paris.", ["2024 Summer Olympics", "Paris"]),
      ("The 2018 FIFA World Cup ends.", ["2018 FIFA World Cup"]),
      ("Talks on the Gaza war fail.", ["Gaza", "Gaza war"]),
      (
        "Nobody wins the 2016 United States presidential election.",
        ["2016 United States presidential election"]
      ),
      ("Veterans of the Iraq War march.", ["Iraq War"]),
      ("The Battle of Brynmoor ends.", ["Battle of Brynmoor"]),
    ])
  func happenings(text: String, expected: [String]) { #expect(Set(names(text)) == Set(expected)) }

  @Test(
    "that are joined are two",
    arguments: [
      ("Talks between Ankara and Istanbul fail.", ["Ankara", "Istanbul"]),
      ("Ada Quill and Bryn Orrin marry.", ["Ada Quill", "Bryn Orrin"]),
      ("Barack Obama in Havana meets Raúl Castro.", ["Barack Obama", "Havana", "Raúl Castro"]),
      ("Vladimir Putin's and Donald Trump's aides meet.", ["Vladimir Putin", "Donald Trump"]),
      ("Fires in Athens, Rome and Madrid are put out.", ["Athens", "Rome", "Madrid"]),
    ])
  func joined(text: String, expected: [String]) { #expect(names(text) == expected) }

  @Test(
    "are none of the words at the begin of a sentence",
    arguments: [
      "Overnight shelling kills ten.", "Authorities close schools.", "Protesters storm the building.",
      "At least 20 people die.", "Twelve miners are found alive.", "However, nobody was hurt.",
      "Dozens are missing. Rescuers search for them.", "Police arrest a man. Officers found a knife.",
      "Meanwhile, talks go on.", "Suspected rebels burn a village.", "Heavy rain floods streets.",
      "Scientists discover water.", "Voters go to the polls.", "Gunmen kill a judge.",
      "Apple pickers strike. Shell fragments hurt ten.",
      "Opposition leaders call for a strike.",
    ])
  func sentenceStarts(text: String) { #expect(names(text) == []) }

  @Test(
    "are no peoples, religions, months, titles, times and numbers",
    arguments: [
      "An Egyptian court frees the men.", "An East German guard is tried.",
      "Police search Kestrel's European offices.", "Three Israelis and two Palestinians die.",
      "The Islamist rebels leave.",
      "Catholic bishops meet on Monday.", "The President leaves in March.", "The Prime Minister resigns.",
      "A Republican senator objects.", "Temperatures reach 45 °C at 10 AM.", "The CEO sells shares.",
      "He was born on 12 May 1960.", "The U.S.-led coalition bombs a depot.", "A London-based group says so.",
      "The Secretary of State resigns.", "Two MPs are hurt.", "The Attorney General denies it.",
    ])
  func words(text: String) { #expect(names(text) == []) }

  @Test(
    "are none of a text in title case",
    arguments: [
      "Ten Things to Know About Docker", "Release Notes", "How We Built a Faster Parser",
      "Announcing the New Site",
      "Rain Is Coming", "The Best Books of the Year", "Why I Left Brynmoor", "Notes on Writing",
    ])
  func titleCase(text: String) { #expect(names(text) == []) }

  @Test(
    "in quotations and brackets",
    arguments: [
      ("\"We will stay,\" says Ada Quill.", ["Ada Quill"]),
      ("The Kestrel Island Authority (KIA) closes.", ["Kestrel Island Authority", "KIA"]),
      ("\u{201C}Never again,\u{201D} says Bryn Orrin in Oslo.", ["Bryn Orrin", "Oslo"]),
      ("The film 'Night' by Ada Quill wins.", ["Ada Quill"]),
    ])
  func quotations(text: String, expected: [String]) { #expect(names(text) == expected) }
}

/// Names of lists, by the verdict on them.
@Suite("Names of lists")
struct ListedNameTests {
  private static func judge(_ name: String, _ model: NameModel = NameModel(Gazetteer.standard.names))
    -> ListedName
  {
    var judge = ListedNameJudge(model)
    return judge.judge(name)
  }

  @Test(
    "are names",
    arguments: [
      "Ada Quill", "Egypt", "United States", "NATO", "WHO", "al-Qaeda", "Al-shabaab", "Brynmoor", "Paris",
      "Путин", "東京",
      "مصر", "iPhone", "St. Louis Cardinals", "United States Navy", "Bank of England",
      "Bosnia and Herzegovina",
      "Trinidad and Tobago", "Syrian civil war", "COVID-19 vaccine", "Armed conflicts and attacks",
      "Science and health",
      "University of Oxford", "Security Council", "Lord of the Rings", "Burger King", "General Motors",
      "Major League Baseball",
      "2024 Summer Olympics", "9/11", "Johnson and Johnson", "Marks and Spencer", "King Charles III",
      "Pope Francis", "Mars", "Trump", "Apple", "Swift", "Rust", "Curiosity",
      "McDonald's", "Sotheby\u{2019}s", "St. John's", "City of London Corporation", "Port of Spain",
      "Prince Edward Island",
      "King Fahd University", "Queen Mary Hotel", "AC/DC", "Sudhaven AC/DC Arena", "Jordan Quill",
      "Hyde Park", "Church in Wales",
      "Al Qaeda in the Islamic Maghreb",
      "Norland's Brynmoor", "Roman Catholic Church", "Young Turks Party", "Bank of the Republic",
      "de Gaulle", "Fukushima I", "Van Gogh", "The Hague", "Black Lives Matter",
    ])
  func names(name: String) { #expect(Self.judge(name) == .name) }

  @Test(
    "are plain words",
    arguments: [
      ("Overnight", ListedName.Reason.common), ("hiking", .common), ("District", .common),
      ("Department", .common), ("navy", .common), ("In", .common), ("He", .common), ("As", .common),
      ("Norway's", .part),
      ("Women's", .part),
      ("mars", .common), ("apple", .common),
      ("of the United States", .part),
      ("In association football", .part), ("Secretary", .title), ("President", .title),
      ("Prime Minister", .title),
      ("Vice President", .title), ("Israeli Prime Minister", .title), ("U.S. Secretary of State", .title),
      ("United Kingdom's Home Secretary", .title), ("2014", .number), ("Monday", .time), ("CEO", .title),
      ("MPs", .abbreviation), ("Egyptian", .adjective), ("Islamist", .adjective),
      ("Moscow-based", .adjective),
      ("Yemen's Islamist", .adjective), ("Egypt's Overnight", .common), ("Norway's Foreign Minister", .title),
      ("Suspected Maoist", .adjective), ("Militant Islamist", .adjective), ("Iraqi Kurdish", .adjective),
      ("Michael", .firstName), ("Supreme Court", .body), ("Foreign Ministry", .body),
    ])
  func words(name: String, reason: ListedName.Reason) { #expect(Self.judge(name) == .word(reason)) }

  @Test(
    "consist of other names",
    arguments: [
      ("Donald Trump and Kim Jong-un", ["Donald Trump", "Kim Jong-un"]),
      ("President Vladimir Putin", ["Vladimir Putin"]), ("U.S. President Donald Trump", ["Donald Trump"]),
      ("Attorney General Eric Holder", ["Eric Holder"]),
      ("French President Emmanuel Macron", ["Emmanuel Macron"]),
      ("Uganda Anna Orrin", ["Anna Orrin"]), ("Norway Prime Minister Ada Quill", ["Ada Quill"]),
      (
        "Kestrel insurgency/Norland general election, 2014",
        ["Kestrel insurgency", "Norland general election, 2014"]
      ),
      ("Brynmoor Gardens in Paris", ["Brynmoor Gardens", "Paris"]),
      ("Berlin and Paris", ["Berlin", "Paris"]), ("Egypt and Russia", []), ("President of Egypt", []),
    ])
  func compounds(name: String, parts: [String]) { #expect(Self.judge(name) == .compound(parts)) }

  @Test("that are surnames of persons with feeds are plain words, unless they are set apart")
  func surnames() {
    var learned = LearnedNames()
    learned.surnames["Orrin"] = [.init(name: "Ada Orrin", events: 9, times: [0...100])]
    let model = NameModel(Gazetteer.standard.names, learned: learned)
    #expect(Self.judge("Orrin", model) == .word(.surname))
    let apart = NameModel(Gazetteer.standard.names, learned: learned.without(["orrin", "supreme court"]))
    #expect(Self.judge("Supreme Court", apart) == .name)
    #expect(Self.judge("Orrin", apart) == .name)
  }

  @Test("a surname is the full name that events gave it in the 60 days before, if one person had it")
  func fullNames() {
    var learned = LearnedNames()
    learned.surnames["Quill"] = [
      .init(name: "Ada Quill", events: 50, times: [10...80, 200...300]),
      .init(name: "Bryn Quill", events: 40, times: [250...400]),
      .init(name: "Cor Quill", events: 2, times: [20...90]),
    ]
    let expected: [(Int, String?)] = [
      (9, nil), (10, "Ada Quill"), (50, "Ada Quill"), (85, "Cor Quill"), (91, nil), (200, "Ada Quill"),
      (260, nil),
      (301, "Bryn Quill"), (401, nil),
    ]
    for (day, name) in expected { #expect(learned.fullName("Quill", day: day) == name, "\(day)") }
  }
}
