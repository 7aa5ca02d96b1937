package import Primitives

/// Numbers that were found on a page: first those in its lead or its lists, which it is about, then the others. No number is there
/// twice.
package struct LeadNumbers<Item>: Sendable, Equatable {
  /// All numbers.
  package let all: [ItemNumber<Item>]
  /// The number of those in the lead.
  package let leadCount: Int

  /// Joins the numbers in the lead and others, which may be among them.
  package init(lead: [ItemNumber<Item>], others: [ItemNumber<Item>] = []) {
    var all: [ItemNumber<Item>] = []
    for number in lead where !all.contains(number) { all.append(number) }
    leadCount = all.count
    for number in others where !all.contains(number) { all.append(number) }
    self.all = all
  }

  /// Reads stored numbers; `nil` when there are fewer numbers than in the lead.
  package init?(stored all: [ItemNumber<Item>], leadCount: Int) {
    guard (0...all.count).contains(leadCount) else { return nil }
    (self.all, self.leadCount) = (all, leadCount)
  }
}

extension LeadNumbers: ExpressibleByArrayLiteral {
  /// Makes numbers of a lead.
  package init(arrayLiteral numbers: ItemNumber<Item>...) { self.init(lead: numbers) }
}
