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
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .executableTarget(name: "hearth", dependencies: ["HearthCommandLine"], swiftSettings: settings),
        module(
            "HearthCommandLine",
            [
                "HearthBuild", "HearthMigration", "HearthSearch",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        module("HearthBuild", ["HearthLayout", "HearthSearch", .product(name: "Crypto", package: "swift-crypto")]),
        module("HearthLayout", ["CTheme", "HearthSite", .product(name: "Mustache", package: "swift-mustache")]),
        module("HearthSearch", ["CStemmer", "HearthSite"]),
        module("HearthSite", ["HearthContent"]),
        module("HearthMigration", ["HearthModel", "CGumbo", .product(name: "Crypto", package: "swift-crypto")]),
        module(
            "HearthContent",
            [
                "HearthMarkdown", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ]),
        module("HearthMarkdown", ["CCMark", "HearthModel"]),
        module("HearthModel", []),
        // The default theme in Layouts/, embedded in the binary.
        .target(name: "CTheme"),
        .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
        // libstemmer has no pkg-config file.
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .target(name: "TestKit", dependencies: ["HearthBuild"], path: "Tests/TestKit", swiftSettings: settings),
        tests("ModelTests", ["HearthModel"]),
        tests("MarkdownTests", ["HearthMarkdown"]),
        tests("ContentTests", ["HearthContent"]),
        tests("SiteTests", ["TestKit"]),
        tests("LayoutTests", ["HearthLayout"]),
        tests("BuildTests", ["TestKit"]),
        tests("SearchTests", ["HearthSearch", "TestKit"]),
        tests("MigrationTests", ["HearthMigration", "TestKit"]),
        tests("CommandLineTests", ["hearth", "HearthCommandLine", "TestKit"]),
    ],
    swiftLanguageModes: [.v6]
)
