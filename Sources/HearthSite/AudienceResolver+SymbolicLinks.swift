import HearthContent
import HearthModel

/// Files that are there by a symbolic link: no more people may read them than where they lie.
extension AudienceResolver {
    /// `targets` is `ParsedContent.linkTargets`.
    mutating func withholdLinked(_ targets: [String: String]) {
        if targets.isEmpty { return }
        let places = Dictionary(pages.enumerated().map { ($1.path, $0) }) { first, _ in first }
        for (index, page) in pages.enumerated() {
            guard let target = targets[page.file], let own = audiences[index] else { continue }
            let readers = places[target].map { audiences[$0] } ?? folderReaders.of(target)
            if readers?.contains(own) == true { continue }
            diagnostics.append(Self.restrictedTarget(page.file, target))
            audiences[index] = nil
        }
    }

    static func restrictedTarget(_ file: String, _ target: String) -> Diagnostic {
        Diagnostic(
            .restrictedLinkTarget, at: SourceLocation(file: file),
            "the symbolic link leads to '\(target)', which fewer readers may read: it is not published",
            help: "copy the file here if the readers of this folder may have it, or delete the link")
    }
}
