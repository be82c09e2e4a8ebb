import HearthContent
import HearthModel

/// Which pages say who may read a folder below the content folder: its index, and a README where it has none.
struct FolderSpeakers {
    private let indexed: Set<String>

    init(_ pages: some Sequence<ParsedPage>) { indexed = Set(pages.lazy.filter(\.isIndex).map(\.folder)) }

    func include(_ page: ParsedPage) -> Bool {
        page.isFolderIndex || !page.folder.isEmpty && PageFileName.isReadme(page.path) && !indexed.contains(page.folder)
    }
}
