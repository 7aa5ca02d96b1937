extension SeededGenerator {
  /// Makes the generator of a seed of any sign.
  package init(seed: Int) { self.init(seed: UInt64(bitPattern: Int64(seed))) }

  /// Whether something happens that does so in `percent` of all cases.
  package mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  /// One of several things.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }

  /// Some of several things, in random order.
  package mutating func pick<Element>(_ range: ClosedRange<Int>, of elements: [Element]) -> [Element] {
    Array(elements.shuffled(using: &self).prefix(Int.random(in: range, using: &self)))
  }
}
