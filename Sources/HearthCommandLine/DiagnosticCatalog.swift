import HearthModel

/// Every kind of problem that the program can name.
enum DiagnosticCatalog {
    static let all: [DiagnosticKind] =
        (DiagnosticKind.markdownKinds + DiagnosticKind.contentKinds + DiagnosticKind.siteKinds
        + DiagnosticKind.layoutKinds
        + DiagnosticKind.buildKinds + DiagnosticKind.publishingKinds + DiagnosticKind.searchKinds
        + DiagnosticKind.migrationKinds).sorted {
            $0.id < $1.id
        }

    static func kind(_ id: String) -> DiagnosticKind? { all.first { $0.id == id } }
}
