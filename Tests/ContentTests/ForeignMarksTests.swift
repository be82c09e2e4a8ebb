import HearthModel
import Testing

@testable import HearthContent

/// What other Markdown programs have, and readers here would see as it was typed.
@Suite struct ForeignMarksTests {
    private func page(_ body: String, fields: String = "title: A") throws -> Parsed {
        try parse("a.md", "---\n\(fields)\n---\n\(body)\n")
    }

    /// The first line of each text is line 4.
    @Test(arguments: [
        ("!!! note \"Title\"\n    Text", 4, "[!NOTE]"), ("!!! danger\n\n    Text", 4, "[!CAUTION]"),
        ("x\n\n??? hint \"More\"\n\n    Text", 6, "[!TIP]"), ("???+ note\n    x", 4, "[!NOTE]"),
        ("=== \"Linux\"\n\n    text", 4, "write a heading"),
        (":::tip\nText\n:::", 4, "[!TIP]"), ("::: warning Title\n\nText\n\n:::", 4, "[!WARNING]"),
        ("::: {.x}\nText\n:::", 4, "[!NOTE]"),
        ("Text {{< youtube abc >}} text", 4, "what it stands for"), ("Text\n{{% notice %}}x", 5, "what it stands for"),
        ("{% hint style=\"info\" %}\nText\n{% endhint %}", 4, "> [!NOTE]"), ("{% tabs %}", 4, "heading for each"),
        ("{%- raw -%}", 4, "remove it"), ("At {{ site.url }}/x", 4, "write what it stands for"),
        ("Text\n{: .lead #id}", 5, "remove it"), ("{.lead}", 4, "remove it"),
        ("[TOC]", 4, "by itself"), ("[toc]", 4, "by itself"),
        ("--8<-- \"a.md\"", 4, "link to it"), ("*[HTML]: Hypertext", 4, "used first"),
        ("Text^[a note of mine] text", 4, "[^1]"),
        ("Term\n: what it means", 5, "- **the word**"), ("Term\n\n:   what it means", 6, "- **the word**"),
        ("+---+---+\n| a | b |\n+---+---+", 4, "|---|---|"), ("| a | b |\n| c | d |", 4, "as many cells"),
        ("| a | b | c |\n|---|---|\n| 1 | 2 |", 5, "|---|---|---|"), ("a | b | c\n---|---", 5, "|---|---|---|"),
        ("$$\nx^2\n$$", 4, "in words"), ("Is \\(x^2\\) so", 4, "in words"), ("\\[\n\\frac{a}{b}\n\\]", 4, "in words"),
        ("Is $x_1$ so", 4, "in words"), ("so ==this== is", 4, "**words**"),
        ("Press ++ctrl+alt+del++ now", 4, "**Ctrl+C**"),
        ("H~2~O", 4, "such as"), ("m^2^", 4, "such as"),
    ])
    func areTold(_ body: String, _ line: Int, _ help: String) throws {
        let page = try page(body)
        #expect(page.found == ["foreign-mark:\(line)"], "\(body)")
        #expect(page.diagnostics.first?.help?.contains(help) == true, "\(page.diagnostics)")
        #expect(try self.page(body, fields: "title: A\nsource: {system: wiki}").found == [])
        #expect(try self.page("````\n\(body)\n````").found == [])
    }

    @Test func anAttributeBehindAPictureOrWordsIsTold() throws {
        #expect(try page("**x**{: .red}").found == ["foreign-mark:4"])
        #expect(try page("`x`{.py} text").found == ["foreign-mark:4"])
        #expect(try page("`x`{y}").found == [])
    }

    @Test func aNotationIsToldOnceForAPage() throws {
        let page = try page("Text\n\n" + String(repeating: "{{< x >}} and {{< y >}}\n\n", count: 20) + "[TOC]")
        #expect(page.found == ["foreign-mark:6", "foreign-mark:46"])
        #expect(page.diagnostics.first?.summary == "'{{< x >}}' is shown as it was typed; so are 39 more on this page")
    }

