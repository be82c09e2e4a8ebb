import HearthModel
import Testing

@testable import HearthContent

@Suite struct CommonFieldsTests {
    @Test func everyFieldIsRead() throws {
        let page = try parse(
            "a.md",
            """
            ---
            title: T
            description: |
              Two
              lines.
            authors: ["@a", b.c]
            date: 2011-06-14T08:02:00Z
            updated: 2012-01-09
            tags: [esp, "#restart"]
            aliases: [Old name]
            redirect_from: ["https://old.example/m/1?x=2", /a.php?f=1]
            draft: yes
            publish: 2013-01-01
            expires: 2014-01-01
            visibility: members
            lang: pt-BR
            weight: -3
            layout: wide
            source:
              system: jive
              id: "message/44812"
              url: https://old.example/message/44812
              author: "Larsen, Jo (jlarsen)"
              created: 2011-06-14T08:02:00Z
              modified: 2012-01-09T10:00:00Z
              place: Lift
              privacy: private
              exported: 2013-03-20
              importer: jive/1
              sha256: 9f2c
              losses: [macro:toc, "table:nested"]
            migration: {status: reviewed, reviewed_by: "@m", reviewed: 2014-02-03}
            ---
            """)
        #expect(page.found == [])
        let common = page.page.common
        #expect(common.description == "Two lines.")
        #expect(common.authors == [Located("a", line: 6), Located("b.c", line: 6)])
        #expect(common.date?.iso8601 == "2011-06-14T08:02:00Z")
        #expect(common.updated?.iso8601 == "2012-01-09")
        #expect(common.tags.map(\.value) == ["esp", "restart"])
        #expect(common.aliases.map(\.value) == ["Old name"])
        #expect(common.redirectFrom.map(\.value) == ["https://old.example/m/1?x=2", "/a.php?f=1"])
        #expect(common.isDraft)
        #expect(common.publish?.iso8601 == "2013-01-01")
        #expect(common.expires?.iso8601 == "2014-01-01")
        #expect(common.visibility == Located(.members, line: 15))
        #expect(common.language == "pt-BR")
        #expect(common.weight == -3)
        #expect(common.layout == Located("wide", line: 18))
        #expect(common.source?.system == "jive")
        #expect(common.source?.author == "Larsen, Jo (jlarsen)")
        #expect(common.source?.modified?.iso8601 == "2012-01-09T10:00:00Z")
        #expect(common.source?.privacy == "private")
        #expect(common.source?.exported == "2013-03-20")
        #expect(common.source?.losses == ["macro:toc", "table:nested"])
        #expect(common.migration?.status == .reviewed)
        #expect(common.migration?.reviewedBy == "m")
    }

    @Test func aWordBehindTheSignOfACommentOpensNothing() throws {
        let page = try parse("a.md", "---\ntitle: T\nvisibility: #members\n---\nx\n")
        #expect(page.found == ["empty-field:3", "unknown-value:3"])
        #expect(page.page.common.visibility?.value == .invited)
    }

    @Test(arguments: [
        ("date: 02.04.2013", "bad-date"), ("date: 2013-02-30", "bad-date"), ("updated: [2013-02-03]", "bad-date"),
        ("draft: maybe", "wrong-type"), ("weight: 1.5", "wrong-type"), ("tags: {a: b}", "wrong-type"),
        ("tags: a, b", "wrong-type"),
        ("visibility: public", "unknown-value"),
        ("visibility:", "unknown-value"), ("lang: en_GB", "unknown-value"), ("title2: x", "unknown-key"),
        ("source: jive", "wrong-type"), ("source: {id: 1}", "missing-field"),
        ("source: {system: x, idd: 1}", "unknown-key"),
        ("migration: {status: done}", "unknown-value"), ("description: [a]", "wrong-type"),
        ("author: Jo Larsen", "not-a-handle"),
        ("author: \"@\"", "wrong-type"), ("redirect_from: javascript:alert(1)", "bad-redirect"),
        ("redirect_from: [ftp://a/b]", "bad-redirect"), ("redirect_from: \"//host/x\"", "bad-redirect"),
        ("redirect_from: /a b", "bad-redirect"), ("redirect_from: ../x", "bad-redirect"),
        ("redirect_from: 'https:///x'", "bad-redirect"),
    ])
    func mistakesNameTheirLine(field: String, kind: String) throws {
        let page = try parse("a.md", "---\ntitle: T\n# a comment\n\(field)\n---\n")
        #expect(page.found == ["\(kind):4"])
        #expect(page.page.common.title == "T")
    }

