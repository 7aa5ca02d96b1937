/// An estimate of the number of distinct clients of the last days, in bounded memory.
///
/// A client is a hash of 24 bits. Up to `capacity` clients are counted one by one. When there are more, only those with a hash
/// below a limit are kept, and each counts for several: the limit is halved each time that there is no room. This is adaptive
/// sampling (Wegman 1984; Flajolet 1990). With 256 clients, the error is about 6 per cent.
struct DistinctClients: Equatable {
  /// The number of different hashes.
  static let hashes: UInt32 = 1 << 24
  private static let capacity = 256

  // The last day of each client, by its hash.
  private var days: [UInt32: UInt16] = [:]
  private var limit = hashes

  /// Starts without clients.
  init() {}

  /// The estimate.
  var count: Int { Int(UInt64(days.count) * UInt64(Self.hashes / limit)) }

  /// Whether there are none.
  var isEmpty: Bool { days.isEmpty }

  /// Records a client. Returns whether anything has changed.
  /// - Parameters:
  ///   - hash: its hash, below `hashes`.
  ///   - day: the number of days since 1970.
  mutating func insert(_ hash: UInt32, day: Int) -> Bool {
    guard hash < limit, let day = UInt16(exactly: day), days[hash].map({ $0 < day }) ?? true else {
      return false
    }
    days[hash] = day
    while days.count > Self.capacity {
      limit /= 2
      days = days.filter { $0.key < limit }
    }
    return true
  }

  /// Forgets the clients that were last seen before a day.
  mutating func forget(before day: Int) {
    days = days.filter { Int($0.value) >= day }
    // After a decline, new clients are sampled at a higher rate. The estimate is low until they have come back.
    while limit < Self.hashes, days.count < Self.capacity / 8 { limit *= 2 }
  }
}

extension DistinctClients: Codable {
  private enum CodingKeys: String, CodingKey { case limit, clients }

  /// Reads the numbers that `encode` writes; those that it does not write are ignored.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let limit = try container.decode(UInt32.self, forKey: .limit)
    self.limit = (1...Self.hashes).contains(limit) && limit.nonzeroBitCount == 1 ? limit : Self.hashes
    for client in try container.decode([UInt64].self, forKey: .clients) {
      if let hash = UInt32(exactly: client >> 16) { _ = insert(hash, day: Int(client & 0xFFFF)) }
    }
  }

  /// Writes the limit, and a number for each client: its hash, and its last day in the low 16 bits.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(limit, forKey: .limit)
    try container.encode(days.map { UInt64($0.key) << 16 | UInt64($0.value) }.sorted(), forKey: .clients)
  }
}
