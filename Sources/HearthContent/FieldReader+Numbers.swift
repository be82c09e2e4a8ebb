import HearthModel

/// Numbers, and what a comma makes of them: in `{value: 1,200}` it ends the value, and what follows is a name.
extension FieldReader {
    mutating func integer(_ key: String) -> Int? {
        guard let value = value(key), !reportCut(value, of: key) else { return nil }
        if case .scalar(let text, _) = value.content, let number = Int(text) { return number }
        report(
            kinds.wrongType, value.line, "\(named(key)) is a whole number, not \(shown(value))",
            help: "write digits alone, such as 20")
        return nil
    }

    mutating func number(_ key: String) -> Double? {
        guard let value = value(key), !reportCut(value, of: key) else { return nil }
        if case .scalar(let text, _) = value.content, let number = Double(text), number.isFinite { return number }
        let help = numberHelp(value) ?? "write digits, with a point for decimals: 12.5"
        report(kinds.wrongType, value.line, "\(named(key)) is a number, not \(shown(value))", help: help)
        return nil
    }

    /// Whether names of nothing but digits stand behind the number: a comma was written into it, and what is before that
    /// is not what was meant.
    private mutating func reportCut(_ value: YAMLValue, of key: String) -> Bool {
        guard case .scalar(let text, _) = value.content, text.utf8.last.map(Self.isDigit) == true,
            let place = entries.firstIndex(where: { $0.key == key })
        else { return false }
        let rest = entries[(place + 1)...].prefix { $0.value.isNull && Self.isPartOfNumber($0.key) }
        guard !rest.isEmpty else { return false }
        entries.removeSubrange(rest.startIndex..<rest.endIndex)
        let whole = ([text] + rest.map(\.key)).joined(separator: ",")
        let help = numberHelp(YAMLValue(.scalar(whole, isPlain: true), line: value.line))
        let number = hidesValues ? "the number" : "'\(whole)'"
        report(
            kinds.wrongType, value.line,
            "\(named(key)) is cut at a comma: within {…} that ends the value, and \(number) is none",
            help: help ?? "write the number without commas")
        return true
    }

    /// Digits that begin with no name: `200`, `200.50`.
    static func isPartOfNumber(_ key: String) -> Bool {
        key.utf8.first.map(isDigit) == true && key.utf8.allSatisfy { isDigit($0) || $0 == 0x2E }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// How a number with commas is written: they may stand between thousands or before decimals.
    private func numberHelp(_ value: YAMLValue) -> String? {
        guard !hidesValues, case .scalar(let text, _) = value.content, text.utf8.count < 40 else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let decimal = parts.count == 2 ? parts.joined(separator: ".") : nil
        let whole = parts.dropFirst().map { $0.prefix { $0 != "." } }
        let joined = whole.allSatisfy({ $0.utf8.count == 3 }) ? parts.joined() : nil
        let ways = [joined, decimal].compactMap(\.self).filter { Double($0)?.isFinite == true }
        guard parts.count > 1, let first = ways.first else { return nil }
        return ways.count == 1
            ? "write \(first)" : "write \(first), or \(ways[1]) if the comma stands before decimals"
    }

    /// For a name without a value on the line of the field before it: words behind a comma in `{task: buy, bake}`.
    func cutHelp(_ entry: YAMLEntry) -> String? {
        guard entry.value.isNull, let place = entries.firstIndex(of: entry), place > 0 else { return nil }
        let before = entries[place - 1]
        guard before.line == entry.line, case .scalar = before.value.content, !before.value.isNull else { return nil }
        return "within {…} a comma ends the value of \(named(before.key)): put a text with commas in quotes"
    }
}
