/// The lines of a front matter by which an old system takes a page from some readers, a person from the directory, or
/// names who the members are. They reach pages that somebody has edited, too.
enum ClosingLine {
    static let names = ["draft", "visibility", "status", "directory", "access_group"]

    /// What the item says of `name`, if that closes something.
    private static func value(_ name: String, _ item: ImportedItem) -> String? {
        let value = FrontMatterLine(name, in: item.bytes)?.value
        let isPerson = item.path.hasPrefix("people/")
        switch name {
        case "draft": return value == "true" ? value : nil
        case "visibility":
            // In a group for members the page itself says no more than why.
            return value == "members" || FrontMatterLine.isPrivate(item.bytes) ? "members" : nil
        case "status": return isPerson && value == "left" ? value : nil
        case "directory": return isPerson && value == "hidden" ? value : nil
        case "access_group": return value
        default: return nil
        }
    }

    static func holds(_ name: String, _ item: ImportedItem) -> Bool { value(name, item) != nil }

    /// The lines of the item that the page has not. A group that names its members keeps them.
    static func missing(in page: [UInt8], of item: ImportedItem) -> [(name: String, value: String)] {
        names.compactMap { name in
            guard let value = value(name, item) else { return nil }
            let own = FrontMatterLine(name, in: page)?.value
            if own == value || (name == "access_group" && own != nil) { return nil }
            return (name, value)
        }
    }
}
