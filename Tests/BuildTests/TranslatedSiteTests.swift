import HearthBuild
import HearthContent
import HearthLayout
import HearthModel
import TestKit
import Testing

/// A site in another language has no English word left that is the theme's own.
///
/// All that people wrote is in Cyrillic letters and the theme's words are in Greek ones: what is in Latin letters has been
/// forgotten.
@Suite struct TranslatedSiteTests {
    private static let files = [
        "index.md": "---\ntitle: Дом\n---\nДобро [^1].\n\n[^1]: Нота.\n",
        "strategy.md": """
        ---
        type: strategy
        title: Стратегия
        objectives:
          - {id: o1, title: Качество, category: risk}
          - {id: o2, title: Рост, category: revenue}
          - {id: o3, title: Цена, category: cost}
        ---
        Слова.
        """,
        "people/ada.md": """
        ---
        name: Ада Лунд
        title: Мастер
        department: Цех
        site: Омск
        backups: [{tag: насос, who: "@eva"}]
        expertise: [{tag: насос, level: expert}, {tag: клапан, level: learner}]
        email: ada@x.example
        ---
        Привет.
        """,
        "people/ben.md": "---\nname: Бен Око\nstatus: left\nexpertise: [{tag: насос, level: practitioner}]\n---\n",
        "people/eva.md": "---\nname: Ева Нор\nstatus: away\nmanager: \"@ada\"\n---\n",
        "topics/насос.md": "---\ntitle: Насос\nowner: \"@ben\"\n---\nТекст.\n",
        "topics/клапан.md": "---\ntitle: Клапан\nparent: насос\nsynonyms: [вентиль]\n---\n",
        "groups/лифт/index.md": """
        ---
        type: group
        title: Лифт
        kind: community
        problem: Стоит
        managers: ["@ada"]
        sponsor: "@eva"
        response_target: P2D
        lifecycle: incubating
        members: [{who: "@ben", via: opt-in}, {who: "@eva", via: assigned, role: Гость}]
        wiifm: {Цех: Тише}
        serves: [Цех]
        tier: white-glove
        objectives: [o1]
        ---
        ## Глава

        > [!NOTE]
        > Нота.

        - [x] да
        - [ ] нет

        | а | б |
        |---|---|
        | 1 | 2 |

        ## Ещё глава

        Текст.
        """,
        "groups/цех/index.md":
            "---\ntype: group\ntitle: Цех\nkind: team\nmanagers: [\"@ada\"]\nlifecycle: reference\n---\n",
        "groups/сова/index.md": "---\ntype: group\ntitle: Сова\nkind: awareness\nmanagers: [\"@ada\"]\n---\n",
        "groups/тайна/index.md":
            "---\ntype: group\ntitle: Тайна\nkind: team\nvisibility: members\naccess_group: x\nmanagers: [\"@ada\"]\n---\nТихо.\n",
        "groups/тайна/questions/q9.md": "---\ntitle: Кто?\nauthor: \"@ada\"\ndate: 2026-01-02\n---\nКто?\n",
        "groups/лифт/questions/q1.md": """
        ---
        title: Почему?
        author: "@eva"
        date: 2026-01-02
        tags: [насос]
        votes: 3
        ---
        Текст.

        ## Accepted answer — @ada, 2026-01-03

        Ответ.

        ## Answer — @ben, 2026-01-04

        Нет.
        """,
        "groups/лифт/questions/q2.md":
            "---\ntitle: Когда?\nauthor: \"@eva\"\ndate: 2026-01-05\ntags: [клапан]\n---\nТекст.\n",
        "groups/лифт/questions/q3.md":
            "---\ntitle: Где?\nauthor: \"@eva\"\ndate: 2026-01-05\ntags: [клапан]\n---\nТекст.\n\n## Answer — @ada, 2026-01-06\n\nТут.\n",
        "groups/лифт/questions/q4.md":
            "---\ntitle: Где это?\nauthor: \"@eva\"\ndate: 2026-01-05\nduplicate_of: q3\n---\nТекст.\n",
        "groups/лифт/questions/q5.md":
            "---\ntitle: Зачем?\nauthor: \"@eva\"\ndate: 2026-01-05\nstatus: closed\n---\nТекст.\n",
        "documents/план.md": """
        ---
        type: document
        title: План
        kind: howto
        owner: "@ada"
        tags: [насос]
        verified: {date: 2026-05-01, by: "@ada"}
        needs: [expert, review]
        source: {system: confluence, url: "https://old.example/1"}
        ---
        ## Глава

        Слова [[Насос]].

        ## Ещё

        Слова.
        """,
        "documents/старый.md":
            "---\ntype: document\ntitle: Старый\nstatus: superseded\nsuperseded_by: план\n---\nСлова.\n",
        "documents/долг.md":
            "---\ntype: document\ntitle: Долг\nkind: policy\nowner: \"@ada\"\ndate: 2024-02-01\nreview_interval: P30D\n---\nСлова.\n",
        "documents/повесть.md":
            "---\ntype: document\ntitle: Повесть\nkind: story\ngroup: лифт\nauthor: \"@ada\"\ndate: 2026-02-01\n---\nСлова.\n",
        "events/тур.md": """
        ---
        type: event
        title: Тур
        kind: tour
        date: 2026-03-01T10:00
        end: 2026-03-01T12:00
        site: Зал
        attendees: 4
        hosts: ["@ada"]
        groups: [лифт]
        follow_up: [{task: Дело, who: "@ben", due: 2026-04-01}]
        ---
        Слова.
        """,
        "events/скоро.md": "---\ntype: event\ntitle: Скоро\ndate: 2026-09-01\ngroups: [лифт]\n---\n",
        "measures/м1.md": """
        ---
        type: measure
        title: Шум
        unit: дБ
        category: risk
        owner: "@ada"
        objective: o1
        direction: down
        baseline: {value: 90, date: 2026-01-01}
        target: {value: 70, date: 2026-12-01}
        series: [{date: 2026-03-01, value: 85, evidence: Дом}]
        ---
        Слова.
        """,
        "use-cases/у1.md": """
        ---
        type: use-case
        title: Смена
        groups: [лифт]
        status: piloting
        decision: adopt
        measures: [м1]
        problem: Шум
        current_practice: Так
        pain_points: [Шум]
        desired: Тише
        scope: internal
        obstacles: [{objection: Нет, response: Да, evidence: Вот}]
        process: {trigger: Шум, step: Дело, channel: Цех, owner: "@ada"}
        rationale: Надо
        objective: o1
        target_departments: [Цех]
        ---
        Слова.
        """,
    ]

