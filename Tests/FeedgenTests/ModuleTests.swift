import Foundation
import Testing

@Suite("The modules of the package")
struct ModuleTests {
  // The modules from the top down: each imports only modules of the lines below its own.
  private static let layers: [[String]] = [
    ["feedgen", "GazetteerMaker"],
    ["Service"],
    ["Serving", "WebSub", "Purging", "Pipeline", "PortalImport"],
    ["Publishing", "Watching", "Queueing"],
    ["ArchiveIndex", "Syndication", "PageAssets", "OutgoingHTTP"],
    ["Classification"],
    ["EventArchive", "GazetteerData"],
    ["Primitives"],
    ["CCurl", "CLibcmarkGFM", "CLibcrypto", "CLibidn2", "CLibpq", "CLibxml2", "CLibyaml", "CZlib"],
  ]
  // Modules that come with Swift and need no declaration.
  private static let toolchain: Set<String> = [
    "Dispatch", "Foundation", "FoundationXML", "Synchronization", "Testing",
  ]
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private struct Target {
    var directory: String
    var dependencies: Set<String> = []
  }

  @Test func `are in layers, and import only modules of lower layers`() throws {
    var layer: [String: Int] = [:]
    for (index, names) in Self.layers.enumerated() { for name in names { layer[name] = index } }
    let directories = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Sources")
    #expect(Set(directories) == Set(layer.keys))
    for (name, own) in layer {
      for module in try imports(in: "Sources/\(name)") {
        if let other = layer[module] { #expect(other > own, "\(name) imports \(module)") }
      }
    }
  }

  @Test func `declare every module that they import, and no other`() throws {
    let targets = try declarations()
    #expect(targets.count > 20)
    for (name, target) in targets {
      let imported = try imports(in: target.directory)
      #expect(imported.subtracting(Self.toolchain) == target.dependencies, "\(name)")
    }
  }

  @Test("use a database in one directory only", arguments: [("GRDB", "SQLite"), ("CLibpq", "PostgreSQL")])
  func databases(module: String, directory: String) throws {
    let users = try #require(FileManager.default.enumerator(atPath: Self.root + "/Sources"))
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
      .filter {
        try String(contentsOfFile: Self.root + "/Sources/\($0)", encoding: .utf8).contains("import \(module)")
      }
    #expect(!users.isEmpty)
    #expect(users.filter { !$0.hasPrefix("ArchiveIndex/\(directory)/") } == [])
  }

  // The modules that the Swift sources of a directory import.
  private func imports(in directory: String) throws -> Set<String> {
    let files = try #require(FileManager.default.enumerator(atPath: Self.root + "/" + directory))
    var modules: Set<String> = []
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: Self.root + "/\(directory)/\(file)", encoding: .utf8)
      let imports = text.matches(
        of: /(?:^|\n)[ \t]*(?:@testable |internal |package |public )?import (\w+)/)
      modules.formUnion(imports.map { String($0.1) })
    }
    return modules
  }

  // The targets that the manifest declares, by name. Its format is fixed, so that each member begins a line.
  private func declarations() throws -> [String: Target] {
    let manifest = try String(contentsOfFile: Self.root + "/Package.swift", encoding: .utf8)
    var targets: [String: Target] = [:]
    for part in manifest.components(separatedBy: "arget(\n").dropFirst() {
      let name = String(try #require(part.firstMatch(of: /name: "([\w-]+)"/)).1)
      let path = part.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) }
      var target = Target(directory: path ?? (name.hasSuffix("Tests") ? "Tests/" : "Sources/") + name)
      let list = part.split(separator: "dependencies: [", maxSplits: 1).dropFirst().first ?? ""
      let end = list.firstRange(of: "],\n")?.lowerBound ?? list.endIndex
      let dependencies = list[..<end].replacing(/condition: \.when\([^)]*\)/, with: "")
      for match in dependencies.matches(of: /(package: )?"([\w.-]+)"/) where match.1 == nil {
        target.dependencies.insert(String(match.2))
      }
      targets[name] = target
    }
    return targets
  }
}
