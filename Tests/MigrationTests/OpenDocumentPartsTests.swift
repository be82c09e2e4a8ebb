import HearthModel
import TestKit
import Testing

@testable import HearthMigration

/// Formulas and code of text documents, as LibreOffice and pandoc write them.
@Suite struct OpenDocumentPartsTests {
    private func markdown(_ body: String, _ parts: [String: String] = [:]) async throws -> String {
        let site = try Workspace([:])
        let content = """
            <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
            xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" \
            xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:body><office:text>\(body)\
            </office:text></office:body></office:document-content>
            """
        try zip(
            [
                ("mimetype", Array("application/vnd.oasis.opendocument.text".utf8)),
                ("content.xml", Array(content.utf8)),
            ] + parts.map { ($0.key, Array($0.value.utf8)) }, to: site.export + "/plan.odt")
        let run = MigrationRun(system: "docx", paths: [site.export], siteRoot: site.root, into: "groups/w", workers: 1)
        #expect(try await run.run().exitStatus == 0)
        return site.read("groups/w/plan.md")
    }

    private func formula(_ name: String) -> String {
        "<text:p>Here <draw:frame><draw:object xlink:href=\"\(name)\"/></draw:frame> it is</text:p>"
    }

    @Test(arguments: [
        ("<mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>", "E=mc^2"),
        ("<mrow><mfrac><mn>1</mn><mn>25</mn></mfrac><msqrt><mi>x</mi></msqrt></mrow>", "1/25√(x)"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a+b)/c"),
        (
            "<semantics><mrow><mi>E</mi></mrow><annotation encoding=\"StarMath 5.0\">E = m c^2</annotation></semantics>",
            "E = m c^2"
        ),
    ])
    func formulasAreText(_ math: String, _ text: String) async throws {
        let part = "<?xml version='1.0'?><math xmlns=\"http://www.w3.org/1998/Math/MathML\">\n \(math)</math>"
        for name in ["Formula-1/", "./Object 1", "Object 1"] {
            let path = (name.hasPrefix("O") || name.hasPrefix(".") ? "Object 1" : "Formula-1") + "/content.xml"
            let page = try await markdown(formula(name), [path: part])
            #expect(page.contains("Here \(text) it is\n") && page.contains("equation"), "\(page)")
        }
    }

    @Test func codeOfPandocIsCode() async throws {
        let page = try await markdown(
            "<text:p>Say <text:span text:style-name=\"Source_Text\">a b</text:span> now</text:p>")
        #expect(page.contains("Say `a b` now\n"), "\(page)")
    }

    @Test func codeInItemsIsCode() async throws {
        func line(_ text: String, code: Bool = false) -> String {
            "<text:p\(code ? " text:style-name=\"Preformatted_20_Text\"" : "")>\(text)</text:p>"
        }
        func list(_ items: String...) -> String {
            "<text:list>" + items.map { "<text:list-item>\($0)</text:list-item>" }.joined() + "</text:list>"
        }
        let page = try await markdown(
            line("Before") + line("stop", code: true)
                + list(
                    line("One") + line("wait <text:s text:c=\"3\"/>5", code: true) + line("", code: true)
                        + line("*go*", code: true) + line("and look"),
                    line("start", code: true), line("Two") + list(line("Deep") + line("x = 1", code: true)))
                + line("y = 2", code: true) + line("After"))
        #expect(
            page.hasSuffix(
                """
                Before

                ```
                stop
                ```

                - One

                  ```
                  wait    5

                  *go*
                  ```

                  and look

                - ```
                  start
                  ```

                - Two

                  - Deep

                    ```
                    x = 1
                    ```

                ```
                y = 2
                ```

                After

                """), "\(page)")
    }
}
