import TestSupport
import Testing

@testable import Classification

@Suite("Lists of numbers by index")
struct NumberListsTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `equal a dictionary of arrays over random changes`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var lists = NumberLists()
    var expected: [Int: [Int32]] = [:]
    for _ in 0..<400 {
      let index = Int.random(in: 0..<30, using: &random)
      if Bool.random(using: &random) {
        let list = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          Int32.random(in: 0...9, using: &random)
        }
        lists.set(list, at: index)
        expected[index] = list
      } else {
        lists.removeList(at: index)
        expected[index] = nil
      }
      for index in 0..<31 { #expect(Array(lists[index]) == expected[index] ?? []) }
    }
  }
}

@Suite("One or more elements")
struct OneOrMoreTests {
  @Test(arguments: [[3], [3, 1], [2, 3, 1]])
  func `are an array in order, and sort like one`(numbers: [Int]) {
    var elements = OneOrMore(numbers[0])
    for number in numbers.dropFirst() { elements.append(number) }
    #expect(Array(elements) == numbers)
    elements.sort()
    #expect(Array(elements) == numbers.sorted())
  }
}
