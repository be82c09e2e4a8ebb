/// One file of every kind, with a restricted group whose every text holds a canary.
enum SampleFiles {
    static let configuration = """
        title: Nordfjell
        baseURL: https://intranet.example/community/
        timezone: Europe/Oslo
        nav: [groups, questions, people, topics, documents, events]
        footer: "Questions? Ask [the group](/groups/lift/)"
        edit: {url: "https://git.example/edit/main/{path}", new: "https://git.example/new/main/{folder}", mail: "{group}@lists.example"}
        theme: {accent: "#0b5cad"}
        questions: {pageSize: 2}
        """

    static let open: [String: String] = [
        "Content/index.md": "---\ntitle: Home\ndescription: Ask here.\n---\nWelcome to all.\n",
        "Content/people/ada.md": """
        ---
        name: Ada Lund
        title: Lift engineer
        department: Production
        site: Stavanger
        email: ada@corp.example
        contact: true
        expertise: [{tag: esp, level: expert, note: 12 years}]
        backups: [{tag: esp, who: "@ben"}]
        ---
        Likes trends.
        """,
        "Content/people/ben.md": "---\nname: Ben Okoro\nstatus: away\n---\n",
        "Content/people/hid.md": "---\nname: Hidden Person\ndirectory: hidden\n---\nSecretive.\n",
        "Content/groups/lift/index.md": """
        ---
        title: Artificial lift
        kind: community
        problem: Trips are diagnosed twice
        wiifm: {engineer: An answer the same day}
        managers: ["@ada"]
        sponsor: "@ben"
        members: [{who: "@ben", via: opt-in}]
        response_target: P2D
        review_interval: P180D
        ---
        About the group.
        """,
        "Content/groups/lift/questions/trip.md": """
        ---
        title: Why does it trip?
        author: "@ben"
        date: 2026-05-02
        tags: [esp]
        alt_titles: [pump trips]
        ---
        It trips after restart.

        ## Accepted answer — @ada, 2026-05-03
        Raise the delay.[^1]

        ### Comment — @ben, 2026-05-04
        Worked.

        ## Answer — @hid, 2026-05-04
        Or wait.

        [^1]: See the manual.
        """,
        "Content/groups/lift/questions/grease.md":
            "---\ntitle: Which grease?\nauthor: \"@ben\"\ndate: 2026-05-20\ntags: [esp]\n---\nIn winter.\n",
        "Content/groups/lift/questions/again.md":
            "---\ntitle: Trips again\ndate: 2026-05-21\nstatus: duplicate\nduplicate_of: trip\n---\nSame.\n",
        "Content/groups/lift/start.md": """
        ---
        title: Starting a pump
        date: 2025-01-10
        author: "@ada"
        owner: "@ada"
        kind: howto
        tags: [esp]
        verified: {by: "@ada", date: 2025-02-01}
        source: {system: jive, author: "Lund, Ada", created: 2011-06-14T22:30:00Z, url: "https://old.example/1", privacy: public}
        ---
        See [the question](questions/trip.md).

        ## Before
        One.

        ### Details
        Two.

        ## After
        Three.
        """,
        "Content/groups/lift/stop.md": "---\ntitle: Stopping a pump\nkind: story\ndate: 2026-04-01\n---\nA story.\n",
        "Content/groups/lift/events/tour.md": """
        ---
        title: Tour
        kind: tour
        date: 2026-06-20T07:00:00Z
        groups: [lift]
        hosts: ["@ada"]
        site: Skarvik
        attendees: 3
        follow_up: [{task: Write it down, who: "@ben", due: 2026-07-01}]
        ---
        Bring boots.
        """,
        "Content/use-cases/uc1.md": """
        ---
        title: Restart table
        groups: [lift]
        problem: Trips
        current_practice: By ear
        desired: One table
        pain_points: [Nights]
        obstacles: [{objection: Too hard, response: It is not}]
        process: {trigger: A trip, step: Look, channel: Lift, owner: "@ada"}
        decision: adopt
        rationale: It pays
        status: proven
        measures: [trips]
        objective: obj-up
        ---
        """,
        "Content/measures/trips.md": """
        ---
        title: Trips a month
        category: cost
        unit: h
        direction: down
        baseline: {value: 10, date: 2026-01-01}
        target: {value: 2, date: 2026-12-31}
        series: [{date: 2026-05-01, value: 6.5, evidence: log}]
        attribution: measured
        so_what: Money
        owner: "@ada"
        objective: obj-up
        ---
        Counted.
        """,
        "Content/strategy.md":
            "---\ntitle: Strategy\nobjectives: [{id: obj-up, title: More uptime, owner: \"@ada\", category: cost}]\n---\nWhy.\n",
        "Content/topics/esp.md": "---\nlabel: ESP\nsynonyms: [submersible]\nowner: \"@ada\"\n---\nAbout pumps.\n",
        "Content/about.md": "---\ntitle: About\nlang: ar\n---\nText.\n",
    ]

    static let restricted: [String: String] = [
        "Content/groups/vault/index.md": """
        ---
        title: Vault
        kind: team
        managers: ["@ada"]
        visibility: members
        access_group: cn=vault
        problem: CANARY problem
        ---
        CANARY text.
        """,
        "Content/groups/vault/questions/code.md": """
        ---
        title: CANARY question
        author: "@ben"
        date: 2026-05-05
        tags: [esp, canary-tag]
        ---
        CANARY body.

        ## Accepted answer — @ada, 2026-05-06
        CANARY answer about [the trip](/groups/lift/questions/trip/).
        """,
        "Content/groups/vault/plan.md":
            "---\ntitle: CANARY plan\nowner: \"@ada\"\ntags: [esp]\nsupersedes: x\n---\nCANARY [link](/groups/lift/start/).\n",
        "Content/groups/vault/events/e.md":
            "---\ntitle: CANARY event\nkind: retro\ndate: 2026-06-30\ngroups: [lift]\n---\n",
        "Content/groups/ghost/index.md": """
        ---
        title: CANARY ghost
        kind: team
        managers: ["@ada"]
        visibility: invited
        listed: members
        access_group: cn=ghost
        ---
        """,
    ]

    static var all: [String: String] { open.merging(restricted) { first, _ in first } }
}
