/// Locations of outputs in the configuration: the path of a directory, or the URL of a place in object storage.
package enum OutputLocation {
  /// The beginning of the URL of a place in object storage.
  package static let scheme = "s3://"

  /// Whether a location is the URL of a place in object storage, even one that is malformed.
  package static func isObjectStorage(_ location: String) -> Bool {
    location.prefix(3).lowercased() == "s3:"
  }

  /// The location of a folder of an output.
  package static func appending(_ name: String, to location: String) -> String {
    location.hasSuffix("/") ? location + name : location + "/" + name
  }

  /// The location without slashes at its end, which have no meaning in a URL.
  package static func normal(_ location: String) -> String {
    guard isObjectStorage(location) else { return location }
    var location = location[...]
    while location.count > scheme.count, location.hasSuffix("/") { location = location.dropLast() }
    return String(location)
  }

  /// The fault of a location of object storage, with the remedy, as the end of a sentence; `nil` when it can be used, and for the path
  /// of a directory.
  package static func fault(of location: String) -> String? {
    guard isObjectStorage(location) else { return nil }
    #if ObjectStorage
      return ObjectLocation.fault(of: location)
    #else
      return
        "is in object storage, and this feedgen was built without object storage; name a directory, or build feedgen with the trait ObjectStorage"
    #endif
  }
}
