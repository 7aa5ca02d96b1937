// Prints what Foundation answers through ICU, as far as feedgen asks: samples as they are, large sets as a hash.
import Foundation

/// FNV-1a of texts.
struct Digest {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  var text: String { String(state, radix: 16) }
}

let samples = [
  "ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำ", "ປະເທດລາວ ນະຄອນຫຼວງວຽງຈັນ", "ភាសាខ្មែរ ប្រទេសកម្ពុជា", "မြန်မာဘာသာစကား",
  "東京都で地震が発生しました。カタカナ", "北京举行首脑会议", "서울에서 정상 회담", "Москва и Київ", "Αθήνα ειδήσεις",
  "القاهرة تستضيف القمة", "ירושלים", "नई दिल्ली में सम्मेलन", "ქართული", "Հայերեն", "አማርኛ", "தமிழ்நாடு", "বাংলাদেশ",
  "Đà Nẵng – Straße, Łódź, Ærø, İstanbul", "ᏣᎳᎩ", "ᐃᓄᒃᑎᑐᑦ",
]
let transforms = [StringTransform.toLatin, StringTransform("Latin-ASCII"), .stripDiacritics]

for sample in samples {
  var text = sample
  for transform in transforms { text = text.applyingTransform(transform, reverse: false) ?? "none" }
  print(sample, text, separator: ": ")
}

var scalars = Digest()
for scalar in (0..<0x30000 as Range<UInt32>).compactMap(Unicode.Scalar.init) {
  let text = String(scalar)
  for transform in transforms { scalars.add(text.applyingTransform(transform, reverse: false) ?? "none") }
  scalars.add(text.precomposedStringWithCanonicalMapping)
  scalars.add(text.decomposedStringWithCompatibilityMapping)
  scalars.add(text.lowercased() + text.uppercased())
}
print("each scalar:", scalars.text)

for identifier in TimeZone.knownTimeZoneIdentifiers.sorted() + [
  "UTC", "CET", "EST5EDT", "America/Buenos_Aires",
] {
  guard let zone = TimeZone(identifier: identifier) else {
    print(identifier, "none")
    continue
  }
  var offsets = Digest()
  for time in stride(from: -4e9, to: 5e9, by: 3.3e6) {
    offsets.add(String(zone.secondsFromGMT(for: Date(timeIntervalSince1970: time))))
  }
  print(identifier, offsets.text)
}

print(String(format: "%.3f %04X %lld", 1234.5678, 0xAB, 12_345_678_901))
print(Duration.milliseconds(1_234_567).formatted(.units(allowed: [.milliseconds])))
print(Date(timeIntervalSince1970: 1e9).ISO8601Format(), Date(timeIntervalSince1970: 1e9).formatted())
print(NSError(domain: NSPOSIXErrorDomain, code: 2).localizedDescription)
print(["ä", "z", "a", "Z"].sorted { $0.localizedCompare($1) == .orderedAscending })
