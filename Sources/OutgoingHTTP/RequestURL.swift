internal import CCurl

/// A URL parsed by libcurl, so that the host that is checked is the host that libcurl connects to.
struct RequestURL {
  /// The absolute URL.
  let text: String
  /// The host, an IPv6 address in brackets.
  let host: String
  /// The port.
  let port: String

  /// Parses an absolute URL, or a reference relative to one.
  /// - Throws: `HTTPClient.Failure` when it is no http or https URL.
  init(_ reference: String, relativeTo base: String? = nil) throws {
    guard let handle = curl_url() else { throw HTTPClient.Failure(description: "out of memory") }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_PATH_AS_IS) | (base == nil ? 0 : UInt32(CURLU_URLENCODE))
    for text in [base, reference].compactMap(\.self) {
      guard curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK else {
        throw HTTPClient.Failure(description: "\(text) is no URL")
      }
    }
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, part, &value, UInt32(flags)) == CURLUE_OK, let value else { return nil }
      defer { curl_free(value) }
      return String(cString: value)
    }
    guard let scheme = part(CURLUPART_SCHEME), scheme == "http" || scheme == "https",
      let host = part(CURLUPART_HOST), let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT),
      let text = part(CURLUPART_URL)
    else { throw HTTPClient.Failure(description: "\(reference) is no http or https URL") }
    self.text = text
    self.host = host
    self.port = port
  }
}
