import HearthModel

extension Wording {
    /// `rtl` for languages that are written from right to left: by the script that the tag names, else by the one that the
    /// language has in that region or at all (Unicode CLDR, likely subtags).
    static func direction(of language: String) -> String {
        if language == "en" { return "ltr" }
        let parts = language.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" })
        guard let first = parts.first else { return "ltr" }
        // What follows a single letter is no script or region.
        let rest = parts.dropFirst().prefix { $0.utf8.count > 1 }
        if let script = rest.first(where: { $0.utf8.count == 4 && $0.utf8.first.map { $0 > 0x39 } == true }) {
            return scriptsFromRight.contains(script) ? "rtl" : "ltr"
        }
        if let region = rest.first(where: { $0.utf8.count == 2 }) {
            if fromRightInRegion[first]?.contains(region) == true { return "rtl" }
            if fromLeftInRegion[first]?.contains(region) == true { return "ltr" }
        }
        return languagesFromRight.contains(first) ? "rtl" : "ltr"
    }

    /// How many letters of a text are written from which side.
    static func letters(of text: String) -> (fromRight: Int, fromLeft: Int) {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return (0, 1) }
        var count = (fromRight: 0, fromLeft: 0)
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            switch scalar.value {
            case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
                count.fromRight += 1
            default: count.fromLeft += 1
            }
        }
        return count
    }

    private static func words(_ text: String) -> Set<Substring> { Set(text.split(whereSeparator: \.isWhitespace)) }

    private static let scriptsFromRight = words(
        """
        adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani mend merc mero narb nbat nkoo \
        orkh ougr palm phli phlp phnx prti rohg samr sarb sidt sogd sogo syrc syre syrj syrn thaa todr yezi
        """)

    private static let languagesFromRight = words(
        """
        aao abh abv acm acq acw acx acy adf aeb aec afb aii ajp apc apd ar arc arq ars ary arz auz avl ayh ayl ayn ayp azb \
        bal bcc bft bgn bgp bqi brh ckb dcc dv fa gbz gjk gju glk gwc gwt haz he hnd hno iw ji jpr jrb khw ks kvx kxp lah \
        lki lrc luz mfa mki mvy mzn nqo oru ota pbt pbu pes pga pnb prs ps pst rhg sam scl sd sdh skr ssh syc syr trg trw ug \
        ur ydd yi yih
        """)

    private static let fromRightInRegion: [Substring: Set<Substring>] = [
        "az": ["iq", "ir"], "ha": ["cm", "sd"], "kk": ["af", "cn", "ir", "mn"], "ku": ["iq", "ir", "lb"], "ky": ["cn"],
        "man": ["gn"], "ms": ["cc"], "pa": ["pk"], "tg": ["pk"], "uz": ["af"],
    ]
    private static let fromLeftInRegion: [Substring: Set<Substring>] = ["sd": ["in"], "ug": ["kz", "mn"]]
}
