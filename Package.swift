// swift-tools-version: 6.2
// The map of Hearth: imports only point down this list. Everything that crosses a target is `package`: a program is
// shipped, not a library.
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// One module and its tests: `HearthSite` is tested by `SiteTests`.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "hearth",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .executableTarget(name: "hearth", dependencies: ["HearthCommandLine"], swiftSettings: settings),
        module(
            "HearthCommandLine",
            [
                "CMemory", "HearthPreview", "HearthMigration", "HearthPublishing", "HearthSearch",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        module(
            "HearthPreview",
            [
                "HearthPublishing", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ]),
        module(
            "HearthPublishing",
            [
                "HearthBuild", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        module(
            "HearthBuild",
            ["CMemory", "HearthLayout", "HearthSearch", .product(name: "Crypto", package: "swift-crypto")]),
        module(
            "HearthLayout",
            [
                "CTheme", "HearthSite", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        module("HearthSearch", ["CStemmer", "HearthSite"]),
        module("HearthSite", ["HearthContent"]),
        module(
            "HearthMigration",
            [
                "HearthMarkdown", "HearthModel", "CArchive", "CGMime", "CGumbo", "CUchardet",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        module(
            "HearthContent",
            [
                "HearthMarkdown", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ]),
        module("HearthMarkdown", ["CCMark", "CMemory", "HearthModel"]),
        module("HearthModel", []),
        // Memory for libcmark's trees and the settings of malloc.
        .target(name: "CMemory"),
        // The default theme in Layouts/, embedded in the binary.
        .target(name: "CTheme"),
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
        // libstemmer has no pkg-config file.
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .target(name: "TestKit", dependencies: ["HearthBuild"], path: "Tests/TestKit", swiftSettings: settings),
        // The hot parts of a build, measured alone.
        .executableTarget(
            name: "hearth-bench", dependencies: ["TestKit"], path: "Tests/bench/Parts", swiftSettings: settings),
        tests("ModelTests", ["HearthModel", "TestKit"]),
        tests("MarkdownTests", ["HearthMarkdown", "TestKit"]),
        tests("ContentTests", ["HearthContent", "TestKit"]),
        tests("SiteTests", ["TestKit"]),
        tests("LayoutTests", ["HearthLayout"]),
        tests("BuildTests", ["TestKit"]),
        tests("PreviewTests", ["HearthPreview", "TestKit"]),
        tests("PublishingTests", ["HearthPublishing", "TestKit"]),
        tests("SearchTests", ["HearthSearch", "TestKit"]),
        tests("MigrationTests", ["HearthMarkdown", "HearthMigration", "TestKit"]),
        tests("CommandLineTests", ["hearth", "HearthCommandLine", "TestKit"]),
    ],
    swiftLanguageModes: [.v6]
)
