import Primitives
import TestSupport
import Testing

@testable import Classification

@Suite("The ready-made gazetteer")
struct GazetteerImageTests {
  private let made = Gazetteer(GazetteerTables.standard)

  @Test func `is the one that the tables and the code give`() {
    let isCurrent = made.image == GazetteerImage.embedded
    #expect(isCurrent, "run scripts/make-gazetteer")
    #expect(GazetteerImage.content != nil)
  }

  @Test func `gives all names the meanings of one that is made from tables`() {
    let tables = GazetteerTables.standard
    var names = tables.countries.flatMap { [$0.name] + $0.otherNames + $0.demonyms + $0.capitals }
    names += tables.homonyms.map(\.name) + tables.affiliations.flatMap(\.names)
    // The places are many of a kind.
    names += tables.places.enumerated().filter { $0.offset.isMultiple(of: 29) }.map(\.element.name)
    names += ["Nowhere at all", "", "the"]
    let standard = Gazetteer.standard
    let different = names.filter { name in
      standard.sense(of: name) != made.sense(of: name)
        || standard.country(named: name) != made.country(named: name)
        || standard.country(ofNameOrPeople: name) != made.country(ofNameOrPeople: name)
        || classes(of: name, in: standard) != classes(of: name, in: made)
    }
    #expect(different == [])
    #expect(standard.countryOfEntity == made.countryOfEntity)
    #expect(standard.countries == made.countries)
  }

  @Test func `can be adapted as one that is made from tables`() {
    let settings = CountrySettings(home: "EG", disputed: ["Crimea": ["RU"], "Elsewhere": ["FR", "DE"]])
    let (ready, made) = (Gazetteer.standard.adapted(to: settings), made.adapted(to: settings))
    for name in ["Crimea", "Elsewhere", "Sevastopol", "Republic of Crimea", "Paris", "Egypt"] {
      #expect(ready.sense(of: name) == made.sense(of: name), "\(name)")
    }
    #expect(ready.sense(of: "Elsewhere")?.countries.count == 2)
  }

  private func classes(of name: String, in gazetteer: Gazetteer) -> [WordClass] {
    NameTokenizer(gazetteer.names.classes).tokens(of: name).map(\.classes)
  }
}

@Suite("Hash tables that are read in place")
struct HashTableTests {
  @Test(arguments: [0, 1, 2, 3, 100, 5000])
  func `have the numbers that were written, and no others`(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    var numbers: [UInt64: Int32] = [:]
    for _ in 0..<count { numbers[random.next()] = Int32.random(in: .min ... .max, using: &random) }
    // Hashes that share their highest bits
    for key in 0..<UInt64(count / 2) { numbers[key] = Int32(key) }
    let bytes = HashTable.bytes(of: numbers)
    #expect(bytes.count.isMultiple(of: 8))
    bytes.withUnsafeBytes { bytes in
      var image = ImageReader(bytes)
      let table = HashTable(&image)
      #expect(table.content == numbers)
      #expect(numbers.allSatisfy { table[$0.key] == $0.value })
      #expect((0..<1000).allSatisfy { _ in table[random.next()] == nil })
      #expect(image.text().isEmpty)
    }
  }

  @Test func `have the same bytes whatever the order`() {
    let pairs = (0..<500).map { (UInt64($0) &* 0x9E37_79B9, Int32($0)) }
    let (one, other) = (Dictionary(pairs) { $1 }, Dictionary(pairs.reversed()) { $1 })
    #expect(HashTable.bytes(of: one) == HashTable.bytes(of: other))
  }

  @Test func `can be changed without changing the bytes`() {
    let bytes = HashTable.bytes(of: [1: 10, 2: 20])
    bytes.withUnsafeBytes { bytes in
      var image = ImageReader(bytes)
      let base = HashTable(&image)
      var table = NumberTable(base)
      table.set(2, to: 21)
      table.set("new", to: 30)
      table.insert("new", number: 31)
      #expect(table[1] == 10)
      #expect(table[2] == 21)
      #expect(table["new"] == 30)
      #expect(base[2] == 20)
      #expect(table.mapValues { $0 + 1 }[2] == 22)
    }
  }
}
