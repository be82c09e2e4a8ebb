/// The accounts of a blog, by all that an export calls them by.
struct WordPressAccounts: Sendable {
    /// By login.
    private(set) var all: [String: ImportAccount] = [:]
    private var byNumber: [Int: ImportAccount] = [:]
    /// By the name that is shown; nil where several accounts have it.
    private var byName: [String: ImportAccount?] = [:]
    /// By the name in the address of the author's page; nil where it may be any of several.
    private var bySlug: [String: ImportAccount?] = [:]

    /// The account of the author of an item; one that the export does not list is its login.
    mutating func account(login: String) -> ImportAccount {
        guard !login.isEmpty else { return .unknown }
        if let account = all[login] { return account }
        let account = ImportAccount(slot: login, name: login)
        all[login] = account
        return account
    }

    mutating func add(_ account: ImportAccount, number: Int?) {
        all[account.slot] = account
        if let number, number > 0, byNumber[number] == nil { byNumber[number] = account }
    }

    /// Call it when all are there.
    mutating func index() {
        for (login, account) in all.sorted(by: { $0.key < $1.key }) {
            for name in Set([account.name, login]) {
                byName.updateValue(byName[name] == nil ? account : nil, forKey: name)
            }
            let slug = Naming.slug(login)
            bySlug.updateValue(bySlug[slug] == nil ? account : nil, forKey: slug)
        }
    }

    /// Who wrote a comment: names may be anybody's, so the number of the account decides where the export has it.
    func account(user: Int, name: String) -> ImportAccount? {
        guard user > 0 else { return nil }
        return byNumber.isEmpty ? byName[name] ?? nil : byNumber[user]
    }

    /// Whose page `/author/<slug>/` is.
    func author(slug: String) -> ImportAccount? { all[slug] ?? bySlug[slug] ?? nil }
}
