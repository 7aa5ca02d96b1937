import Testing

@testable import OutgoingHTTP

@Suite("Addresses to which strangers may have something sent")
struct NetworkAddressTests {
  @Test(
    "are those of the public Internet",
    arguments: [
      "8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "192.167.1.1", "100.63.0.1", "100.128.0.1",
      "223.255.255.1",
      "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "64:ff9b::808:808", "::ffff:8.8.8.8",
      "2002:808:808::1",
    ])
  func publicOnes(address: String) throws {
    #expect(try NetworkAddress.resolve(address, policy: .publicOnly) != [])
  }

  @Test(
    "are not this machine, its networks, and what stands for them",
    arguments: [
      "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
      "169.254.169.254",
      "100.64.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "255.255.255.255",
      "2130706433",
      "0x7f.1", "127.1", "localhost", "::", "::1", "[::1]", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1",
      "fe80::1",
      "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "2001::1", "64:ff9b::7f00:1", "2002:7f00:1::1",
      "3fff::1",
    ])
  func others(address: String) {
    #expect(throws: NetworkAddress.Refusal.self) { try NetworkAddress.resolve(address, policy: .publicOnly) }
  }

  @Test("may be private if the policy allows it; an unknown name has none")
  func allowed() throws {
    #expect(try NetworkAddress.resolve("127.0.0.1", policy: .any) == ["127.0.0.1"])
    #expect(throws: NetworkAddress.Refusal.self) {
      try NetworkAddress.resolve("no-such-host.invalid", policy: .any)
    }
  }
}