    @Test(arguments: [
        "!!! Read this !!!", "!!! ACHTUNG", "What???", "??? what is that", "=== x", "a === \"b\"", ":::", "a :: b",
        ":smile: x",
        "`{{< x >}}` and `{% y %}` and `==z==`", "\\{{< x >}}", "{\\% raw %}", "\\[TOC]", "see [TOC] below", "{x}",
        "{a, b}", "{{ x }}",
        "{{% ", "100 %} of", "-- 8<--", "--8", "* [HTML]: x", "^[a-z ]+$", "x^2", "`\\(x^2\\)`, `$$`, x",
        "an address {x=y} there", "a ^[x] b", "x\ny\n: z",
        "Ein langer Satz, der weiter geht und zwar\n: so", "+--", "1 + 2 + 3", "| a |", "|x| is |y|\n|z| is it",
        "a | b\nc | d",
        "| a | b |\n|---|---|\n| c | d |", "\\| a | b |\n\\| c | d |", "It costs $5 and $6", "$HOME and $PATH_X",
        "US$ 5, $x", "$$$",
        "\\(not math\\) and \\[1\\] and \\[x\\](y)", "a == b and c == d", "x==1, y==2", "C++ and D++", "i++ and ++j",
        "~2~", "a ~2~ b",
        "H~~2~~O", "100%% and 200%%", "echo %%i and %%j", "`%% x %%`", "\\%% x %%", "#topic is here",
        "#Heading of two words", "##1", "##x",
        "```mermaid\nx\n```",
    ])
    func otherTextIsAsItIs(_ body: String) throws {
        #expect(try page(body).diagnostics.filter { $0.severity != .note }.map(\.summary) == [], "\(body)")
    }

    @Test(arguments: [
        ("Text %%secret%% text", 4), ("Text\n\n%%\nsecret\n\nmore\n%%\n\ntext", 6), ("%% one\ntwo %%", 4),
        ("- a %% b %%", 4),
    ])
    func commentsAreAnError(_ body: String, _ line: Int) throws {
        let page = try page(body)
        #expect(
            page.found == ["shown-comment:\(line)"] && page.diagnostics.first?.severity == .error, "\(page.diagnostics)"
        )
    }

    @Test(arguments: [
        "{", "{{", "{%a ", "^[", "a^[b ", "$x", "%%", "==x", "++ctrl", "\\(", "**x**{.a}", "| a |\n", "{{<\n\n",
        ": x\n\n",
    ])
    func manySignsTakeNoLongerThanTheirLength(_ sign: String) throws {
        _ = try page(String(repeating: sign, count: 20_000))
    }

    @Test func drawingsAreANote() throws {
        let page = try page("```mermaid\ngraph\n```\n\n```plantuml\nx\n```")
        #expect(page.found == ["foreign-mark:4"] && page.diagnostics.first?.severity == .note)
    }

    @Test(arguments: [
        ("Text\n\n```sh\nls\n\n## Heading", 6), ("~~~~\nx\n~~~\n", 4), ("```\nx\n``` y", 4),
    ])
    func openCodeIsTold(_ body: String, _ line: Int) throws { #expect(try page(body).found == ["open-code:\(line)"]) }

    @Test(arguments: [
        "```\nx\n```", "```\nx\n````  ", "    code", "```\nx\n```\n\n[a]: b.md", "- x\n  ```\n  y",
        "~~~\nx\n~~~\n\n<!-- y -->", "```",
    ])
    func closedCodeIsNot(_ body: String) throws { #expect(try page(body).found == []) }

    @Test func fieldsInCapitalsAreTold() throws {
        #expect(try parse("a.md", "Title: Pumps\nAuthor: Jo\n\n# Pumps\n").found.contains("foreign-mark:1"))
        #expect(try !parse("a.md", "Title: Pumps\n\n# Pumps\n").found.contains("foreign-mark:1"))
    }

    @Test func aliasesOfAddressesAreTold() throws {
        let page = try page("Text", fields: "title: A\naliases: [/old/]")
        #expect(page.found == ["unknown-value:3"] && page.diagnostics.first?.severity == .warning)
        #expect(try self.page("Text", fields: "title: A\naliases: [old, a/b, /]").found == [])
    }

    @Test(arguments: [
        ("lastmod: 2026-01-02", "updated:"), ("categories: [a]", "tags:"), ("permalink: /x/", "redirect_from:"),
        ("updated_at: 2026-01-02", "updated:"), ("excerpt: x", "description:"), ("sidebar_position: 3", "weight:"),
    ])
    func fieldsOfOtherProgramsHaveAWayOut(_ field: String, _ help: String) throws {
        let page = try page("Text", fields: "title: A\n\(field)")
        #expect(
            page.found == ["unknown-key:3"] && page.diagnostics.first?.help?.contains(help) == true,
            "\(page.diagnostics)")
    }
}