    @Test func unknownNamesSuggestTheNearest() throws {
        let page = try parse("index.md", "---\ntitle: T\ndescripton: x\nsponsor: \"@x\"\n---\n")
        #expect(
            page.diagnostics.map(\.help) == [
                "did you mean 'description'?",
                "it is a field of: group; the page's type is page, 'type: group' changes that",
            ])
        #expect(page.diagnostics.allSatisfy { $0.severity == .warning })
    }

    @Test func aPageThatCannotSayWhoMayReadItIsKeptBack() throws {
        #expect(try parse("a.md", "---\ntitle: T\nvisibility: publik\n---").page.common.visibility?.value == .invited)
        #expect(try parse("a.md", "---\ntitle: T\ndraft: ja\n---").page.common.isDraft)
        #expect(try parse("a.md", "---\ntitle: T\npublish: tomorrow\n---").page.common.isDraft)
        #expect(
            try parse("a.md", "---\ntitle: T\nvisibility: \"members\nx: [\n---").page.common.visibility?.value
                == .invited)
        #expect(
            try parse("a.md", "---\ntitle: T\nvisibility: members\nx: [\n---").page.common.visibility?.value == .members
        )
        #expect(
            try parse("a.md", "---\nvisibility: everyone\nvisibility: members\n---\n# T").page.common.visibility?.value
                == .invited)
        #expect(try parse("a.md", "---\ntitle: T\ndraft: true\nx: @y\n---").page.common.isDraft)
        #expect(try parse("a.md", "---\ntitle: T\n{visibility: members\n---").page.common.visibility?.value == .invited)
        #expect(try parse("a.md", "---\ntitle: T\nx: @y\n---").page.common.visibility == nil)
        #expect(try parse("a.md", "---\ntitle: T\ndraft: false\n---").page.common.isDraft == false)
    }
}

@Suite struct EntityFieldsTests {
    private func group(_ yaml: String, _ project: Project = project()) throws -> (GroupFields, Parsed) {
        let page = try parse("groups/g/index.md", "---\ntitle: G\n\(yaml)\n---\n", in: project)
        guard case .group(let group) = page.page.fields else { throw NoPage() }
        return (group, page)
    }

    @Test func groups() throws {
        let (group, page) = try group(
            """
            kind: community
            purpose: social
            tier: white-glove
            lifecycle: reference
            problem: Trips
            wiifm: {manager: Fewer trips, engineer: An answer}
            sponsor: "@h.diaz"
            managers: ["@m.okafor"]
            members: [{who: "@j.larsen", via: opt-in, since: 2013-04-02, role: expert}, "@x"]
            visibility: members
            listed: everyone
            access_group: "cn=lift"
            response_target: P2D
            serves: [field-ops]
            objectives: [obj-uptime]
            review_interval: P180D
            transitional_until: 2014-01-01
            """)
        #expect(page.found == [])
        #expect(group.kind == .community && group.purpose == .social && group.tier == .whiteGlove)
        #expect(group.lifecycle == .reference)
        #expect(group.whatsInIt.map(\.role) == ["manager", "engineer"])
        #expect(group.members.map(\.who.value) == ["j.larsen", "x"])
        #expect(group.members.first?.since?.iso8601 == "2013-04-02")
        #expect(group.members.first?.role == "expert")
        #expect(group.listed == .everyone)
        #expect(group.responseTarget?.seconds == 172_800)
        #expect(group.accessGroup == "cn=lift")
        #expect(group.transitionalUntil?.iso8601 == "2014-01-01")
    }

    @Test func whatAGroupNeeds() throws {
        #expect(try group("tags: [a]").1.found == ["missing-field:1"])
        #expect(try group("kind: community").1.found == ["missing-field:1"])
        #expect(try group("kind: team").1.found == [])
        #expect(try group("kind: gang").1.found == ["unknown-value:3"])
        #expect(try group("kind: team\nlisted: nobody").0.listed == .invited)
        #expect(try group("kind: team\nresponse_target: two days").1.found == ["wrong-type:4"])
        #expect(try group("kind: team\nmembers: [{via: x}]").1.found == ["missing-field:4"])
        #expect(try group("kind: team\nmembers:\n  - {who: \"@a\", rol: x}").1.found == ["unknown-key:5"])
    }

