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
    .executable(name: "feedgen", targets: ["feedgen"]),
    .library(name: "FeedgenEngine", targets: ["Pipeline"]),
  ],
  traits: [
    .trait(name: "PostgreSQL", description: "Indexes in PostgreSQL, through libpq."),
    .trait(name: "ObjectStorage", description: "Output to S3-compatible object storage."),
    .default(enabledTraits: ["PostgreSQL", "ObjectStorage"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
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
      name: "CLibcmarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
    .systemLibrary(
      name: "CLibyaml", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CLibidn2", pkgConfig: "libidn2",
      providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    .systemLibrary(
      name: "CLibcrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CLibpq", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(
      name: "Primitives",
      dependencies: ["CLibcrypto", "CLibidn2"],
      swiftSettings: strict),
    .target(
      name: "EventArchive",
      dependencies: ["CLibyaml", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "GazetteerData",
      exclude: [
        "affiliations.tsv", "countries.tsv", "country-languages.tsv", "disputed.tsv", "homonyms.tsv",
        "hosts.tsv",
        "gazetteer.bin", "people.tsv",
        "places.tsv",
        "words.txt",
      ]),
    .target(
      name: "Classification",
      dependencies: ["EventArchive", "GazetteerData", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "Syndication",
      dependencies: ["CLibcmarkGFM", "CLibxml2", "EventArchive", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "ArchiveIndex",
      dependencies: [
        "EventArchive", "Classification", "Primitives",
        .target(name: "CLibpq", condition: .when(traits: ["PostgreSQL"])),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "PageAssets",
      exclude: ["index.html", "page.css", "page.js", "topic.js", "feed.css", "icon.png"]),
    .target(
      name: "Publishing",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "OutgoingHTTP", "PageAssets", "Primitives",
        "Syndication",
      ],
      swiftSettings: strict),
    .target(
      name: "Watching",
      dependencies: ["EventArchive", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "Pipeline",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "Primitives", "Publishing", "Syndication",
        "Watching",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "PortalImport",
      dependencies: ["EventArchive", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "OutgoingHTTP",
      dependencies: ["CCurl"],
      swiftSettings: strict),
    .target(
      name: "Queueing",
      dependencies: ["ArchiveIndex", "Primitives"],
      swiftSettings: strict),
    .target(
      name: "Purging",
      dependencies: [
        "ArchiveIndex", "OutgoingHTTP", "Primitives", "Publishing", "Queueing",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "WebSub",
      dependencies: [
        "ArchiveIndex", "OutgoingHTTP", "Primitives", "Publishing", "Queueing",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "Serving",
      dependencies: [
        "ArchiveIndex", "CZlib", "Classification", "EventArchive", "Primitives", "Publishing", "Syndication",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOExtras", package: "swift-nio-extras"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .target(
      name: "Service",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "Pipeline", "Primitives", "Publishing", "Purging",
        "Serving", "Syndication", "Watching", "WebSub",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "feedgen",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "Pipeline", "PortalImport", "Primitives",
        "Publishing", "Purging", "Serving", "Service", "Syndication", "Watching", "WebSub",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "GazetteerMaker",
      dependencies: ["Classification"],
      swiftSettings: strict),
    .executableTarget(
      name: "build-feeds",
      dependencies: ["Pipeline"],
      path: "Examples/BuildFeeds",
      packageAccess: false,
      swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: [
        "Primitives",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "WorkspaceSupport",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "Pipeline", "Primitives", "Publishing", "Service",
        "Serving",
        "Syndication", "TestSupport", "Watching", "WebSub",
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/WorkspaceSupport",
      swiftSettings: strict),
    .testTarget(
      name: "PrimitivesTests",
      dependencies: ["Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EventArchiveTests",
      dependencies: ["EventArchive", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ClassificationTests",
      dependencies: ["Classification", "EventArchive", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SyndicationTests",
      dependencies: ["EventArchive", "Primitives", "Syndication", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "ArchiveIndexTests",
      dependencies: [
        "ArchiveIndex", "EventArchive", "Primitives", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PublishingTests",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "Primitives", "Publishing", "Syndication",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WatchingTests",
      dependencies: ["Primitives", "TestSupport", "Watching"],
      swiftSettings: strict),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "Pipeline", "Primitives", "Publishing", "Service",
        "Syndication", "TestSupport", "WorkspaceSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PortalImportTests",
      dependencies: ["EventArchive", "PortalImport", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "OutgoingHTTPTests",
      dependencies: ["OutgoingHTTP", "Primitives", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PurgingTests",
      dependencies: [
        "OutgoingHTTP", "Primitives", "Publishing", "Purging", "Service", "Serving", "TestSupport",
        "WorkspaceSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WebSubTests",
      dependencies: [
        "ArchiveIndex", "Classification", "Primitives", "Publishing", "Queueing", "Serving", "TestSupport",
        "WebSub",
        "WorkspaceSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ServingTests",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "Pipeline", "Primitives", "Publishing", "Serving",
        "Syndication", "TestSupport", "WorkspaceSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ObjectStorageTests",
      dependencies: [
        "ArchiveIndex", "Primitives", "Publishing", "Service", "Serving", "TestSupport", "WorkspaceSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "ArchiveIndex", "Classification", "EventArchive", "OutgoingHTTP", "Primitives", "Publishing",
        "Purging",
        "Service", "Serving", "TestSupport", "Watching", "WebSub", "WorkspaceSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FeedgenTests",
      dependencies: [
        "feedgen", "ArchiveIndex", "Classification", "EventArchive", "Pipeline", "Primitives",
        "Publishing", "Service", "Serving", "Syndication", "TestSupport", "Watching", "WebSub",
        "WorkspaceSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      exclude: ["Fixtures"],
      swiftSettings: strict),
  ],
  cLanguageStandard: .gnu2x
)
