import HearthModel
import Testing

@testable import HearthMigration

/// Shortcodes that ask who reads, by their name or by an attribute, and those that only look so.
@Suite struct WordPressReaderShortcodeTests {
    private static func encoded(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var out = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
            for place in 0..<4 {
                out.append(start + place <= bytes.count ? digits[part >> (18 - 6 * place) & 63] : "=")
            }
        }
        return out
    }

    @Test(arguments: [
        "[if is_user_logged_in]b[/if]", "[am4show have=\"1;2;\"]b[/am4show]",
        "[memb_has_any_tag tagid=101]b[/memb_has_any_tag]", "[mbr has_tags=\"12\"]b[/mbr]",
        "[DAP isLoggedIn=\"Y\" hasAccessTo=\"2\"]b[/DAP]", "[UAS_specific ids=\"4\"]b[/UAS_specific]",
        "[wpv-conditional if=\"( '[wpv-current-user info=\"role\"]' eq 'hr' )\"]b[/wpv-conditional]",
        "[ifrole is=\"hr\"]b[/ifrole]", "[user_only]b[/user_only]", "[staff_only]b[/staff_only]", "[staff]b[/staff]",
        "[adminonly]b[/adminonly]",
    ])
    func namesOfReaders(_ text: String) {
        #expect(WordPressPrivacy.closingTag(in: "<p>a</p>\(text)") != nil)
    }

    @Test(arguments: [
        ("content_box user_role=\"editor\"", "user_role"), ("box if=\"is_user_logged_in\"", "if"),
        ("box if=\"is_single\"", nil), ("box has_tags=\"12\"", "has_tags"), ("box isLoggedIn=\"Y\"", "isloggedin"),
        ("box isLoggedIn=\"no\"", nil), ("box visibility=\"members\"", "visibility"),
        ("box visibility='[\"hr\"]'", "visibility"), ("box visibility=\"hidden-xs\"", nil),
        ("box hide_on_mobile=\"small-visibility\"", nil), ("box slides_visible=\"3\"", nil),
        ("vc_team_member member_name=\"Jo\" member_image=\"5\"", nil),
        ("et_pb_contact_field conditional_logic=\"on\" conditional_logic_rules=\"a\"", nil),
        ("box display_conditions=\"\"", nil), ("box display_conditions=\"\(encoded("[]"))\"", nil),
        ("box display_conditions=\"\(encoded("[{\"condition\":\"loggedInStatus\"}]"))\"", "display_conditions"),
        ("box render_logics=\"\(encoded("[{\"field\":\"user_state\",\"value\":\"in\"}]"))\"", "render_logics"),
        ("box render_logics=\"\(encoded("[{\"field\":\"device_type\",\"value\":\"x\"}]"))\"", nil),
    ])
    func attributesThatAsk(_ shortcode: String, _ expected: String?) {
        let name = shortcode.prefix { $0 != " " }
        #expect(WordPressPrivacy.closingTag(in: "[\(shortcode)]<p>b</p>[/\(name)]") == expected)
        // Without an end it holds nothing.
        #expect(WordPressPrivacy.closingTag(in: "[\(shortcode)]<p>b</p>[/other]") == nil)
    }

    @Test(arguments: [
        ("[[private]]b[[/private]]", nil), ("[[private]b[/private]]", nil), ("[[private]]b[/private]", "private"),
        ("[[private]] [private]b[/private] [[/private]]", "private"), ("[private]b[/private]]", "private"),
        // The old system looked for shortcodes there, too.
        ("<pre>[private]b[/private]</pre>", "private"),
        ("[eeb_protect_emails]b[/eeb_protect_emails]", nil), ("[protect]b[/protect]", "protect"),
        ("[form_group]b[/form_group]", nil), ("<!-- wp:acme/access-map {\"lat\":1} -->", nil),
        ("<!-- wp:acme/access -->", "acme/access"),
    ])
    func namesThatOnlyLookSo(_ text: String, _ expected: String?) {
        #expect(WordPressPrivacy.closingTag(in: text) == expected)
    }

    @Test(arguments: [
        ("cover {\"isUserOverlayColor\":true}", nil), ("x/y {\"isUser\":true}", "isUser"),
        ("x/y {\"animation\":{\"visible\":\"once\"},\"visibleItems\":3}", nil),
        ("x/y {\"restrictWidth\":true,\"restrictContentWidth\":\"900px\"}", nil),
        ("x/y {\"restrict\":true}", "restrict"),
        ("gravityforms/form {\"conditionalLogic\":{\"enabled\":true,\"rules\":[{\"field\":\"time\"}]}}", nil),
        (
            "gravityforms/form {\"conditionalLogic\":{\"enabled\":true,\"rules\":[{\"field\":\"userRole\"}]}}",
            "conditionalLogic"
        ),
        ("x/y {\"conditionalLogic\":{\"enabled\":true,\"rules\":[{\"field\":\"time\"}]}}", "conditionalLogic"),
        ("getwid/person {\"roles\":[\"Chief\"],\"memberName\":\"Jo\",\"memberTitle\":\"Boss\"}", nil),
        ("getwid/person {\"roles\":[\"hr\"]}", "roles"), ("getwid/person {\"roles\":\"editor\"}", "roles"),
        ("getwid/person {\"memberAccess\":\"gold\"}", "memberAccess"), ("x/y {\"roles\":[\"Chief\"]}", "roles"),
    ])
    func attributesOfBlocks(_ block: String, _ expected: String?) {
        #expect(WordPressPrivacy.closingTag(in: "<!-- wp:\(block) --><p>b</p>") == expected)
    }

    /// Each takes less than a second or two; looking through the rest of the text at every tag took much longer.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            ("[/group]", ""), ("<pre lang=\"en\">", "</pre>"), ("<pre ", "></pre>"), ("<a ", ""), ("[x]", "[/x]"),
            ("[c]", "[/c]"), ("[if ", "]"), ("[x y=", "]"),
        ])
    func manyTagsTakeLittleTime(_ tag: String, _ end: String) {
        let text = String(repeating: tag, count: 10_000) + end
        var converter = WordPressText(gallery: { _ in [] }, block: { _ in nil })
        _ = WordPressPrivacy.closingTag(in: text)
        if tag != "[x y=" && tag != "[if " {
            #expect(converter.html(text).string.utf8.count < 2 * text.utf8.count + 64)
        }
    }

    @Test func aShortcodeThatComesAgainLosesItsFrameAgain() {
        var converter = WordPressText(gallery: { _ in [] }, block: { _ in nil })
        let html = converter.html("[x]a[/x] [x]b[/x]").string
        #expect(html.contains("a b") && !html.contains("["), "\(html)")
    }
}