    @Test func membersFromATable() throws {
        let folder = try Folder([
            "Content/groups/g/members.csv":
                "\u{FEFF}Who;via;since;role;shoe size\r\n@a;opt-in;2013-04-02;\"expert; lead\";44\r\n"
                + "\r\nb;;not a date;;\n;x\n@c;1;2;3;4;5;6\n",
            "outside.csv": "who\n@x\n",
        ])
        try folder.link("Content/linked.csv", to: "../outside.csv")
        let (group, page) = try group("kind: team\nmembers: [\"@z\"]\nmembers_file: members.csv", folder.project())
        #expect(group.members.map(\.who.value) == ["z", "a", "b"])
        #expect(group.members[1].role == "expert; lead")
        #expect(page.found == ["unknown-key:1", "bad-date:4", "missing-field:5", "bad-table-file:6"])
        #expect(page.diagnostic("bad-date")?.location?.file == "Content/groups/g/members.csv")
        #expect(try self.group("kind: team\nmembers_file: none.csv", folder.project()).1.found == ["bad-table-file:4"])
        for path in ["../../../outside.csv", "/../outside.csv", "/linked.csv"] {
            let page = try self.group("kind: team\nmembers_file: \(path)", folder.project()).1
            #expect(page.found == ["file-outside-content:4"])
        }
    }

