import Testing

@testable import Classification

/// Names by type, as a small archive knows them: by their words alone.
@Suite("What an entity is")
struct EntityTypeTests {
  private static let typer = EntityTyper(NameModel(Gazetteer.standard.names))

  @Test(
    "is a person",
    arguments: [
      "Sergey Shoygu", "Ada Quill", "Barack Obama", "George W. Bush", "Osama bin Laden", "Kim Jong-un",
      "Ursula von der Leyen", "Pope Francis", "Queen Elizabeth II", "King Charles III",
      "Abdel Fattah el-Sisi",
      "Martin Luther King Jr.", "Aung San Suu Kyi", "Bashar al-Assad", "Ban Ki-moon", "Michelle Bachelet",
      "Prince of Wales", "Rose Kestrel (actress)",
      "Philippines Rodrigo Duterte", "Michael Phelps of the United States",
    ])
  func person(name: String) { #expect(Self.typer.type(of: name) == .person) }

  @Test(
    "is a place",
    arguments: [
      "Cairo", "New York City", "Rio de Janeiro", "West Virginia", "Donetsk Oblast", "Lake Victoria",
      "Mount Etna",
      "Red Sea", "Suez Canal", "Heathrow Airport", "Gulf of Mexico", "Kestrel Island", "Tahrir Square",
      "Khyber Pass", "Gaza Strip", "Helmand Province", "Golden Gate Bridge", "Brynmoor Raceway",
      "Gale Crater", "Kestrel (town)",
      "Strait of Hormuz", "The Hague", "St. Petersburg",
    ])
  func place(name: String) { #expect(Self.typer.type(of: name) == .place) }

  @Test(
    "is an organisation",
    arguments: [
      "NATO", "United Nations Security Council", "African Union", "World Health Organization", "al-Qaeda",
      "General Motors", "Bank of England", "University of Oxford", "Supreme Court (Brazil)", "Boko Haram",
      "Conservative Party", "United States Navy", "Kestrel Liberation Front", "Goldman Sachs", "BBC",
      "Free Syrian Army", "Amnesty International", "Manchester United", "The New York Times", "Hezbollah",
      "House of Commons", "Ministry of Defence",
      "Tokyo Organising Committee of the Olympic and Paralympic Games",
      "Office of Thrift Supervision", "Court of Appeals", "United States Department of Justice", "MF Global",
      "ISIL", "Arab League", "Kestrel (band)",
      "Doctors Without Borders",
    ])
  func organisation(name: String) { #expect(Self.typer.type(of: name) == .organisation) }

  @Test(
    "is something that happens",
    arguments: [
      "2024 Summer Olympics", "Syrian civil war", "World War II", "2018 FIFA World Cup", "Hurricane Katrina",
      "Battle of Brynmoor", "2016 United States presidential election", "Iraq War", "COVID-19", "Gaza war",
      "War in Afghanistan (2001–2021)", "Malaysia Airlines Flight 370", "COVID-19 pandemic",
      "Boston Marathon bombing", "Operation Inherent Resolve", "Treaty of Lisbon", "Super Bowl XLVII",
      "Tour de France", "Commonwealth Games in Delhi", "Sinking of MV Kestrel",
      "2024–2025 Cuba blackouts", "Economy of Egypt", "Kidnapping in Nigeria", "Politics of Iraq",
      "Independence Day", "Arab Spring",
    ])
  func event(name: String) { #expect(Self.typer.type(of: name) == .event) }

  @Test(
    "is something else",
    arguments: [
      "COVID-19 vaccine", "USS Harry S. Truman", "Boeing 737 MAX", "Affordable Care Act", "H1N1",
      "Science and health", "Armed conflicts and attacks", "iPhone 6", "Dassault Rafale", "Game of Thrones",
      "C (programming language)", "東京",
      "Hubble Space Telescope", "hiking",
    ])
  func other(name: String) { #expect(Self.typer.type(of: name) == .other) }
}
