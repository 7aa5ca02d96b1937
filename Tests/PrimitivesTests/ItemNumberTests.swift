import Primitives
import Testing

struct ItemNumberTests {
  private struct Item {}
  private typealias Number = ItemNumber<Item>

  @Test(arguments: [0, 1, 41, Int(Int32.max)])
  func `a number has the index that it was made from, as a number and as one that may be none`(index: Int) {
    let number = Number(index)
    #expect(number.index == index)
    #expect(Number(rawValue: number.rawValue) == number)
    #expect(number.description == "\(index)")
    #expect(Number.OrNone(number).number == number)
    #expect(Number.OrNone(number) != .none)
  }

  @Test func `none is no number`() {
    #expect(Number.OrNone.none.number == nil)
    #expect(Number.OrNone(nil) == .none)
  }

  @Test func `numbers have the order and the hashes of their integers`() {
    let integers = [7, 0, 3, 1]
    #expect(integers.map { Number($0) }.sorted() == integers.sorted().map { Number($0) })
    #expect(Set((0..<100).map { Number($0 / 2) }).count == 50)
    #expect(Number(7)._rawHashValue(seed: 5) == Int32(7)._rawHashValue(seed: 5))
  }

  @Test func `a number takes four bytes in an array, and so does none`() {
    #expect(MemoryLayout<Number>.stride == 4)
    #expect(MemoryLayout<Number.OrNone>.stride == 4)
  }

  @Test func `a list has the numbers of its part of an array of integers`() {
    let integers: [Int32] = [9, 4, 2, 8, 1]
    let numbers = ItemNumbers<Item>(rawValues: integers[1..<4])
    #expect(numbers.map(\.index) == [4, 2, 8])
    #expect(numbers.reversed().map(\.index) == [8, 2, 4])
    #expect(numbers.count == 3)
    #expect(ItemNumbers<Item>(rawValues: []).isEmpty)
  }
}
