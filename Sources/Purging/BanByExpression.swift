internal import OutgoingHTTP

/// Purges Varnish by bans: one request for many addresses, with a regular expression that matches exactly these, with any query.
struct BanByExpression: PurgeSender {
  /// The URL of Varnish, without a slash at its end.
  let server: String

  // The limit of an expression in bytes: Varnish refuses fields of more than 8,192 bytes, unless it is configured otherwise.
  private static let expressionLimit = 4096

  func batches(of requests: [PurgeRequest]) -> [[PurgeRequest]] {
    var batches: [[PurgeRequest]] = []
    var host: String?
    var bytes = 0
    for request in requests {
      let address = PurgeAddress(request.address)
      let size = Self.escaped(address.path).utf8.count + 1
      if host != address.host || bytes + size > Self.expressionLimit {
        batches.append([])
        (host, bytes) = (address.host, 0)
      }
      batches[batches.count - 1].append(request)
      bytes += size
    }
    return batches
  }

  func send(_ batch: [PurgeRequest], by client: PurgeClient) async throws {
    guard let first = batch.first else { return }
    var ban = HTTPClient.Request(.ban, server + "/")
    ban.fields = [
      ("X-Host", PurgeAddress(first.address).host),
      ("X-Url", expression(of: batch)),
    ]
    let response = try await client.send(ban)
    guard (200..<300).contains(response.status) else {
      throw client.failure(response, advice: PurgeByAddress.advice(for: "BAN"))
    }
  }

  /// The regular expression that matches exactly the addresses of a batch, with any query.
  func expression(of batch: [PurgeRequest]) -> String {
    let paths = batch.map { Self.escaped(PurgeAddress($0.address).path) }
    return "^(\(paths.joined(separator: "|")))(\\?|$)"
  }

  // The path as a regular expression. Of the characters with a meaning there, an encoded path has these.
  private static func escaped(_ path: String) -> String {
    var text = ""
    for character in path {
      text += ".$()*+".contains(character) ? "[\(character)]" : String(character)
    }
    return text
  }
}
