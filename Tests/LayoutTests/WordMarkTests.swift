import HearthModel
import Testing

@testable import HearthLayout

/// Texts of templates and scripts in another language.
@Suite struct WordMarkTests {
    private func words(_ texts: [String: String], _ forms: [String: [PluralRule.Category: String]] = [:]) -> Words {
        var entries = texts.mapValues { Words.Entry.text($0) }
        for (key, value) in forms { entries[key] = .forms(value) }
        return Words(language: "de", entries: entries)
    }

    private func template(_ text: String, _ texts: [String: String] = [:]) -> String {
        String(decoding: WordMarks.translate(template: Array(text.utf8), words(texts)), as: UTF8.self)
    }

    private func script(_ text: String, _ words: Words) -> String {
        String(decoding: WordScripts.translate(script: Array(text.utf8), words), as: UTF8.self)
    }

    @Test(arguments: [
        ("<p>{{#t}}No events yet.{{/t}}</p>", "<p>No events yet.</p>"),
        ("{{#t}}Open##task{{/t}} {{#t}}Open{{/t}}", "Open Open"),
        ("{{#t}}by <a href=\"{{href}}\">{{name}}</a>##author{{/t}}.", "by <a href=\"{{href}}\">{{name}}</a>."),
        ("{{#t}}left {{#a}}in {{#t}}nested{{/t}}{{/a}}{{/t}}", "left {{#a}}in nested{{/a}}"),
        ("{{#t}}never closed", "{{#t}}never closed"), ("closed only{{/t}}", "closed only{{/t}}"),
        ("{{#t}}{{/t}}{{#t}} {{/t}}", " "),
    ])
    func withoutATranslationOnlyTheMarksGo(_ marked: String, _ plain: String) {
        #expect(template(marked) == plain)
    }

    @Test func tagsAndNamesStayThoseOfTheTemplate() {
        let text = "{{#t}} Replaced by <a href=\"{{href}}\" class=\"x\">{{title}}</a>. Kept. {{/t}}"
        let key = "Replaced by <a>{title}</a>. Kept."
        #expect(
            template(text, [key: "Steht noch da. Neu: <a>{title}</a>"])
                == " Steht noch da. Neu: <a href=\"{{href}}\" class=\"x\">{{title}}</a> ")
        #expect(WordMarks.texts(ofTemplate: Array(text.utf8)) == [key])
        // A section with its alternative is one place, and has texts of its own.
        let section =
            "{{#t}}by {{#href}}<a href=\"{{.}}\">{{#t}}the team{{/t}}</a>{{/href}}{{^href}}{{name}}{{/href}}{{/t}}"
        #expect(
            template(section, ["by {href}": "{href} war es", "the team": "das Team"])
                == "{{#href}}<a href=\"{{.}}\">das Team</a>{{/href}}{{^href}}{{name}}{{/href}} war es")
        #expect(template("{{#t}}within {{.}}{{/t}}", ["within {}": "in {}"]) == "in {{.}}")
    }

    @Test func aTranslationIsTextAndNothingElse() {
        let hostile = "<script>\"'&{{{body}}}{{#x}}\n<img src=x>"
        let shown = template("{{#t}}Home{{/t}}", ["Home": hostile])
        #expect(!shown.contains("<") && !shown.contains("{{") && !shown.contains("\"") && !shown.contains("\n"))
        #expect(shown.hasPrefix("&lt;script&gt;&quot;&#39;&amp;&#123;"))
        // More tags than the template has are text too.
        #expect(template("{{#t}}<b>{{n}}</b>{{/t}}", ["<b>{n}</b>": "<b>{n}</b><b>"]) == "<b>{{n}}</b>&lt;b&gt;")
        let js = script("say(words(\"Home\"))", words(["Home": "\"</script>\\\u{2028}\n"]))
        #expect(js == "say(words(\"\\\"\\u003c/script>\\\\\\u2028 \"))")
    }

    @Test func scriptsHaveTheirTextsReplaced() {
        let german = words(
            ["No results": "Nichts gefunden", "{day} {month}": "{day}. {month}"],
            ["{n} results": [.one: "{n} Ergebnis", .other: "{n} Ergebnisse"]])
        let text = """
            keywords("No results"); a.words("No results"); words(x); words("Other"); words("No results", {a});
            words.count("1 result", "{n} results", list.length)
            """
        let expected = """
            keywords("No results"); a.words("No results"); words(x); words("Other"); words("Nichts gefunden", {a});
            words.count({"one":"{n} Ergebnis","other":"{n} Ergebnisse"}, list.length)
            """
        #expect(script(text, german) == expected)
        #expect(script(text, .english) == text)
        #expect(
            WordScripts.texts(ofScript: Array(text.utf8)).map(\.english) == ["Other", "No results", "{n} results"])
        for broken in ["words(\"", "words(\"a", "words(\"a\\", "words.count(\"a\"", "words.count(\"a\",", "words"] {
            #expect(script(broken, german) == broken)
        }
    }

    @Test func countsFollowTheRulesOfTheLanguage() {
        let polish = Words(
            language: "pl",
            entries: [
                "{n} answers": .forms([
                    .one: "{n} odpowiedź", .few: "{n} odpowiedzi", .many: "{n} odpowiedzi (wiele)",
                ])
            ])
        let answers = polish.counted("1 answer", "{n} answers")
        #expect(
            [1, 3, 5, 12, 22].map { answers($0) } == [
                "1 odpowiedź", "3 odpowiedzi", "5 odpowiedzi (wiele)", "12 odpowiedzi (wiele)", "22 odpowiedzi",
            ])
        #expect(polish.count(1, "1 vote##up", "{n} votes##up") == "1 vote")
        #expect(polish.count(1200, "1 vote##up", "{n} votes##up", shown: "1,200") == "1,200 votes")
        #expect(Words.english("All {count} in {place}", ["count": "3", "place": "{count}"]) == "All 3 in {count}")
    }
}
