import Primitives
import Testing

@Suite("Sets of bytes")
struct ByteSetTests {
  @Test func `a set of characters contains these and no other byte`() {
    let set = ByteSet("az/?~")
    let contained = (UInt8.min...UInt8.max).filter(set.contains)
    #expect(contained == Array("/?az~".utf8))
  }

  @Test func `a set of ranges contains every byte of them`() {
    let set = ByteSet(0x00...0x3F, 0x7F...0x80, 0xFF...0xFF)
    for byte in UInt8.min...UInt8.max {
      #expect(set.contains(byte) == (byte < 0x40 || byte == 0x7F || byte == 0x80 || byte == 0xFF))
    }
  }

  @Test func `a union contains the bytes of both sets`() {
    let union = ByteSet.digits.union(ByteSet("-"))
    #expect((UInt8.min...UInt8.max).filter(union.contains) == Array("-0123456789".utf8))
  }
}

@Suite("Eight bytes at once")
struct EightBytesTests {
  // The word with a byte at an index, counted from the lowest, and others around it.
  private func word(_ byte: UInt8, at index: Int, others: UInt8) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64($1 == index ? byte : others) << UInt64(8 * $1) }
  }

  private func isMarked(_ result: UInt64, at index: Int) -> Bool { result >> UInt64(8 * index + 7) & 1 == 1 }

  @Test(arguments: 0..<8) func `a match is found at each place, and nowhere else`(index: Int) {
    let word = word(0x26, at: index, others: 0x41)
    #expect(isMarked(EightBytes.matches(in: word, of: 0x26), at: index))
    #expect(EightBytes.matches(in: word, of: 0x27) & EightBytes.highBits == 0)
  }

  @Test(arguments: 0..<8) func `a control character is found at each place`(index: Int) {
    #expect(isMarked(EightBytes.controls(in: word(0x1F, at: index, others: 0x61)), at: index))
    #expect(EightBytes.controls(in: word(0x20, at: index, others: 0x61)) & EightBytes.highBits == 0)
  }
}
