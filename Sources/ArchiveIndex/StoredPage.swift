package import EventArchive
package import Primitives

/// The last valid version of the page of an event.
package struct StoredPage {
  /// The name.
  package var name: EventName
  /// The path of its file below the content directory, which decides the format.
  package var path: BytePath
  /// The bytes, valid during the call that passes the page.
  package var bytes: UnsafeBufferPointer<UInt8>
}
