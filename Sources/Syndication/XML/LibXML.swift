internal import CLibxml2

/// The set-up of libxml2.
enum LibXML {
  /// Sets the library up, once in the process.
  ///
  /// Without it, the first parser does so. Two threads that make their first parsers at the same time then make a lock each, and one
  /// of them may unlock that of the other, which makes all later parsers wait for ever (`__xmlInitializeDict` in libxml2 2.9).
  static func setUp() { _ = isSetUp }

  private static let isSetUp: Void = xmlInitParser()
}
