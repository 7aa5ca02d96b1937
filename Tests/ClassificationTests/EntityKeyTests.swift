import TestSupport
import Testing

@testable import Classification

@Suite("Keys of entities")
struct EntityKeyTests {
  @Test(
    "case, accents, punctuation and blanks make no other name",
    arguments: [
      [
        "Sergey Shoygu", "SERGEY SHOYGU", " sergey  shoygu ", "Sergéy Shøygu", "Sergey-Shoygu",
        "''Sergey'' Shoygu",
      ],
      ["U.S. President", "US President", "U.S President", "us-president"],
      ["Côte d'Ivoire", "Cote d’Ivoire", "Cote d'Ivoire", "COTE D'IVOIRE"],
      ["Facebook, Inc.", "Facebook Inc", "Facebook (Inc.)"], ["Straße", "Strasse", "STRASSE"],
      ["Łódź", "Lodz"], ["Bülent Örnek", "Bulent Ornek", "Bu\u{308}lent O\u{308}rnek"],
      ["AT&T", "AT & T", "AT&amp;T", "AT and T"], ["Москва", "МОСКВА", "москва"], ["Ｅｇｙｐｔ", "Egypt"],
      ["İstanbul", "Istanbul", "ıstanbul"], ["2019–20 season", "2019-20 season", "2019&ndash;20 season"],
      ["ﬁsh", "fish"], ["Ἀθήνα", "αθηνα"],
      ["Slobodan Milošević", "Slobodan Milo&scaron;evi&cacute;", "Slobodan Milosevic"],
      [
        "Sergey Shoygu", "Ser\u{AD}gey Shoy\u{200B}gu", "\u{FEFF}Sergey Shoygu\u{200F}",
        "Sergey\u{2060} Shoygu&shy;",
      ],
      ["می\u{200C}خواهم", "میخواهم"], ["กรุง\u{200B}เทพ", "กรุงเทพ"], ["مصر", "\u{200F}مصر\u{200F}"],
    ])
  func same(names: [String]) throws {
    let keys = try names.map { try #require(EntityKey($0)) }
    #expect(Set(keys).count == 1, "\(keys)")
    #expect(Set(keys.map(\.slug)).count == 1)
  }

  @Test(
    "other names stay other names",
    arguments: [
      ["C", "C++", "C#", "C&"], ["Egypt", "Egyptian", "Egypts"], ["New York", "Newark", "York"],
      ["東京", "京都", "東"], ["مصر", "مصري"], ["Sudan", "South Sudan"], ["Route 1", "Route 11", "Route 1 1"],
      ["Google", "Google+"], ["日本", "日本人"], ["R&B", "RB"], ["1", "2", "½"],
    ])
  func different(names: [String]) throws {
    let keys = try names.map { try #require(EntityKey($0)) }
    #expect(Set(keys).count == names.count)
    #expect(Set(keys.map(\.slug)).count == names.count)
  }

  @Test(
    "marks are spelled out", arguments: [("C++", "c-plus-plus"), ("C#", "c-sharp"), ("AT&T", "at-and-t")])
  func spelledOut(name: String, slug: String) {
    #expect(EntityKey(name)?.slug == slug)
  }

  @Test(
    "what holds no letter and no digit has no key",
    arguments: ["", " ", "''", "...", "–", "!?", "[]", "&nbsp;", "🚢", "\u{AD}", "\u{3164}", "&shy;&zwj;"])
  func none(name: String) {
    #expect(EntityKey(name) == nil)
  }

  @Test(
    "names without a Latin letter have slugs of their own",
    arguments: ["東京", "Москва", "مصر", "ქართული", "한국"])
  func nonLatin(name: String) throws {
    let slug = try #require(EntityKey(name)).slug
    #expect(slug.hasPrefix("name--"))
    #expect(slug.utf8.count == 22)
  }

  @Test func `slugs of plain names are what one would guess`() {
    #expect(EntityKey("Sergey Shoygu")?.slug == "sergey-shoygu")
    #expect(EntityKey("Washington, D.C.")?.slug == "washington-dc")
    #expect(EntityKey("Bülent Ecevit")?.slug == "bulent-ecevit")
  }

  @Test func `no two names share a slug unless they share a key`() throws {
    var random = SeededGenerator(seed: 5)
    var keys: [String: EntityKey] = [:]
    let alphabets = ["ab -&+#.'", "aä東Ж9 -", "ab ", "🚢é–_/\\%.:"].map(Array.init)
    for round in 0..<20_000 {
      let name = random.text(
        of: alphabets[round % alphabets.count], length: round % 50 == 0 ? 90...260 : 1...12)
      guard let key = EntityKey(name) else { continue }
      let slug = key.slug
      try #require(keys[slug, default: key] == key)
      keys[slug] = key
      try #require(
        slug.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
      try #require((1...120).contains(slug.utf8.count))
      try #require(!slug.hasPrefix("-") && !slug.hasSuffix("-"))
    }
    #expect(keys.count > 5000)
  }

  @Test func `a key is the key of its own text`() throws {
    var random = SeededGenerator(seed: 6)
    let alphabet = Array("aBé東ЖßİΣ9 -&+#.'’ﬁ½\u{301}")
    for _ in 0..<5000 {
      guard let key = EntityKey(random.text(of: alphabet, length: 1...10)) else { continue }
      try #require(EntityKey(key.text) == key)
    }
  }

  @Test(
    "has words before another that it ends with, if these neither join two names nor are a direction",
    arguments: [
      ("St. Quill Cardinals", "Quill Cardinals", "st"), ("Ada Quill", "Quill", "ada"),
      ("Quill Front", "Quill", nil),
      ("Bank of Norland", "Norland", nil), ("Trinor and Tabor", "Tabor", nil),
      ("Ada Quill", "Ada Quill", nil),
      ("Quill", "Ada Quill", nil), ("Almira", "mira", nil), ("2028 Brynmoor Games", "Brynmoor Games", "2028"),
      ("Izz al-Orrin Front", "Orrin Front", "izz al"), ("Белая река", "река", "белая"),
      ("West Brynmoor", "Brynmoor", nil),
      ("Quill v. Orrin", "Orrin", nil), ("Rio de la Quill", "Quill", nil),
    ])
  func fronts(name: String, part: String, front: String?) throws {
    let found = try #require(EntityKey(name)).front(before: try #require(EntityKey(part)))
    #expect(found.map(String.init) == front)
  }
}
