import HearthMarkdown
import HearthModel
import Testing

/// Numeric references to characters that stand for something else while libcmark reads.
@Suite struct ReferenceTests {
    @Test(arguments: [
        "[click](javascript&#x704;alert(1)) \\@", "[click](javascript&#1796;alert(1)) \\@",
        "![click](data&#x704;text/html,x) \\@", "[r] \\@\n\n[r]: vbscript&#X704;x",
        "<a@b.c> [a](javascript&#x55e;x) \u{700} \\@",
    ])
    func noAddressRunsCode(_ text: String) {
        let (document, diagnostics) = parse(text)
        let output = html(document).lowercased()
        for scheme in ["\"javascript:", "\"vbscript:", "\"data:"] { #expect(!output.contains(scheme), "\(output)") }
        #expect(diagnostics.isEmpty || diagnostics.map(\.kind) == [.unsafeURL])
    }

    @Test(arguments: [
        ("# &#3;7", "<h1>&amp;#3;7</h1>"), ("# &#3;", "&amp;#3;</h1>"),
        ("# &#3;99999999999999999999999", "&amp;#3;99999999999999999999999</h1>"),
        ("x[^1]\n\n+ # &#5;9\n\n[^1]: y", "&amp;#5;9"), ("x[^1]\n\n+ # &#5;1\n\n[^1]: y", "&amp;#5;1"),
        ("|a|\n|-|\n|b|\n\n# &#3;0", "&amp;#3;0</h1>"), ("a&#14;b&#x17;c", "<p>a&amp;#14;b&amp;#x17;c</p>"),
        ("`&#3;` \\&#3; &#10;.", "<p><code>&amp;#3;</code> &amp;#3; \n.</p>"), ("&#x704; \\@jo", "<p>\u{704} @jo</p>"),
        ("&#x704; &#x55e; \\@jo &#233; &#35; &#0;", "<p>\u{704} \u{55E} @jo é # \u{FFFD}</p>"),
    ])
    func referencesStandForNothingElse(_ text: String, _ expected: String) {
        let output = html(parse(text).0)
        #expect(output.contains(expected), "\(output)")
    }
}
