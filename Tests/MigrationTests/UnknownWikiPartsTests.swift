import HearthModel
import TestKit
import Testing

@testable import HearthMigration

private func markdown(_ wikitext: String) -> String {
    var parser = WikitextParser(site: TinyWiki(), page: WikiTitle(namespace: 0, name: "Pumps"))
    var converter = HTMLToMarkdown()
    var writer = MarkdownWriter()
    return writer.write(converter.convert(parser.parse(Array(wikitext.utf8)).html.string))
}

/// Templates, functions and tags that neither the export nor MediaWiki itself explains.
@Suite struct UnknownWikiPartsTests {
    /// Nothing is left of them, and the spaces behind them begin no preformatted line.
    @Test(arguments: [
        ("{{#icon:a.gif ||| Docs | big}} <big>[[Docs|All docs]]</big>\n\nText", "[All docs](/wiki/Docs)\n\nText\n"),
        ("{{nowhere}}  ''two'' words", "*two* words\n"), ("{{#a:}}{{#b:}} x", "x\n"),
        ("{{Stub}} {{Cleanup}} The pump", "The pump\n"), ("{{#a:x}}  {{b}} <!-- c --> {{d}}\t{{e}} x", "x\n"),
        // Other lines with a space are as they were.
        ("{{#if:|a}} code", "```\ncode\n```\n"), (" {{nowhere}} code", "```\n code\n```\n"),
        ("a {{nowhere}} b", "a b\n"),
    ])
    func leaveNoGapAtTheStartOfALine(_ text: String, _ expected: String) { #expect(markdown(text) == expected) }

    @Test(arguments: [
        (
            "<mission>\nWe care for pumps, and for those who run them.\nAsk us before you order.\n</mission>",
            "We care for pumps, and for those who run them. Ask us before you order.\n"
        ),
        (
            "<mission>\nМы заботимся о насосах и о людях\n</mission>",
            "Мы заботимся о насосах и о людях\n"
        ),
        ("<abc>\nX: 1\nK: C\nCDEF GABc | c2\n</abc>", "```abc\nX: 1\nK: C\nCDEF GABc | c2\n```\n"),
        (
            "<dot>\ndigraph a b c d e f g h i.\nx -> y;\n</dot>",
            "```dot\ndigraph a b c d e f g h i.\nx -> y;\n```\n"
        ),
        (
            "<lf>\n% This says that zero is a number.\nz : nat.\n</lf>",
            "```lf\n% This says that zero is a number.\nz : nat.\n```\n"
        ),
        (
            "<mermaid>\nsequenceDiagram\nAlice says Hello to Bob, how are you today my friend?\nBob says I am fine.\n</mermaid>",
            "```mermaid\nsequenceDiagram\nAlice says Hello to Bob, how are you today my friend?\nBob says I am fine.\n```\n"
        ),
        (
            "<flow>\ngraph TD\nA[Начало работы] --> B[Проверка насоса]\nB --> C[Конец смены]\n</flow>",
            "```flow\ngraph TD\nA[Начало работы] --> B[Проверка насоса]\nB --> C[Конец смены]\n```\n"
        ),
        (
            "<plantuml>\n@startmindmap\n* Пуск насоса\n** Проверка [[уровня]] масла\n@endmindmap\n</plantuml>",
            "```plantuml\n@startmindmap\n* Пуск насоса\n** Проверка [[уровня]] масла\n@endmindmap\n```\n"
        ),
        (
            "<pycode>\n# Расчёт давления насоса по таблице\nдавление = высота * плотность\nпечать(давление)\n</pycode>",
            "```pycode\n# Расчёт давления насоса по таблице\nдавление = высота * плотность\nпечать(давление)\n```\n"
        ),
    ])
    func proseIsNoCode(_ text: String, _ expected: String) { #expect(markdown(text) == expected) }

    /// What a column of a table is left without its pictures is no table.
    @Test func aColumnAloneIsNoTable() {
        #expect(
            markdown("{|\n|One.\n|{{#icon:a.png}}\n|-\n|Two.\n|{{#icon:b.png}}\n|}") == "One.\n\nTwo.\n")
        #expect(markdown("{|\n!Head\n|-\n|Two\n|}") == "| Head |\n| --- |\n| Two |\n")
    }

    /// As in the wiki a caption is one line.
    @Test func aCaptionOverLinesIsOne() {
        #expect(
            markdown("Text.\n\n[[File:None.png|frame|left|The pump,\na '''wheel'''. (Note the\ncolour.)]]\n\nMore.")
                == "Text.\n\n![The pump, a wheel. (Note the colour.)](/images/None.png)\n\nThe pump, a **wheel**. (Note the colour.)\n\nMore.\n"
        )
    }

    /// Lists and code in its cells stand as they did.
    @Test func aColumnKeepsItsBlocks() {
        #expect(
            markdown("{|\n|+ Steps\n|\n* a\n* b\n|-\n|\n<pre>\nls\ncd x\n</pre>\n|-\n|\nOne.\n\nTwo.\n|}")
                == "**Steps**\n\n- a\n- b\n\n```\nls\ncd x\n```\n\nOne.\n\nTwo.\n")
    }

    @Test func linesOfCodeInACellAreToldApart() {
        #expect(
            markdown("{|\n!a!!b\n|-\n|c\n|<pre>\nx = 1;\n\n  y|z\n</pre>\n|}")
                == "| a | b |\n| --- | --- |\n| c | `x = 1;` `y\\|z` |\n")
    }

    /// The rules for bare addresses take none with an underscore in the name of its host.
    @Test func addressesOfOddHostsStayLinks() {
        #expect(markdown("see http://a_b.example/x_y now") == "see <http://a_b.example/x_y> now\n")
        #expect(markdown("see http://a_b.c.example/x_y now") == "see http://a_b.c.example/x_y now\n")
    }
}