    private static func site() throws -> TinySite {
        let site = try TinySite(
            files,
            configuration: """
                title: Сайт
                baseURL: https://x.example/
                language: de
                nav: [groups, questions, people, topics, documents, events, use-cases, measures, strategy]
                edit: {url: "https://git.example/edit/{path}", mail: "{group}@x.example", new: "https://git.example/new/{folder}"}
                """)
        try site.folder.write("Layouts/i18n/de.yml", greek)
        return site
    }

    /// Each Latin letter as a Greek one, but for what has to stay.
    private static var greek: String {
        let list = String(
            decoding: ThemeFiles.words("tlh", of: Project(root: "/", configuration: SiteConfiguration())), as: UTF8.self
        )
        var out = ""
        var key = ""
        for line in list.split(separator: "\n") where !line.hasPrefix("#") {
            out += line
            if line.hasPrefix("\"") {
                key = String(line.dropLast())
                if !key.contains("{n}") { out += " " + translated(key) }
            } else {
                out += " " + translated(key)
            }
            out += "\n"
        }
        return out
    }

    private static func translated(_ key: String) -> String {
        var out = ""
        var isFixed = false
        for character in Words.visible(key) {
            if character == "{" || character == "<" { isFixed = true }
            let scalar = character.unicodeScalars.first?.value ?? 0
            let isLatin = character.isASCII && character.isLetter
            out += isLatin && !isFixed ? String(Unicode.Scalar(0x3B1 + scalar % 17) ?? "α") : String(character)
            if character == "}" || character == ">" { isFixed = false }
        }
        return out.hasSuffix("\"") ? out : out + "\""
    }

    /// Texts of elements, and of attributes that are read out or shown.
    private static func texts(_ html: String) -> [String] {
        guard
            let scripts = try? Regex("(?s)<script.*?</script>|<svg.*?</svg>|<!--.*?-->"),
            let attributes = try? Regex("(?:aria-label|title|placeholder|alt)=\"([^\"]*)\""),
            let tags = try? Regex("<[^>]*>")
        else { return [] }
        let body = html.replacing(scripts, with: "")
        let shown = body.matches(of: attributes).map { String($0.output[1].substring ?? "") }
        return shown + body.replacing(tags, with: "\n").split(separator: "\n").map(String.init)
    }

    @Test func noEnglishIsLeft() async throws {
        let site = try Self.site()
        let report = try await site.build()
        #expect(report.diagnostics.ids.isEmpty, "\(report.diagnostics)")
        let latin = try Regex("[A-Za-z][A-Za-z]+")
        let known = [
            "example", "https", "html", "git", "ask", "ada", "Confluence", "width", "device", "initial", "scale",
            "self", "src",
            "default",
        ]
        var left: [String: String] = [:]
        for (path, bytes) in site.folder.tree("Output") where path.hasSuffix(".html") {
            for text in Self.texts(String(decoding: bytes, as: UTF8.self)) {
                let words = text.matches(of: latin).compactMap { $0.output[0].substring.map(String.init) }
                    .filter { !known.contains($0) }
                if !words.isEmpty { left[text] = path }
            }
        }
        #expect(
            left.isEmpty,
            "\(left.sorted { $0.key < $1.key }.map { "\($0.key)  [\($0.value)]" }.joined(separator: "\n"))")
    }
}
