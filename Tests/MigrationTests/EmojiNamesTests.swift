import Testing

@testable import HearthMigration

@Suite struct EmojiNamesTests {
    @Test(arguments: [
        ("rotating_light", "🚨"), (":point_right:", "👉"), ("memo", "📝"), ("man-shrugging", "🤷‍♂️"), ("man_shrugging", "🤷‍♂️"),
        ("flag-no", "🇳🇴"), ("norway", "🇳🇴"), ("flag_zz", "🇿🇿"), ("flag-wales", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"), ("one", "1️⃣"),
        ("large_green_circle", "🟢"),
        ("slight_smile", "🙂"), ("thinking", "🤔"), ("thinking_face", "🤔"), ("+1", "👍"), ("-1", "👎"), ("100", "💯"),
        ("wave::skin-tone-3", "👋🏼"), ("woman_technologist:t3", "👩🏼‍💻"), ("point_up:t6", "☝🏿"), ("tada::skin-tone-3", "🎉"),
        ("smiling_face_with_smiling_eyes_and_hand_covering_mouth", "🤭"),
    ])
    func standardNamesAreKnown(_ name: String, _ picture: String) { #expect(EmojiNames.picture(name) == picture) }

    @Test(arguments: ["", ":", "partyparrot", "flag-", "flag-n", "flag-NO", "flag-nor", "=", ",", "\u{301}", "-"])
    func othersAreNot(_ name: String) { #expect(EmojiNames.picture(name) == nil) }

    @Test(arguments: [
        ("1f1f3-1f1f4", "🇳🇴"), ("0031-fe0f-20e3", "1️⃣"), ("41", nil), ("3c", nil), ("1f6a8-x", nil), ("", nil),
        ("ffffffffff", nil), ("200d", nil),
    ])
    func codePointsAreThoseOfPictures(_ codes: String, _ picture: String?) {
        #expect(EmojiNames.picture(codes: codes) == picture)
    }

    @Test(arguments: [
        ("Pump trips :rotating_light: again", "Pump trips 🚨 again"), ("10:100:20 :own: a:b", "10:100:20 :own: a:b"),
        (":wave:t3: :wave::tada: :wave::skin-tone-6:", "👋🏼 👋🎉 👋🏿"), (":wave:tada:", "👋tada:"),
    ])
    func textShowsThem(_ text: String, _ expected: String) { #expect(EmojiNames.shown(in: text) == expected) }

    @Test(arguments: [":", ":a", ":wave:", ":wave::"])
    func hostileTextEnds(_ part: String) { _ = EmojiNames.shown(in: String(repeating: part, count: 50_000)) }
}
