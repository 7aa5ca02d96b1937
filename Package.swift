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
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.10.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibxml2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CLibcmark", pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(
      name: "CLibidn2", pkgConfig: "libidn2",
      providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(
      name: "Text",
      dependencies: ["CLibidn2"],
      swiftSettings: strict),
    .target(
      name: "EventArchive",
      dependencies: ["Text", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(
      name: "GazetteerData",
      exclude: ["countries.tsv", "homes.tsv", "homonyms.tsv", "people.tsv", "places.tsv"]),
    .target(
      name: "PageAssets",
      exclude: ["index.html", "page.css", "page.js", "feed.css", "icon.png"]),
    .target(
      name: "Classification",
      dependencies: ["EventArchive", "GazetteerData", "Text"],
      swiftSettings: strict),
    .target(
      name: "Syndication",
      dependencies: ["CLibxml2", "CLibcmark", "Text"],
      swiftSettings: strict),
    .target(
      name: "Primitives",
      swiftSettings: strict),
    .target(
      name: "Parallelism",
      swiftSettings: strict),
    .target(
      name: "Watching",
      dependencies: ["Parallelism", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "EventIndex",
      dependencies: [
        "EventArchive", "Classification", "Primitives",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Publishing",
      dependencies: ["EventIndex", "Syndication", "Parallelism", "PageAssets", "Text"],
      swiftSettings: strict),
    .target(
      name: "OutgoingHTTP",
      dependencies: ["CCurl"],
      swiftSettings: strict),
    .target(
      name: "Serving",
      dependencies: [
        "CZlib", "Classification", "EventArchive", "EventIndex", "OutgoingHTTP", "Publishing", "Syndication",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "feedgen",
      dependencies: [
        "EventArchive", "Classification", "Primitives", "Syndication", "EventIndex", "Publishing", "Watching",
        "Serving", "Text",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "TextTests",
      dependencies: ["Text", "TestSupport"],
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
        "feedgen", "Classification", "EventArchive", "EventIndex", "OutgoingHTTP", "Primitives", "Publishing",
        "Serving", "Syndication", "TestSupport", "Watching",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OutgoingHTTPTests",
      dependencies: ["OutgoingHTTP", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "Serving", "Classification", "EventIndex", "Publishing", "Syndication", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WatchingTests",
      dependencies: ["Watching", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PrimitivesTests",
      dependencies: ["Primitives"],
      swiftSettings: strict),
  ],
  cLanguageStandard: .gnu2x
)
