internal import Primitives

extension Site {
  /// The addresses at which readers, browsers and caches know a document of the output. The page of a directory has two.
  package func addresses(ofPath path: String) -> [String] {
    let address = baseURL + PercentCoding.encoded(path, isAllowed: PagePath.isFilePathByte)
    guard address.hasSuffix("/" + PagePath.directoryPage) else { return [address] }
    return [String(address.dropLast(PagePath.directoryPage.count)), address]
  }
}
