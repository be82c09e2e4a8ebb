/// Addresses in messages.
enum ThreadLink {
    /// Whether the address says where it leads by itself (`https://…`, `tel:…`). A message stood at no place of a site, so
    /// any other leads nowhere.
    static func isAbsolute(_ address: String) -> Bool {
        let scheme = address.utf8.prefix {
            $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E
        }
        return scheme.count > 1 && scheme.endIndex < address.utf8.endIndex && address.utf8[scheme.endIndex] == 0x3A
            && scheme.first?.isASCIILetter ?? false
    }

    /// The name of the loss.
    static let relative = "link:relative"
}
