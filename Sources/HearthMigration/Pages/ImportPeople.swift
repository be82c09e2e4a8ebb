import HearthModel

/// An account of the old system.
struct ImportAccount: Sendable, Hashable {
    /// What names the account: a number, a login, or `name/…` where there is only a name. Never an address.
    var slot: String
    /// As the old system shows it, but never an address.
    let name: String
    /// The address of the account's owner, by which a directory's people are found; never written.
    var mail: String?
    /// Further addresses of the owner, as `mail:jo@corp.example`; never written either.
    var aliases: [String]

    /// Who is called by an address in the old system is called by what stands before its `@` here.
    init(slot: String, name: String, mail: String? = nil, aliases: [String] = []) {
        self.slot = slot
        self.name = AddressVeil.name(name)
        self.mail = mail ?? (name.contains("@") ? AddressVeil.addresses(in: Array(name.utf8)).first?.address : nil)
        self.aliases = aliases
    }

    /// Nobody that the export names, or nobody who may be named.
    static let unknown = ImportAccount(slot: "unknown", name: "Unknown author")
}

/// The people behind the accounts of an export: who is on this site already, and who needs a page.
struct ImportPeople: Sendable {
    struct Person: Sendable {
        var account: ImportAccount
        var handle: String
    }

    /// Why an account needs no page.
    static let knownRule = "already a person of this site"

    /// Those without a page, by slot.
    private(set) var new: [Person] = []
    /// How many accounts belong to people of this site.
    private(set) var mapped = 0
    /// Keys of the pages that earlier runs gave to people who have another one now.
    private(set) var replaced: [String] = []
    private var handles: [String: String] = [:]
    private let place: ImportPlace
    /// By their addresses.
    private var authors: [String: AddressVeil.Person] = [:]

    /// Nobody yet.
    init(place: ImportPlace) { self.place = place }

    /// The handles that nobody else may get, also those of earlier runs: two exports of one system may have accounts of
    /// the same name. Whoever had one in an earlier run keeps it, by the manifest.
    static func takenHandles(_ request: ImportRequest) throws -> Set<String> {
        var taken = Naming.reservedHandles
        let folder = request.contentRoot + "/people"
        guard FileSystem.kind(of: folder) != nil else { return taken }
        for entry in try FileSystem.entries(of: folder) {
            taken.insert(entry.name.hasSuffix(".md") ? String(entry.name.dropLast(3)) : entry.name)
        }
        return taken
    }

    /// Handles: by `identities.yml` or a person's own file, else as in the last run, else by name.
    init(_ accounts: Set<ImportAccount>, place: ImportPlace, request: ImportRequest) throws {
        self.place = place
        var taken = try Self.takenHandles(request)
        var bySlot: [String: ImportAccount] = [:]
        for account in accounts.sorted(by: { ($0.slot, $0.name) < ($1.slot, $1.name) })
        where bySlot[account.slot] == nil {
            bySlot[account.slot] = account
        }
        let sorted = bySlot.values.sorted { $0.slot < $1.slot }
        var rest: [ImportAccount] = []
        for account in sorted {
            let byAlias = account.aliases.lazy.compactMap { request.identities.handle(of: $0) }.first
            if let handle = request.identities.handle(of: account, system: place.system) ?? byAlias {
                handles[account.slot] = handle
                mapped += 1
                let key = place.key("user", account.slot)
                if let path = request.manifest.entry(key: key)?.path, path != "people/\(handle).md" {
                    replaced.append(key)
                }
            } else if let path = request.manifest.entry(key: place.key("user", account.slot))?.path,
                let handle = path.split(separator: "/").last.map({ String($0.dropLast(3)) }),
                !Naming.reservedHandles.contains(handle)
            {
                handles[account.slot] = handle
                taken.insert(handle)
                new.append(Person(account: account, handle: handle))
            } else {
                rest.append(account)
            }
        }
        for account in rest {
            let base = Naming.handle(account.name)
            let id = Naming.slug(account.slot)
            let handle = Naming.unique(
                base.isEmpty ? "user-" + (id.isEmpty ? "x" : id) : base, id: id.isEmpty ? "2" : id, taken: &taken)
            handles[account.slot] = handle
            new.append(Person(account: account, handle: handle))
        }
        new.sort { $0.account.slot < $1.account.slot }
        for account in sorted {
            if let mail = account.mail, authors[mail] == nil {
                authors[mail] = AddressVeil.Person(handle: handle(account), name: account.name)
            }
        }
    }

    /// Hides the addresses of these people, also in code and in links.
    var veil: AddressVeil { AddressVeil { [authors] in authors[$0] } }

    func handle(_ account: ImportAccount) -> String { handles[account.slot] ?? "unknown.author" }

    func knows(slot: String) -> String? { handles[slot] }

    /// The page of a person without one; `body` and `extra` are what the old system told of them.
    func page(
        _ person: Person, body: String = "", redirects: [String] = [], source: [(String, String?)] = [],
        records: [ImportedRecord], extra: (inout FrontMatter) -> Void = { _ in }
    ) -> ImportedItem {
        var matter = FrontMatter()
        matter.add(
            "name", person.account.name.isEmpty ? person.handle : StackExchangeConverter.oneLine(person.account.name))
        extra(&matter)
        if person.account == .unknown {
            // Somebody has to be the author; nobody should look for them.
            matter.add("status", "left")
            matter.add("directory", "hidden")
            matter.add("ask_me", plain: false)
            matter.add("inferred_expertise", plain: false)
        }
        matter.add("identities", list: ["\(place.system):\(person.account.slot)"])
        matter.add("redirect_from", lines: redirects)
        matter.add(
            "source",
            map: [
                ("system", place.system), ("id", FrontMatter.scalar("user/\(person.account.slot)")),
                ("author", FrontMatter.scalar(person.account.name)), ("place", FrontMatter.scalar(place.title)),
                ("importer", place.importer),
            ] + source)
        matter.add("migration", plain: "{status: imported}")
        return ImportedItem(
            key: place.key("user", person.account.slot), path: "people/\(person.handle).md",
            text: matter.block + (body.isEmpty ? "" : "\n" + body), records: records)
    }
}
