internal import Primitives

/// Other names of entities that are known without any archive: abbreviations of organisations, and names of bodies with their country.
struct KnownNames: Sendable {
  /// The name that another name is filed under.
  struct Main: Sendable, Equatable {
    /// The name.
    var name: String
    /// Why the other name is filed under it.
    var reason: EntityMerge.Reason
  }

  // The names of each line of the table; the first is the main one.
  private static let lines: [(main: String, others: [String])] = table.split(separator: "\n").compactMap {
    line in
    let names = line.split(separator: "|").map { String($0.trimmingPrefix(while: \.isWhitespace)) }
    return names.first.map { ($0, Array(names.dropFirst())) }
  }

  private static let mains: [EntityKey: String] = {
    var mains: [EntityKey: String] = [:]
    for (main, others) in lines {
      for key in others.compactMap({ EntityKey($0) }) where key != EntityKey(main) { mains[key] = main }
    }
    return mains
  }()

  // By key of a name: its other names, in the order of the table.
  private static let others: [EntityKey: [String]] = {
    var others: [EntityKey: [String]] = [:]
    for line in lines {
      if let key = EntityKey(line.main) { others[key] = line.others.filter { EntityKey($0) != key } }
    }
    return others
  }()

  private static let mainKeys = Set(mains.values.compactMap { EntityKey($0) })

  /// The names of bodies that many countries have.
  private let bodies: Set<String>
  private let abbreviations: [String: String]
  // By key of a name: its abbreviations, in order.
  private let abbreviationsOfNames: [EntityKey: [String]]
  private let gazetteer: Gazetteer

  /// Makes the known names.
  init(_ learned: LearnedNames, _ gazetteer: Gazetteer) {
    bodies = learned.bodies.union(LearnedNames.knownBodies)
    abbreviations = learned.abbreviations.filter { abbreviation, _ in
      EntityKey(abbreviation).map { !Self.mainKeys.contains($0) } ?? false
    }
    abbreviationsOfNames = abbreviations.sorted { $0.key < $1.key }.reduce(into: [:]) { names, pair in
      guard let key = EntityKey(pair.value) else { return }
      names[Self.mains[key].flatMap { EntityKey($0) } ?? key, default: []].append(pair.key)
    }
    self.gazetteer = gazetteer
  }

  /// The other names of an entity: those of the table, abbreviations that the archive gives, and those of a body with its country.
  func others(of key: EntityKey, name: String) -> [String] {
    let names = (Self.others[key] ?? []) + (abbreviationsOfNames[key] ?? [])
    return names + namesOfBody(name).filter { !names.contains($0) }
  }

  // `Brazilian Supreme Court` and `Supreme Court of Brazil` for `Supreme Court (Brazil)`.
  private func namesOfBody(_ name: String) -> [String] {
    guard name.hasSuffix(")"), let bracket = name.range(of: " (") else { return [] }
    let body = String(name[..<bracket.lowerBound])
    guard bodies.contains(body),
      let number = gazetteer.country(ofNameOrPeople: String(name[bracket.upperBound...].dropLast()))
    else { return [] }
    let country = gazetteer.countries[number.index]
    let short = country.otherNames.filter { $0.utf8.count < 5 && $0.uppercased() == $0 }
    let hasArticle = Self.countriesWithArticle.contains(country.name)
    let owners = country.demonyms.prefix(1) + (hasArticle ? [country.name] : []) + short
    let names = owners.map { "\($0) \(body)" } + ["\(body) of \(hasArticle ? "the " : "")\(country.name)"]
    return names.filter { main(of: $0) == name }
  }

  // The countries that are named with `the`.
  private static let countriesWithArticle: Set<String> = [
    "United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Philippines", "Maldives",
    "Bahamas", "Gambia",
    "Marshall Islands", "Solomon Islands", "Czech Republic", "Dominican Republic", "Central African Republic",
    "Democratic Republic of the Congo", "Republic of the Congo",
  ]

  private func main(of name: String) -> String? { EntityKey(name).flatMap { main(of: name, key: $0)?.name } }

  /// The name that a name is filed under; `nil` when it is its own.
  func main(of name: String, key: EntityKey) -> Main? {
    if let main = Self.mains[key] { return Main(name: main, reason: .known) }
    if let main = abbreviations[name], let key = EntityKey(main) {
      return Main(name: Self.mains[key] ?? main, reason: .abbreviation)
    }
    guard let main = bodyOfCountry(name), EntityKey(main) != key else { return nil }
    if let known = EntityKey(main).flatMap({ Self.mains[$0] }) {
      return EntityKey(known) == key ? nil : Main(name: known, reason: .body)
    }
    return Main(name: main, reason: .body)
  }

