// swift-tools-version:6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "feedgen",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "feedgen", targets: ["feedgen"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibxml2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CLibcmark", pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .target(
      name: "EventArchive",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(
      name: "GazetteerData",
      exclude: ["countries.tsv", "homes.tsv", "homonyms.tsv", "people.tsv", "places.tsv"]),
    .target(
      name: "PageAssets",
      exclude: ["index.html", "page.css", "page.js", "feed.css", "icon.png"]),
    .target(
      name: "Classification",
      dependencies: ["EventArchive", "GazetteerData"],
      swiftSettings: strict),
    .target(
      name: "Syndication",
      dependencies: ["CLibxml2", "CLibcmark"],
      swiftSettings: strict),
    .target(
      name: "Parallelism",
      swiftSettings: strict),
    .target(
      name: "Watching",
      dependencies: ["Parallelism"],
      swiftSettings: strict),
    .target(
      name: "EventIndex",
      dependencies: [
        "EventArchive", "Classification",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Publishing",
      dependencies: ["EventIndex", "Syndication", "Parallelism", "PageAssets"],
      swiftSettings: strict),
    .executableTarget(
      name: "feedgen",
      dependencies: [
        "EventArchive", "Classification", "Syndication", "EventIndex", "Publishing", "Watching",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport",
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "EventArchiveTests",
      dependencies: ["EventArchive", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ClassificationTests",
      dependencies: ["Classification", "EventArchive", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SyndicationTests",
      dependencies: ["Syndication", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "ParallelismTests",
      dependencies: ["Parallelism"],
      swiftSettings: strict),
    .testTarget(
      name: "EventIndexTests",
      dependencies: ["EventIndex", "EventArchive", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PublishingTests",
      dependencies: [
        "Publishing", "EventIndex", "Classification", "EventArchive", "Syndication", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FeedgenTests",
      dependencies: [
        "feedgen", "Classification", "EventArchive", "EventIndex", "Publishing", "Syndication", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WatchingTests",
      dependencies: ["Watching", "TestSupport"],
      swiftSettings: strict),
  ],
  cLanguageStandard: .gnu2x
)
