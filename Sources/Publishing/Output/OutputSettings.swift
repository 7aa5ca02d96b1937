/// The settings by which an output is opened.
package struct OutputSettings: Sendable {
  /// The settings of object storage.
  package var storage = ObjectStorageSettings()
  /// The mean time for which caches may use a document, in seconds.
  package var maxAge = 300
  /// The identity of the index that is published. An output in object storage has one owner.
  package var owner = ""
  /// Whether the output becomes that of this index, whichever index it belongs to.
  package var takesOver = false
  /// Whether documents whose bytes are the same are put again, to renew the fields that are stored with them.
  package var renewsAll = false
  /// Receives warnings.
  package var warn: @Sendable (String) -> Void = { _ in }

  /// The default settings.
  package init() {}
}
