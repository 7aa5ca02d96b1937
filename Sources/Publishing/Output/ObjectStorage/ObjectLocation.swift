#if ObjectStorage
  /// A place in object storage: a bucket, and the beginning of the keys of its objects.
  struct ObjectLocation: Hashable, Sendable {
    /// The name of the bucket.
    let bucket: String
    /// The beginning of all keys: empty, or with a slash at its end.
    let prefix: String

    /// The reason why a text is no location.
    private struct Malformed: Error {
      var reason: String
    }

    private static let form = "write s3://BUCKET or s3://BUCKET/PREFIX, as \"s3://news-feeds/feeds\""
    // The limit of a prefix in bytes. A key has 1024 bytes at most.
    private static let mostPrefixBytes = 512

    /// Reads a URL.
    /// - Throws: `PublishingError`.
    init(_ url: String) throws(PublishingError) {
      do throws(Malformed) {
        self = try Self(reading: url)
      } catch {
        throw .storage(StorageProblem(.configuration, "\(url): this output \(error.reason)"))
      }
    }

    /// The fault of a URL, with the remedy, as the end of a sentence; `nil` when it can be used.
    static func fault(of url: String) -> String? {
      do throws(Malformed) {
        _ = try Self(reading: url)
        return nil
      } catch {
        return error.reason
      }
    }

    private init(reading url: String) throws(Malformed) {
      guard url.hasPrefix(OutputLocation.scheme) else {
        throw Malformed(reason: "does not begin with s3://; \(Self.form)")
      }
      let parts = url.dropFirst(OutputLocation.scheme.count).split(
        separator: "/", omittingEmptySubsequences: false
      ).map(String.init)
      guard let bucket = parts.first, Self.isBucket(bucket) else {
        throw Malformed(
          reason:
            "has no valid name of a bucket, which has 3 to 63 of the characters a-z, 0-9, - and . and begins and ends with a letter or digit; \(Self.form)"
        )
      }
      self.bucket = bucket
      var names = parts.dropFirst()
      while names.last == "" { names.removeLast() }
      if let reason = Self.fault(ofNames: names) { throw Malformed(reason: reason) }
      prefix = names.isEmpty ? "" : names.joined(separator: "/") + "/"
    }

    private static func fault(ofNames names: ArraySlice<String>) -> String? {
      if names.contains(where: { ["", ".", ".."].contains($0) }) {
        return "has an empty name, . or .. between slashes, which is no folder in object storage; \(form)"
      }
      if names.contains(where: {
        $0.utf8.contains { $0 < 0x21 || $0 == 0x7F || [0x3F, 0x23, 0x25].contains($0) }
      }) {
        return "has a blank, a control character, ?, # or % in its prefix; \(form)"
      }
      return names.joined(separator: "/").utf8.count > mostPrefixBytes
        ? "has a prefix of more than \(mostPrefixBytes) bytes; write a shorter one" : nil
    }

    private static func isBucket(_ name: String) -> Bool {
      guard (3...63).contains(name.utf8.count) else { return false }
      func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      }
      guard let first = name.utf8.first, let last = name.utf8.last else { return false }
      return isAlphanumeric(first) && isAlphanumeric(last) && !name.contains("..")
        && name.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E }
    }
  }

  extension ObjectLocation: CustomStringConvertible {
    /// The URL, without a slash at its end.
    var description: String { OutputLocation.normal(OutputLocation.scheme + bucket + "/" + prefix) }
  }
#endif
