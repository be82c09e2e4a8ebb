package import HearthModel

/// Who is who: accounts of old systems and the people of this site, from `identities.yml` and from the `identities:` of
/// people that exist already.
///
/// ```yaml
/// stackexchange:42: "@j.larsen"
/// ```
package struct IdentityMap: Sendable {
    private var handles: [String: String] = [:]
    package private(set) var diagnostics: [Diagnostic] = []

    package init() {}

    /// The handle (without `@`) of an account such as `stackexchange:42`.
    package func handle(of account: String) -> String? { handles[account.lowercased()] }

    package mutating func add(account: String, handle: String) {
        let key = account.lowercased()
        if handles[key] == nil { handles[key] = handle }
        // `git:jo@corp.example` also says whose address that is, and `ad:CORP\jlarsen` whose login.
        guard let colon = key.firstIndex(of: ":") else { return }
        let value = key[key.index(after: colon)...]
        if value.contains("@"), handles["mail:" + value] == nil { handles["mail:" + value] = handle }
        if let slash = value.lastIndex(of: "\\") {
            let login = "account:" + value[value.index(after: slash)...]
            if handles[login] == nil { handles[login] = handle }
        }
    }

    /// Names of people whom a directory knows, squeezed; an empty handle where two have one name.
    private var names: [String: String] = [:]

    private mutating func add(name: String, handle: String) {
        let key = Naming.squeezed(name)
        guard name.contains(" "), !key.isEmpty else { return }
        names[key] = names[key].map { $0 == handle ? $0 : "" } ?? handle
    }

    /// The person with this name, if a directory has exactly one.
    func handle(named name: String) -> String? {
        names[Naming.squeezed(name)].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The person behind an account of an old system: by `identities`, then by address, then by a login that the
    /// directory knows, then by name.
    func handle(of account: ImportAccount, system: String) -> String? {
        if account == .unknown { return nil }
        if let handle = handle(of: "\(system):\(account.slot)") { return handle }
        if let mail = account.mail, let handle = handle(of: "mail:" + mail) { return handle }
        let login = account.slot.split(separator: "\\").last.map(String.init) ?? account.slot
        // A number means somebody else in every system.
        if login.contains(where: { !$0.isNumber }), let handle = handle(of: "account:" + login) { return handle }
        return handle(named: account.name)
    }

    /// Reads `identities.yml` below `siteRoot`, if it is there.
    package mutating func load(siteRoot: String) throws {
        let file = siteRoot + "/identities.yml"
        guard FileSystem.isFile(file) else { return }
        let text = try Self.plainText(file)
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = Self.trim(raw.prefix { $0 != "#" })
            if line.isEmpty || line == "---" { continue }
            guard let (account, handle) = Self.pair(line) else {
                diagnostics.append(
                    Diagnostic(
                        .migrationIdentity, at: SourceLocation(file: "identities.yml", line: index + 1),
                        "this line maps no account to a person", help: "write it as: stackexchange:42: \"@j.larsen\""))
                continue
            }
            add(account: account, handle: handle)
        }
    }

    /// Takes the `identities:` and, as `mail:…`, the address of people whose files no import wrote.
    package mutating func loadPeople(contentRoot: String, except isImported: (String) -> Bool) throws {
        let folder = contentRoot + "/people"
        guard FileSystem.isDirectory(folder) else { return }
        for entry in try FileSystem.entries(of: folder) where entry.name.hasSuffix(".md") && entry.kind == .file {
            guard !isImported("people/" + entry.name) else { continue }
            let text = try Self.plainText(folder + "/" + entry.name)
            let handle = String(entry.name.dropLast(3))
            let accounts = Self.accounts(inFrontMatter: text)
            for account in accounts { add(account: account, handle: handle) }
            if accounts.contains(where: { $0.hasPrefix("mail:") || $0.hasPrefix("account:") }),
                let name = Self.field("name:", inFrontMatter: text)
            {
                add(name: name, handle: handle)
            }
            if let mail = Self.field("email:", inFrontMatter: text), mail.contains("@") {
                add(account: "mail:" + mail, handle: handle)
            }
        }
    }

    /// A text with the line ends of this system and without a byte order mark.
    private static func plainText(_ file: String) throws -> String {
        TextEncoding.decode(try FileSystem.read(file), declared: nil).text.replacing("\r\n", with: "\n")
            .replacing("\r", with: "\n")
    }

    /// The values of `identities:`, written as `[a, b]` or as a list below it.
    private static func accounts(inFrontMatter text: String) -> [String] {
        var accounts: [String] = []
        var inList = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix(200) {
            if line == "---" { break }
            if inList, let dash = line.firstIndex(where: { $0 != " " }), line[dash] == "-" {
                accounts.append(unquote(trim(line[line.index(after: dash)...])))
                continue
            }
            inList = false
            guard line.hasPrefix("identities:") else { continue }
            let value = trim(line.dropFirst("identities:".count))
            inList = value.isEmpty
            let inner = value.drop { $0 == "[" }.prefix { $0 != "]" }
            accounts += inner.split(separator: ",").map { unquote(trim($0)) }
        }
        return accounts.filter { !$0.isEmpty }
    }

    /// The value of a field of one line, such as `name:`.
    private static func field(_ mark: String, inFrontMatter text: String) -> String? {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix(200) {
            if line == "---" { break }
            if line.hasPrefix(mark) { return unquote(trim(line.dropFirst(mark.count))) }
        }
        return nil
    }

    /// `account: handle`, split at the last colon that a space follows: accounts hold colons themselves.
    private static func pair(_ line: String) -> (String, String)? {
        guard let colon = line.ranges(of: ": ").last else { return nil }
        let account = unquote(trim(line[..<colon.lowerBound]))
        let handle = unquote(trim(line[colon.upperBound...])).drop { $0 == "@" }
        guard account.contains(":"), !handle.isEmpty, handle.allSatisfy({ $0.isASCII && $0 != " " && $0 != "/" }) else {
            return nil
        }
        return (account, String(handle))
    }

    private static func trim(_ text: some StringProtocol) -> String {
        var slice = text[...]
        while let first = slice.first, first.isWhitespace { slice = slice.dropFirst() }
        while let last = slice.last, last.isWhitespace { slice = slice.dropLast() }
        return String(slice)
    }

    private static func unquote(_ text: String) -> String {
        guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'" else {
            return text
        }
        return String(text.dropFirst().dropLast()).replacing("\\\\", with: "\\")
    }
}
