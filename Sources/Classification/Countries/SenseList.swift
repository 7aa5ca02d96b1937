/// The meanings of names: those of a ready-made list, which is read in place, and others behind them.
struct SenseList: Sendable {
  private typealias Sense = Gazetteer.Sense

  private let base: ReadyList?
  private var own: [Gazetteer.Sense] = []

  /// Makes an empty list.
  init() { base = nil }

  /// Reads a list.
  init(_ image: inout ImageReader) { base = ReadyList(&image) }

  /// The count of meanings.
  var count: Int { (base?.count ?? 0) + own.count }

  /// The meaning at an index.
  subscript(index: Int32) -> Gazetteer.Sense {
    let index = Int(index)
    guard let base else { return own[index] }
    return index < base.count ? base.sense(at: index) : own[index - base.count]
  }

  /// Adds a meaning.
  mutating func append(_ sense: Gazetteer.Sense) { own.append(sense) }

  /// The bytes of the list without repetitions, and the new indices of its meanings.
  var image: (bytes: [UInt8], indices: [Int32]) {
    var distinct: [Gazetteer.Sense: Int32] = [:]
    var senses: [Gazetteer.Sense] = []
    var indices: [Int32] = []
    for index in 0..<Int32(count) {
      let sense = self[index]
      let number = distinct[sense] ?? Int32(senses.count)
      if Int(number) == senses.count {
        distinct[sense] = number
        senses.append(sense)
      }
      indices.append(number)
    }
    return (ReadyList.bytes(of: senses), indices)
  }

  // Meanings in memory: the counts of meanings and members, four numbers for each meaning, and the members.
  // The bytes are part of the program, which neither changes nor frees them.
  private struct ReadyList: @unchecked Sendable {
    private static let recordSize = 4
    private static let strengthShift: Int32 = 24

    private let records: UnsafeBufferPointer<Int32>
    // The countries of each meaning, and the country and the phrase of each cue.
    private let members: UnsafeBufferPointer<Int32>

    var count: Int { records.count / Self.recordSize }

    init(_ image: inout ImageReader) {
      let (senses, members) = (Int(image.number()), Int(image.number()))
      records = image.numbers(Self.recordSize * senses)
      self.members = image.numbers(members)
      image.align()
    }

    func sense(at index: Int) -> Gazetteer.Sense {
      let record = Self.recordSize * index
      var member = Int(records[record + 1])
      var sense = Sense(countries: [])
      sense.traits = Sense.Traits(rawValue: records[record] & (1 << Self.strengthShift - 1))
      sense.strength = Sense.Strength(rawValue: records[record] >> Self.strengthShift) ?? .weak
      for _ in 0..<records[record + 2] {
        sense.countries.append(Gazetteer.CountryNumber(rawValue: members[member]))
        member += 1
      }
      for _ in 0..<records[record + 3] {
        sense.cues.append(
          Sense.Cue(country: .init(rawValue: members[member]), phrase: members[member + 1]))
        member += 2
      }
      return sense
    }

    static func bytes(of senses: [Gazetteer.Sense]) -> [UInt8] {
      var (records, members): ([Int32], [Int32]) = ([], [])
      for sense in senses {
        records.append(sense.traits.rawValue | sense.strength.rawValue << strengthShift)
        records += [Int32(members.count), Int32(sense.countries.count), Int32(sense.cues.count)]
        members += sense.countries.map(\.rawValue)
        members += sense.cues.flatMap { [$0.country.rawValue, $0.phrase] }
      }
      var bytes = ImageWriter()
      bytes.append(UInt32(senses.count))
      bytes.append(UInt32(members.count))
      for number in records + members { bytes.append(number) }
      bytes.align()
      return bytes.bytes
    }
  }
}
