import HearthModel
import Testing

/// The order of names in the language of a site.
@Suite struct CollationTests {
    private func sorted(_ language: String, _ names: [String]) -> [String] {
        let collation = Collation(language: language)
        return names.map { (collation.key($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    @Test(arguments: [
        ("en", "a Á b c Č d e É f Łukasz lump n ñ o Ø œuvre oz p z þ"),
        ("de", "Ader Äpfel Apfelbaum Masse Maße Masten Zoo"),
        ("sv", "a z å ä ö"), ("sv-SE", "Adam Zeta Åsa Ärla Östen"), ("fi", "a z å ä ö"),
        ("nb", "Adam Zoe Ærlig Øyvind Åse Aase"),
        ("da", "Adam Zoe Ærlig Østen Aabenraa Århus"), ("nn", "z æ ø å"), ("no", "z æ ø å"), ("fo", "z æ ø"),
        ("is", "a á b d ð z þ æ ö"),
        ("es", "nube nz ñandú o"), ("cs", "c cz č d h hz ch i r ř s š z ž"), ("sk", "c č h ch i ž"),
        ("pl", "a az ą l lz ł m o ó z ź ż"),
        ("hu", "c cz cs d dz dzs e g gy h o ö p u ü v z zs"), ("tr", "c ç d g ğ h ı i j o ö p s ş t u ü v"),
        ("az", "e ə f h x ı i k q l"), ("hr", "c č ć d dž đ e l lj m n nj o"), ("et", "s š z ž t u v w õ ä ö ü x y"),
        ("lt", "c č i y j s š z ž"), ("lv", "c č g ģ"), ("ro", "a ă â b i î s ș t ț"), ("sl", "c č s š z ž"),
        ("sq", "c ç d dh e ë"),
        ("ru", "а б в д е ё ж и й к я a z"), ("uk", "г ґ д е є ж з и і ї й к a"), ("sr", "д ђ е л љ м ћ у џ ш"),
        ("el", "Άννα Βασίλης Ωμέγα Anna"), ("ar", "أحمد بدر تمر نور هدى وليد ياسر adam"),
        ("fa", "آرش بابک پری تارا گلی نور وحید هادی یاس"),
        ("en", "#1 1 2 a b Z я א ا 漢"), ("vi", "a ă â b d đ e ê o ô ơ"),
        ("cy", "c ch d dd e"),
    ])
    func namesStandWhereReadersLookForThem(_ language: String, _ order: String) {
        let names = order.split(separator: " ").map(String.init)
        #expect(sorted(language, names.reversed()) == names)
        #expect(sorted(language, names.sorted()) == names)
    }

    @Test func accentsCountBehindLettersAndCapitalsLast() {
        #expect(
            sorted("en", ["résumés", "resume", "Resume", "résumé", "resumed"]) == [
                "resume", "Resume", "résumé", "resumed", "résumés",
            ])
        #expect(sorted("en", ["O'Brien", "Obama", "OBrien"]) == ["O'Brien", "Obama", "OBrien"])
    }

    @Test(arguments: [
        ("en", "Ødegård", "O"), ("nb", "Ødegård", "Ø"), ("da", "aabenraa", "Å"), ("cs", "chalupa", "Ch"),
        ("cs", "Čapek", "Č"),
        ("en", "Čapek", "C"), ("sv", "ängel", "Ä"), ("de", "Änne", "A"), ("tr", "ışık", "I"), ("tr", "irmak", "İ"),
        ("pl", "łódź", "Ł"),
        ("en", "łódź", "L"), ("es", "«Ñu»", "Ñ"), ("ru", "Ёлка", "Е"), ("el", "Άννα", "Α"), ("fa", "کتاب", "ک"),
        ("ar", "أحمد", "ا"),
        ("en", "æther", "A"), ("nb", "æther", "Æ"), ("hu", "dzsem", "Dzs"), ("en", "漢字", "漢"), ("en", "İzmir", "I"),
    ])
    func aNameStandsUnderItsLetter(_ language: String, _ name: String, _ letter: String) {
        #expect(Collation(language: language).letter(of: name) == letter)
    }

    @Test func aNameWithoutALetterHasNone() {
        for name in ["", "1st", "#5", "!", "٣ أيام"] { #expect(Collation(language: "en").letter(of: name) == nil) }
    }

    @Test func alphabetsAreThoseOfTheLanguages() {
        #expect(Collation(language: "en").alphabet.joined() == "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        #expect(Collation(language: "sv").alphabet.joined() == "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ")
        #expect(Collation(language: "nb-NO").alphabet.joined().hasSuffix("XYZÆØÅ"))
        #expect(Collation(language: "es").alphabet.joined().contains("NÑO"))
        #expect(Collation(language: "tr").alphabet.joined().contains("GĞHIİJ"))
        #expect(Collation(language: "uk").alphabet.joined().contains("ГҐД"))
        #expect(Collation(language: "sr-Latn").alphabet.joined().contains("CČĆD"))
    }

    /// Random names of letters, marks and signs: the keys of any two that differ, differ, and order is order.
    @Test(arguments: ["en", "sv", "cs", "tr", "ar", "ru", "hu", "ja", ""])
    func keysAreATotalOrder(_ language: String) {
        let collation = Collation(language: language)
        let pieces =
            Array("aAäåÅæøzZcChHdžłńıİi ʒẫ'-1٣жйЯةپ漢한\u{301}\u{200B}ßﬁ😀").map(String.init) + [
                "\u{30A}", "I", "ch", "aa", "\u{0}",
            ]
        var state: UInt64 = 88_172_645_463_325_252
        func next(_ count: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(count))
        }
        let names = (0..<400).map { _ in (0..<next(6)).map { _ in pieces[next(pieces.count)] }.joined() }
        let keyed = names.map { (collation.key($0), $0) }.sorted { $0.0 < $1.0 }
        for (a, b) in zip(keyed, keyed.dropFirst()) {
            #expect(!(b.0 < a.0))
            #expect((a.0 == b.0) == a.1.utf8.elementsEqual(b.1.utf8))
        }
        // The order does not depend on that of the input, and is the same for every pair.
        #expect(names.shuffled().map { collation.key($0) }.sorted() == keyed.map(\.0))
        for _ in 0..<2_000 {
            let (i, j) = (next(keyed.count), next(keyed.count))
            if i < j { #expect(!(keyed[j].0 < keyed[i].0)) }
        }
    }

    @Test func theIndexFollowsTheOrder() {
        // What stands under one letter stands together.
        for language in ["en", "sv", "cs", "hu", "hr", "da", "tr", "pl"] {
            let collation = Collation(language: language)
            let names = [
                "a", "á", "aa", "Aa", "c", "ch", "cz", "č", "d", "dz", "dž", "dzs", "đ", "l", "lj", "ł", "o", "ó", "ö",
                "ő", "ø", "z", "ź", "å", "æ",
            ]
            let letters = names.map { (collation.key($0), collation.letter(of: $0) ?? "#") }.sorted { $0.0 < $1.0 }.map(
                \.1)
            let runs = zip(letters, [""] + letters).filter { $0 != $1 }.map(\.0)
            #expect(Set(runs).count == runs.count, "\(language): \(letters)")
        }
    }

    /// Places say of any two names what their keys say.
    @Test func ranksAreTheOrderOfTheKeys() {
        let collation = Collation(language: "sv")
        let names = ["Örn", "Alm", "Zeta", "Alm", "Åse", "", "alm", "Ärla"]
        let ranks = collation.ranks(of: names)
        #expect(ranks[1] == ranks[3] && ranks[5] == 0 && collation.ranks(of: []) == [])
        for (a, x) in zip(names, ranks) {
            for (b, y) in zip(names, ranks) {
                #expect((collation.key(a) < collation.key(b)) == (x < y), "\(a) \(b)")
            }
        }
    }
}
