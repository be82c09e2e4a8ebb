import Foundation

/// The order of names in a language: that of Unicode CLDR's root collation with the rules of the language, as far as
/// people's names and titles need it. It asks neither the system nor a library, so that every computer gives one order.
///
/// Letters come first, then their accents, then capitals; names that differ in nothing of that are told apart by their
/// bytes. Signs come before digits, these before letters; the script of the language comes before others.
package struct Collation: Sendable {
    /// What a name is compared by: made once, then only bytes.
    package struct Key: Sendable, Hashable, Comparable {
        private let bytes: [UInt8]

        fileprivate init(_ bytes: [UInt8]) { self.bytes = bytes }

        package static func < (a: Key, b: Key) -> Bool {
            a.bytes.withUnsafeBytes { x in
                b.bytes.withUnsafeBytes { y in
                    let count = min(x.count, y.count)
                    if let first = x.baseAddress, let second = y.baseAddress {
                        let order = memcmp(first, second, count)
                        if order != 0 { return order < 0 }
                    }
                    return x.count < y.count
                }
            }
        }
    }

    /// A letter, or several that sort as one, with how it differs from others of its place.
    struct Element: Sendable, Equatable {
        /// 24 bits.
        var primary: UInt32
        /// 0 for the plain letter.
        var variant: UInt8 = 0
    }

    /// Small letters of one language, composed → what they sort as.
    private let single: [Unicode.Scalar: [Element]]
    /// Several that sort as one (`ch`), the longest first, by their first letter.
    private let several: [Unicode.Scalar: [(letters: [Unicode.Scalar], element: Element)]]
    /// Primary weight → the letters of the place, as headings show them.
    private let headings: [UInt32: String]
    /// The letters of the language's alphabet, as headings show them.
    package let alphabet: [String]
    private let hasDotlessI: Bool
    /// The script of the language, which comes before all others.
    private let nativeScript: UInt32
    /// Of each ASCII character that begins nothing longer: most names are of no others.
    private var plain: [Element] = []

    /// `language` is a tag such as `nb` or `de-CH`; one that is not known has the root's order.
    package init(language: String) {
        let rules = CollationRules.of(language)
        var single: [Unicode.Scalar: [Element]] = [:]
        var several: [Unicode.Scalar: [(letters: [Unicode.Scalar], element: Element)]] = [:]
        var headings: [UInt32: String] = [:]
        nativeScript = rules.native
        for (script, places) in rules.places {
            for (place, letters) in places.enumerated() {
                let primary = (script == rules.native ? CollationRules.first : script) + 1 + UInt32(place)
                for (variant, written) in letters.enumerated() {
                    let element = Element(primary: primary, variant: variant == 0 ? 0 : 0xE0 + UInt8(min(variant, 30)))
                    let scalars = Array(written.unicodeScalars)
                    if scalars.count == 1 {
                        single[scalars[0]] = [element]
                    } else {
                        several[scalars[0], default: []].append((scalars, element))
                    }
                }
                let shown = letters.map { rules.heading($0) }
                headings[primary] = shown.first { rules.alphabet.contains($0) } ?? shown.first
            }
        }
        for (ligature, parts) in CollationRules.ligatures where single[ligature] == nil {
            single[ligature] = parts.flatMap { single[$0] ?? [] }.map { Element(primary: $0.primary, variant: 0xDF) }
        }
        for (letter, base) in CollationRules.variants where single[letter] == nil {
            single[letter] = single[base]?.map { Element(primary: $0.primary, variant: 0xDE) }
        }
        self.single = single
        self.several = several.mapValues { $0.sorted { $0.letters.count > $1.letters.count } }
        self.headings = headings
        alphabet = rules.alphabet
        hasDotlessI = rules.hasDotlessI
        for byte in UInt8(0)..<0x80 {
            let scalar = Unicode.Scalar(byte)
            let isAlone = several[scalar] == nil && several[lowered(scalar)] == nil
            plain.append(isAlone ? elements(at: 0, of: [scalar]).0.first ?? Self.none : Self.none)
        }
    }

    private static let none = Element(primary: 0)

    // MARK: Keys

    package func key(_ text: String) -> Key {
        let (elements, capitals) = self.elements(text)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count * 6 + text.utf8.count + 3)
        for element in elements {
            bytes.append(UInt8(truncatingIfNeeded: element.primary >> 16))
            bytes.append(UInt8(truncatingIfNeeded: element.primary >> 8))
            bytes.append(UInt8(truncatingIfNeeded: element.primary))
        }
        bytes += [0, 0, 0]
        // Most names have no accents: then the levels below are as good as empty.
        for element in elements { bytes.append(element.variant + 1) }
        bytes.append(0)
        for isCapital in capitals { bytes.append(isCapital ? 2 : 1) }
        bytes.append(0)
        bytes.append(contentsOf: text.utf8)
        return Key(bytes)
    }

    /// What `text` is made of, and which of it are capitals. Marks that belong to no letter of the language's own are
    /// elements without a primary weight: they count only where the letters are the same.
    private func elements(_ text: String) -> (elements: [Element], capitals: [Bool]) {
        let scalars = Self.composed(text)
        var elements: [Element] = []
        var capitals: [Bool] = []
        elements.reserveCapacity(scalars.count)
        capitals.reserveCapacity(scalars.count)
        var index = 0
        while index < scalars.count {
            if scalars[index].value < 0x80, plain[Int(scalars[index].value)].primary != 0 {
                elements.append(plain[Int(scalars[index].value)])
                capitals.append(("A"..."Z").contains(scalars[index]))
                index += 1
                continue
            }
            let (found, length) = self.elements(at: index, of: scalars)
            for element in found {
                // The marks of a letter make a variant of it.
                if element.primary == 0 {
                    if let last = elements.indices.last {
                        elements[last].variant = max(elements[last].variant, element.variant)
                    }
                    continue
                }
                elements.append(element)
                capitals.append(isCapital(scalars[index]))
            }
            index += length
        }
        return (elements, capitals)
    }

    /// The element or elements that begin at `index`, and how many scalars they take.
    private func elements(at index: Int, of scalars: [Unicode.Scalar]) -> ([Element], Int) {
        let letter = lowered(scalars[index])
        if let candidates = several[letter] {
            for candidate in candidates where index + candidate.letters.count <= scalars.count {
                let part = scalars[index..<index + candidate.letters.count]
                if zip(part, candidate.letters).allSatisfy({ lowered($0) == $1 }) {
                    return ([candidate.element], candidate.letters.count)
                }
            }
        }
        if let known = single[letter] { return (known, 1) }
        guard letter.value >= 0x80 else { return ([Element(primary: Self.primary(of: letter, self))], 1) }
        let parts = String(letter).decomposedStringWithCanonicalMapping.unicodeScalars.map(lowered)
        guard parts.count > 1 || parts.first != letter else {
            if Self.isMark(letter) { return ([Element(primary: 0, variant: Self.variant(of: letter))], 1) }
            return ([Element(primary: Self.primary(of: letter, self))], 1)
        }
        // `ấ` is a `â` with a mark in Vietnamese: what is known of the language comes before the bare letter.
        var found: [Element] = []
        for length in stride(from: parts.count, through: 1, by: -1) {
            let head = Self.composed(String(String.UnicodeScalarView(parts[..<length])))
            guard head.count == 1, head[0] != letter, let known = single[head[0]] else { continue }
            found = known + parts[length...].map { Element(primary: 0, variant: Self.variant(of: $0)) }
            break
        }
        if found.isEmpty {
            found = parts.map {
                Self.isMark($0)
                    ? Element(primary: 0, variant: Self.variant(of: $0)) : Element(primary: Self.primary(of: $0, self))
            }
        }
        return (found, 1)
    }

    private func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "a"..."z": return scalar
        case "I" where hasDotlessI: return "ı"
        case "İ" where hasDotlessI: return "i"
        case "A"..."Z": return Unicode.Scalar(scalar.value + 0x20) ?? scalar
        default:
            guard scalar.value >= 0x80 else { return scalar }
            let small = scalar.properties.lowercaseMapping.unicodeScalars
            return small.count == 1 ? small.first ?? scalar : scalar
        }
    }

    private func isCapital(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80 ? ("A"..."Z").contains(scalar) : lowered(scalar) != scalar
    }

    private static func composed(_ text: String) -> [Unicode.Scalar] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.unicodeScalars) }
        return Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: scalar.properties.canonicalCombiningClass != .notReordered
        default: false
        }
    }

    /// 1…0xDD: acute, grave and so on, in the order of Unicode.
    private static func variant(of mark: Unicode.Scalar) -> UInt8 {
        (0x300..<0x370).contains(mark.value) ? UInt8(truncatingIfNeeded: mark.value - 0x300) + 1 : 0x80
    }

    /// `items` in the order of their names; those with one name stay in the order that they have.
    package func sorted<Item>(_ items: some Sequence<Item>, by name: (Item) -> String) -> [Item] {
        var keyed: [(key: Key, place: Int, item: Item)] = []
        for (place, item) in items.enumerated() { keyed.append((key(name(item)), place, item)) }
        keyed.sort { $0.key != $1.key ? $0.key < $1.key : $0.place < $1.place }
        return keyed.map(\.item)
    }

    /// The place of each of `names` in their order; those that are sorted alike have the same.
    package func ranks(of names: [String]) -> [Int32] {
        let keys = names.map { key($0) }
        var ranks = [Int32](repeating: 0, count: names.count)
        var rank: Int32 = 0
        var previous: Int?
        for place in keys.indices.sorted(by: { keys[$0] < keys[$1] }) {
            if let previous, keys[previous] != keys[place] { rank += 1 }
            ranks[place] = rank
            previous = place
        }
        return ranks
    }

    // MARK: Weights

    /// The weight of what no table knows. Signs come before digits, digits before letters.
    private static func primary(of scalar: Unicode.Scalar, _ collation: Collation) -> UInt32 {
        let value = scalar.value
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return 0x000100
        case .decimalNumber: return 0x00F000 + UInt32(scalar.properties.numericValue.map { Int($0) } ?? 0)
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .nonspacingMark, .enclosingMark, .spacingMark:
            let script = CollationRules.script(of: scalar)
            guard script != 0 else { return 0x100000 + value }
            return (script == collation.nativeScript ? CollationRules.first : script) + 0x1000 + min(value, 0xEFFF)
        default: return 0x000200 + min(value, 0xEDFF)
        }
    }

    // MARK: Headings

    /// The letter that a name stands under in an index; nil for names that begin with none.
    package func letter(of name: String) -> String? {
        let scalars = Self.composed(name)
        guard let start = scalars.firstIndex(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }),
            scalars[start].properties.isAlphabetic
        else { return nil }
        guard let first = elements(at: start, of: scalars).0.first else { return nil }
        if let heading = headings[first.primary] { return heading }
        let bare = String(scalars[start]).decomposedStringWithCanonicalMapping.unicodeScalars.first ?? scalars[start]
        return String(bare).uppercased()
    }
}
