import HearthModel

/// The people behind the senders: one address is one person, and so is one full name.
struct MailSenders {
    private var names: [MailName] = []
    private var numbers: [MailName: Int32] = [:]
    private var accounts: [Int32] = []

    mutating func number(of name: MailName) -> Int32 {
        if let known = numbers[name] { return known }
        let number = Int32(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }

    /// After `resolve`: the account of a sender.
    func account(of sender: Int32) -> Int32 { accounts[Int(sender)] }

    private static func isFull(_ name: String) -> Bool { name.split(separator: " ").count > 1 }

    /// The accounts, and whose address is whose. The same senders give the same accounts, whatever comes later.
    mutating func resolve() -> (accounts: [ImportAccount], owners: [String: Int32]) {
        var slots: [String: Int32] = [:]
        var found: [ImportAccount] = []
        var owners: [String: Int32] = [:]
        // The first full name that came with an address names its owner.
        var fullNames: [String: String] = [:]
        for name in names where Self.isFull(name.name) {
            if let address = name.address, fullNames[address] == nil { fullNames[address] = name.name }
        }
        for name in names {
            let shown =
                Self.isFull(name.name)
                ? name.name
                : name.address.flatMap { fullNames[$0] } ?? (name.name.isEmpty ? nil : name.name)
                    ?? name.address.map { MailName.name(ofAddress: $0) }
            guard let shown else {
                accounts.append(Self.account(.unknown, &slots, &found))
                continue
            }
            let slot: String
            if Self.isFull(shown) {
                let handle = Naming.handle(shown)
                slot = "name/" + (handle.isEmpty ? shown.lowercased() : handle)
            } else if let address = name.address {
                slot = "mail/" + ImportManifest.hash(Array(address.utf8)).prefix(10)
            } else {
                slot = "name/" + shown.lowercased()
            }
            let number = Self.account(ImportAccount(slot: slot, name: shown), &slots, &found)
            accounts.append(number)
            if let address = name.address {
                if owners[address] == nil { owners[address] = number }
                let aliases = ["mail:" + address]
                found[Int(number)].aliases += aliases.filter { !found[Int(number)].aliases.contains($0) }
            }
        }
        return (found, owners)
    }

    private static func account(
        _ account: ImportAccount, _ slots: inout [String: Int32], _ found: inout [ImportAccount]
    ) -> Int32 {
        if let known = slots[account.slot] { return known }
        let number = Int32(found.count)
        slots[account.slot] = number
        found.append(account)
        return number
    }
}