    @Test func people() throws {
        let page = try parse(
            "people/j.larsen.md",
            #"""
            ---
            name: Jo Larsen
            title: Lift engineer
            manager: "@h.diaz"
            leader: true
            status: away
            email: jo@corp.example
            contact: true
            photo: jo.jpg
            expertise: [{tag: esp, level: expert, note: 12 years, confirmed: 2013-03-01}, restart]
            backups: [{tag: esp, who: "@a.nwosu"}]
            ask_me: false
            directory: hidden
            inferred_expertise: false
            hide_tags: [pay]
            identities: ["git:jo@corp.example", "ad:CORP\\jlarsen"]
            ---
            """#)
        #expect(page.found == [])
        guard case .person(let person) = page.page.fields else { throw NoPage() }
        #expect(person.isLeader && person.status == .away && person.showsContact && !person.askMe && !person.isListed)
        #expect(!person.allowsInference)
        #expect(person.expertise.map(\.tag.value) == ["esp", "restart"])
        #expect(person.expertise.first?.level == .expert)
        #expect(person.expertise.first?.note == "12 years")
        #expect(person.backups.first?.who.value == "a.nwosu")
        #expect(person.identities == ["git:jo@corp.example", "ad:CORP\\jlarsen"])
        let wrong = try parse(
            "people/x.md", "---\nname: X\ndirectory: no\ninferred_expertise: perhaps\nbackups: [{tag: a}]\n---")
        #expect(wrong.found == ["unknown-value:3", "wrong-type:4", "missing-field:5"])
        guard case .person(let hidden) = wrong.page.fields else { throw NoPage() }
        #expect(!hidden.isListed && !hidden.allowsInference)
    }

    @Test func documents() throws {
        let page = try parse(
            "groups/g/d.md",
            """
            ---
            title: D
            kind: howto
            owner: lift
            status: superseded
            superseded_by: e
            verified: {by: "@a", date: 2013-01-01}
            review_interval: P1Y
            needs: [review, expert]
            ---
            """)
        #expect(page.found == [])
        guard case .document(let document) = page.page.fields else { throw NoPage() }
        #expect(document.kind == .howto && document.status == .superseded)
        #expect(document.owner?.value == "lift")
        #expect(document.verifiedBy?.value == "a")
        #expect(document.verified?.iso8601 == "2013-01-01")
        #expect(document.needs == [.review, .expert])
        let wrong = try parse("groups/g/d.md", "---\ntitle: D\nneeds: [revew, expert]\n---")
        #expect(wrong.found == ["unknown-value:3"])
        #expect(wrong.diagnostics.first?.help?.hasPrefix("did you mean 'review'?") == true)
    }

    @Test func useCases() throws {
        let page = try parse(
            "use-cases/u.md",
            """
            ---
            title: U
            groups: [lift]
            problem: P
            current_practice: C
            pain_points: [a, b]
            desired: D
            obstacles: [{objection: O, response: R, evidence: E}]
            process: {trigger: T, step: S, channel: C, owner: "@a"}
            decision: leave-as-is
            rationale: R
            scope: external
            target_departments: [hr]
            status: piloting
            measures: [m]
            stories: [s]
            objective: o
            ---
            """)
        #expect(page.found == [])
        guard case .useCase(let useCase) = page.page.fields else { throw NoPage() }
        #expect(useCase.decision == .leaveAsIs && useCase.status == .piloting && useCase.scope == .external)
        #expect(useCase.obstacles.first?.evidence == "E")
        #expect(useCase.process?.owner?.value == "a")
        #expect(try parse("use-cases/u.md", "---\ntitle: U\nscope: both\n---").found == ["unknown-value:3"])
    }

    @Test func events() throws {
        let page = try parse(
            "events/e.md",
            """
            ---
            title: E
            kind: workshop
            date: 2013-01-01
            end: 2013-01-02
            groups: [g]
            hosts: ["@a"]
            use_cases: [u]
            site: Oslo
            attendees: 12
            follow_up: [{task: Write, who: "@a", due: 2013-02-01, done: yes}]
            ---
            """)
        #expect(page.found == [])
        guard case .event(let event) = page.page.fields else { throw NoPage() }
        #expect(event.kind == .workshop && event.attendeeCount == 12 && event.followUp.first?.isDone == true)
        let named = try parse("events/e.md", "---\ntitle: E\ndate: 2013-01-01\nattendees: [\"@a\", \"@b\"]\n---")
        guard case .event(let other) = named.page.fields else { throw NoPage() }
        #expect(other.attendees.map(\.value) == ["a", "b"])
        #expect(other.attendeeCount == nil)
        #expect(
            try parse("events/e.md", "---\ntitle: E\ndate: 2013-01-01\nattendees: many\n---").found == ["wrong-type:4"])
    }

    @Test func measures() throws {
        let folder = try Folder([
            "Content/measures/s.csv": "date,value,evidence\n2013-03-01,3.5,\"a, \"\"b\"\"\"\n2012-01-01,\"1,5\",\n"
        ])
        let page = try parse(
            "measures/m.md",
            """
            ---
            title: M
            category: cost
            unit: hours
            direction: down
            baseline: {value: 10, date: 2012-01-01}
            target: {value: 5}
            series: [{date: 2013-04-01, value: 2}, {date: 2013-02-01, value: -4e1}]
            series_file: s.csv
            owner: "@a"
            attribution: measured
            so_what: S
            signposts: [x]
            ---
            """, in: folder.project())
        #expect(page.found == ["missing-field:7", "wrong-type:3"])
        guard case .measure(let measure) = page.page.fields else { throw NoPage() }
        #expect(measure.risesWhenBetter == false && measure.category == .cost && measure.attribution == .measured)
        #expect(measure.baseline?.value == 10)
        #expect(measure.target == nil)
        #expect(measure.series.map(\.value) == [-40, 3.5, 2])
        #expect(measure.series[1].evidence == "a, \"b\"")
        #expect(try parse("measures/m.md", "---\ntitle: M\nbaseline: 7\n---").found == ["wrong-type:3"])
        #expect(
            try parse("measures/m.md", "---\ntitle: M\nbaseline: {value: nan, date: 2012-01-01}\n---").found == [
                "wrong-type:3"
            ])
    }

    @Test func strategyAndTopics() throws {
        let strategy = try parse(
            "strategy.md",
            "---\ntitle: S\nobjectives:\n  - {id: o1, title: One, owner: \"@a\", category: risk}\n  - {title: Two}\n---"
        )
        #expect(strategy.found == ["missing-field:5"])
        guard case .strategy(let objectives) = strategy.page.fields else { throw NoPage() }
        #expect(objectives.map(\.id) == [Located("o1", line: 4)])
        #expect(objectives.first?.category == .risk)
        let topic = try parse(
            "topics/esp.md", "---\nlabel: ESP\nexperts: [\"@a\"]\nowner: \"@b\"\nparent: \"#lift\"\n---")
        guard case .topic(let fields) = topic.page.fields else { throw NoPage() }
        #expect(fields.label == "ESP" && fields.parent?.value == "lift" && fields.experts.map(\.value) == ["a"])
    }
}
