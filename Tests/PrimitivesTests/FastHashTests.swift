import Primitives
import Testing

@Suite("Fast hashes")
struct FastHashTests {
  // The examples of the Internet-Draft draft-eastlake-fnv.
  @Test func `are those of FNV-1a`() {
    #expect(FNV1a.hash("".utf8) == 0xCBF2_9CE4_8422_2325)
    #expect(FNV1a.hash("a".utf8) == 0xAF63_DC4C_8601_EC8C)
    #expect(FNV1a.hash("foobar".utf8) == 0x8594_4171_F739_67E8)
    #expect(FNV1a.hash32("".utf8) == 0x811C_9DC5)
    #expect(FNV1a.hash32("a".utf8) == 0xE40C_292C)
    #expect(FNV1a.hash32("foobar".utf8) == 0xBF9C_F968)
  }

  @Test func `differ in their low bits when numbers differ in high ones`() {
    let hashes = Set((0..<64).map { BitMixing.mixed(0, 1 << $0) & 0xFFFF_FFFF })
    #expect(hashes.count == 64)
  }
}