  // `Brazilian Supreme Court` and `Supreme Court of Brazil` are `Supreme Court (Brazil)`.
  private func bodyOfCountry(_ name: String) -> String? {
    let words = name.split(separator: " ", omittingEmptySubsequences: false)
    guard (2...8).contains(words.count) else { return nil }
    for count in 1...min(3, words.count - 1) {
      let body = words.dropFirst(count).joined(separator: " ")
      if bodies.contains(body), let country = country(words.prefix(count)) { return "\(body) (\(country))" }
      guard words.count > count + 1 else { continue }
      let front = words.dropLast(count)
      let place = front.last == "the" && front.dropLast().last == "of" ? front.dropLast(2) : front.dropLast()
      guard front.last == "of" || front.last == "the" && front.dropLast().last == "of" else { continue }
      let bodyBefore = place.joined(separator: " ")
      if bodies.contains(bodyBefore), let country = country(words.suffix(count)) {
        return "\(bodyBefore) (\(country))"
      }
    }
    return nil
  }

  private func country(_ words: ArraySlice<Substring>) -> String? {
    var name = words.joined(separator: " ")
    if name.hasSuffix("'s") || name.hasSuffix("\u{2019}s") { name = String(name.dropLast(2)) }
    return gazetteer.country(ofNameOrPeople: name).map { gazetteer.countries[$0.index].name }
  }

  // By line: a name, and other names of the same.
  private static let table = """
    United Nations|UN|U.N.
    European Union|EU|E.U.
    NATO|North Atlantic Treaty Organization|North Atlantic Treaty Organisation
    World Health Organization|WHO|World Health Organisation
    International Monetary Fund|IMF
    World Trade Organization|WTO|World Trade Organisation
    International Atomic Energy Agency|IAEA
    International Court of Justice|ICJ
    UNICEF|United Nations Children's Fund
    UNESCO|United Nations Educational, Scientific and Cultural Organization
    UNHCR|United Nations High Commissioner for Refugees|UN High Commissioner for Refugees|UN Refugee Agency
    United Nations Security Council|UN Security Council|U.N. Security Council|UNSC
    United Nations General Assembly|UN General Assembly|U.N. General Assembly
    African Union|AU
    Organization of American States|OAS
    ASEAN|Association of Southeast Asian Nations|Association of South East Asian Nations
    ECOWAS|Economic Community of West African States
    OPEC|Organization of the Petroleum Exporting Countries
    OSCE|Organization for Security and Co-operation in Europe
    OECD|Organisation for Economic Co-operation and Development
    Organisation for the Prohibition of Chemical Weapons|OPCW
    World Meteorological Organization|WMO
    World Food Programme|WFP
    European Central Bank|ECB
    European Space Agency|ESA
    European Court of Human Rights|ECHR
    Federal Bureau of Investigation|FBI
    Central Intelligence Agency|CIA
    National Security Agency|NSA
    Drug Enforcement Administration|DEA
    Food and Drug Administration|FDA
    Environmental Protection Agency|EPA
    Federal Aviation Administration|FAA
    Federal Emergency Management Agency|FEMA
    Transportation Security Administration|TSA
    Internal Revenue Service|IRS
    Centers for Disease Control and Prevention|CDC|Centers for Disease Control
    NASA|National Aeronautics and Space Administration
    United States Geological Survey|USGS|U.S. Geological Survey|US Geological Survey
    Supreme Court (United States)|SCOTUS
    House of Representatives (United States)|U.S. House|US House|United States House
    United States Army|U.S. Army|US Army|Army (United States)
    United States Navy|U.S. Navy|US Navy|Navy (United States)
    United States Air Force|U.S. Air Force|US Air Force|Air Force (United States)
    United States Coast Guard|U.S. Coast Guard|US Coast Guard|Coast Guard (United States)
    Royal Navy|Navy (United Kingdom)
    Washington, D.C.|D.C.|DC|Washington, District of Columbia
    Islamic State|ISIL|ISIS|Islamic State of Iraq and the Levant|Islamic State of Iraq and Syria|Daesh|Islamic State of Iraq and al-Sham
    al-Qaeda|al-Qaida|al-Qa'ida|al-Qa'eda
    al-Shabaab|al-Shabab
    Hezbollah|Hizbollah|Hizbullah|Hizballah
    Taliban|Taleban
    Palestine Liberation Organization|PLO|Palestine Liberation Organisation
    Kurdistan Workers' Party|PKK
    Revolutionary Armed Forces of Colombia|FARC
    Liberation Tigers of Tamil Eelam|LTTE|Tamil Tigers
    African National Congress|ANC
    Bharatiya Janata Party|BJP
    Israel Defense Forces|IDF|Israeli Defense Forces|Israel Defence Forces|Israeli Defence Forces
    Islamic Revolutionary Guard Corps|IRGC|Iranian Revolutionary Guard|Iranian Revolutionary Guards
    COVID-19|COVID-19 pandemic|Coronavirus disease 2019|COVID-19 Pandemic|2019–20 coronavirus pandemic|Coronavirus pandemic|COVID
    SARS-CoV-2 Omicron variant|SARS-CoV-2 Omicron|Omicron variant
    SARS-CoV-2|Severe acute respiratory syndrome coronavirus 2
    International Olympic Committee|IOC
    National Basketball Association|NBA
    National Football League|NFL
    National Hockey League|NHL
    Major League Baseball|MLB
    National Collegiate Athletic Association|NCAA
    BBC|British Broadcasting Corporation
    """
}
