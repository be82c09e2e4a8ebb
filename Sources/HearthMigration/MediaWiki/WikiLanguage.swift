/// The subpages in which wikis keep translations: `Pumps/de`, `Pumps/pt-br`.
enum WikiLanguage {
    /// The two-letter codes of ISO 639-1.
    private static let codes = Set(
        """
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es \
        et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj \
        kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv \
        ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti \
        tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """.split(separator: " "))

    /// Whether a name is the code of a language, in small letters as MediaWiki's own translations have it; a script or
    /// region may follow (`zh-hans`).
    static func isCode(_ name: some StringProtocol) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, codes.contains(Substring(first)), parts.count < 3 else { return false }
        return parts.dropFirst().allSatisfy { part in
            (2...4).contains(part.utf8.count) && part.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        }
    }
}
