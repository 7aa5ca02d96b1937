#if ObjectStorage
  internal import ArchiveIndex
  internal import Foundation
  internal import OutgoingHTTP
  internal import Primitives
  internal import Syndication

  /// An object of a listing.
  struct ListedObject: Sendable {
    /// The path of the document: the key without the prefix of the location.
    var path: String
    /// The stamp.
    var stamp: DocumentRecord.Stamp
    /// The last modification, in the form of RFC 3339; empty when it is unknown.
    var modified: String
  }

  extension ObjectStore {
    /// The extent of a listing.
    enum ListedPart: Sendable {
      /// The objects directly below the prefix of the location, and the names of its folders.
      case top
      /// All objects in a folder.
      case folder(String)
    }

    /// Lists objects, and with `.top` the names of folders.
    /// - Throws: `PublishingError`.
    func list(_ part: ListedPart) async throws -> (objects: [ListedObject], folders: [String]) {
      var query = ["list-type": "2", "encoding-type": "url", "prefix": location.prefix]
      switch part {
      case .top: query["delimiter"] = "/"
      case .folder(let name): query["prefix"] = "\(location.prefix)\(name)/"
      }
      if query["prefix"] == "" { query["prefix"] = nil }
      var objects: [ListedObject] = []
      var folders: [String] = []
      while true {
        var request = StoreRequest(.get, "")
        request.query = query
        let page = try Self.parsed(try await send(request, to: "list", .build), location)
        objects += try page.all("Contents").map(listed)
        folders += try page.all("CommonPrefixes").compactMap { $0["Prefix"] }.map {
          String(try path($0).dropLast())
        }
        guard page["IsTruncated"] == "true", let next = page["NextContinuationToken"], !next.isEmpty else {
          return (objects, folders)
        }
        query["continuation-token"] = next
      }
    }

    private static func parsed(
      _ response: HTTPClient.Response, _ location: ObjectLocation
    ) throws -> ParsedElement {
      if let body = response.body, let element = ParsedElement(body) { return element }
      throw PublishingError.storage(
        StorageProblem(
          .configuration,
          "\(location): the answer to a request is not that of a store; correct \"s3.endpoint\""))
    }

    private func listed(_ element: ParsedElement) throws -> ListedObject {
      let tag = Self.entityTag(element["ETag"] ?? "")
      let size = element["Size"].flatMap { Int64($0) } ?? 0
      return ListedObject(
        path: try path(element["Key"] ?? ""), stamp: .init(size: size, entityTag: tag),
        modified: element["LastModified"] ?? "")
    }

    // The path of an encoded key.
    private func path(_ encoded: String) throws -> String {
      let key = try PercentCoding.decoded(encoded.replacing("+", with: "%20"))
      return key.hasPrefix(location.prefix) ? String(key.dropFirst(location.prefix.count)) : key
    }

    // The limit of objects in a request.
    private static let mostDeleted = 1000

    /// Deletes documents; those that do not exist count as deleted.
    /// - Throws: `PublishingError`.
    func delete(_ paths: [String]) async throws {
      for batch in paths.chunks(of: Self.mostDeleted) {
        let objects = batch.map { "<Object><Key>\(Self.escaped(key(of: $0)))</Key></Object>" }.joined()
        var request = StoreRequest(.post, "")
        request.query = ["delete": ""]
        request.body = Array("<Delete><Quiet>true</Quiet>\(objects)</Delete>".utf8)
        let digest = request.body.withUnsafeBytes { MD5Digest(of: $0) }
        request.fields = [("Content-MD5", digest.base64), ("Content-Type", "application/xml")]
        let result = try Self.parsed(try await send(request, to: "delete", .build), location)
        if let error = result.all("Error").first { throw PublishingError.storage(notDeleted(error)) }
      }
    }

    private func notDeleted(_ error: ParsedElement) -> StorageProblem {
      let reason = [error["Code"], error["Message"]].compactMap(\.self).joined(separator: ": ")
      let isDenied = error["Code"] == "AccessDenied"
      let advice = isDenied ? "allow s3:DeleteObject, and run again" : "run again"
      return StorageProblem(
        isDenied ? .configuration : .unavailable,
        "\(OutputLocation.scheme)\(location.bucket)/\(error["Key"] ?? ""): the store does not delete it (\(reason)); \(advice): what is published stays, the rest follows"
      )
    }

    // A text in the content of an element. Characters that XML cannot contain are in no path of a document.
    private static func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
  }
#endif
