import Primitives
import Testing

@testable import ArchiveIndex

@Suite("The header of a file in a tar archive")
struct TarHeaderTests {
  @Test(
    "is read as it was written, also of files of 8 GiB and more",
    arguments: [0, 1, 511, 512, 8_589_934_591, 8_589_934_592, 1 << 50, Int64.max])
  func roundTrip(size: Int64) throws {
    let header = TarHeader(name: "languages/de/index.sqlite", size: size)
    let block = header.block(time: 2_000_000_000)
    #expect(block.count == TarHeader.blockSize)
    #expect(TarHeader(block) == header)
    // GNU tar and pax write the same: octal digits and a zero, or a number in base 256.
    #expect((block[124] == 0x80) == (size > 8_589_934_591))
  }

  @Test("is no header when any bit is another, or when it is cut")
  func damage() throws {
    let block = TarHeader(name: "index.sqlite", size: 655_360).block(time: 2_000_000_000)
    for place in block.indices {
      var other = block
      other[place] ^= 1
      #expect(TarHeader(other) == nil, "\(place)")
    }
    #expect(TarHeader(Array(block.dropLast())) == nil)
    #expect(TarHeader([UInt8](repeating: 0, count: TarHeader.blockSize)) == nil)
  }

  @Test("is followed by whole blocks") func padding() {
    #expect([0, 1, 511, 512, 513].map(TarHeader.padding) == [0, 511, 1, 0, 511])
  }
}
