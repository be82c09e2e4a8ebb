import HearthModel

/// `migration/<system>/report.html`: the account for people, one file without scripts or other files.
struct ReportPage: ~Copyable {
    let report: ImportReport
    let queue: ReviewQueue
    private var out = HTMLWriter(capacity: 1 << 16)

    private init(_ report: ImportReport, _ queue: ReviewQueue) {
        self.report = report
        self.queue = queue
    }

    static func bytes(_ report: ImportReport, _ queue: ReviewQueue) -> [UInt8] {
        var page = ReportPage(report, queue)
        page.write()
        return page.out.bytes
    }

    private mutating func write() {
        out.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        out.text("Migration report: " + report.source)
        out.raw("</title>\n<style>\n")
        out.raw(Self.style)
        out.raw("</style>\n</head>\n<body>\n<header>\n<p class=\"kind\">Migration report · ")
        out.text(report.importer)
        out.raw("</p>\n<h1>")
        out.text(report.source)
        out.raw("</h1>\n")
        verdict()
        contents()
        out.raw("</header>\n<main>\n")
        account()
        failures()
        reviewQueue()
        links(
            "unresolved", "Links that lead nowhere", report.unresolvedLinks,
            """
            They pointed to pages or files that the export does not hold. Their text stays; the link is gone. Most were broken \
            in the old system already.
            """)
        links(
            "missing", "Missing files", report.missingFiles,
            """
            Pages show these pictures or lead to these files, but the export does not hold them. Put them beside the page and \
            link them again, if you still have them.
            """)
        people()
        losses()
        out.raw("</main>\n</body>\n</html>\n")
    }

    // MARK: The head

    private mutating func verdict() {
        let sum = report.kinds.values.reduce(into: (0, 0, 0, 0, 0)) {
            $0.0 += $1.total
            $0.1 += $1.converted
            $0.2 += $1.convertedWithLosses
            $0.3 += $1.skippedCount
            $0.4 += $1.failedCount
        }
        let good = report.isBalanced && sum.4 == 0
        out.raw("<p class=\"verdict ")
        out.raw(good ? "good" : "bad")
        out.raw("\">")
        if !report.isBalanced {
            out.raw("The sums differ: something is not accounted for. This is a fault of Hearth; please report it.")
        } else {
            out.text("All \(Self.number(sum.0)) records are accounted for. ")
            out.text(sum.4 == 0 ? "None failed." : "\(Self.number(sum.4)) failed.")
        }
        out.raw("</p>\n<dl class=\"sums\">\n")
        let parts = [
            ("Converted", sum.1, "ok"), ("With named losses", sum.2, "loss"), ("Skipped by rule", sum.3, "skip"),
            ("Failed", sum.4, "fail"),
        ]
        for (name, count, look) in parts {
            out.raw("<div")
            out.attribute("class", count > 0 ? look : "none")
            out.raw("><dt>")
            out.text(name)
            out.raw("</dt><dd>")
            out.text(Self.number(count))
            out.raw("</dd></div>\n")
        }
        out.raw("</dl>\n")
    }

    private mutating func contents() {
        let parts: [(String, String, Int)] = [
            ("account", "Account", -1), ("failures", troubleTitle, troubleCount),
            ("review", "Review queue", queue.entryCount), ("unresolved", "Links", report.unresolvedLinks.count),
            ("missing", "Missing files", report.missingFiles.count), ("people", "People", queue.personCount),
            ("losses", "Losses", report.losses.count),
        ]
        out.raw("<nav aria-label=\"Contents\">\n")
        for (id, name, count) in parts where count != 0 {
            out.raw("<a")
            out.attribute("href", "#" + id)
            out.raw(">")
            out.text(count < 0 ? name : "\(name) \(Self.number(count))")
            out.raw("</a>\n")
        }
        out.raw("</nav>\n")
    }

    // MARK: Sections

    private mutating func section(_ id: String, _ title: String, _ text: String? = nil) {
        out.raw("<section")
        out.attribute("id", id)
        out.raw(">\n<h2>")
        out.text(title)
        out.raw("</h2>\n")
        if let text {
            out.raw("<p>")
            out.text(text)
            out.raw("</p>\n")
        }
    }

    private mutating func account() {
        section("account", "What became of every record")
        out.raw(
            "<div class=\"wide\"><table>\n<thead><tr><th>Kind</th><th>Found</th><th>Converted</th><th>With losses</th>")
        out.raw("<th>Skipped</th><th>Failed</th><th class=\"bar\">Share</th></tr></thead>\n<tbody>\n")
        for (name, kind) in report.kinds.sorted(by: { $0.key < $1.key }) where kind.total > 0 || !kind.isBalanced {
            out.raw("<tr><th scope=\"row\">")
            out.text(name)
            out.raw("</th>")
            let counts = [kind.total, kind.converted, kind.convertedWithLosses, kind.skippedCount, kind.failedCount]
            for count in counts {
                out.raw("<td>")
                out.text(Self.number(count))
                out.raw("</td>")
            }
            bar(kind)
            out.raw("</tr>\n")
        }
        out.raw("</tbody></table></div>\n")
        rules("Skipped by rule", \.skipped)
        rules("With losses", \.losses)
        rules("Failed", \.failed)
        if !report.fieldsNotKept.isEmpty {
            out.raw("<h3>Fields that no page keeps</h3>\n<ul class=\"rules\">\n")
            for (name, count) in report.fieldsNotKept.sorted(by: { $0.key < $1.key }) { rule(count, name) }
            out.raw("</ul>\n")
        }
        out.raw("</section>\n")
    }

    private mutating func bar(_ kind: ImportReport.Kind) {
        out.raw("<td class=\"bar\"><span class=\"track\">")
        let parts = [
            (kind.converted, "ok"), (kind.convertedWithLosses, "loss"), (kind.skippedCount, "skip"),
            (kind.failedCount, "fail"),
        ]
        for (count, look) in parts where count > 0 {
            // Rounded to thousandths, and never nothing.
            let share = max(5, count * 1000 / max(1, kind.total))
            out.raw("<span")
            out.attribute("class", look)
            out.attribute("style", "flex-grow:\(share)")
            out.raw("></span>")
        }
        out.raw("</span></td>")
    }

    private mutating func rules(_ title: String, _ path: KeyPath<ImportReport.Kind, [String: Int]>) {
        let kinds = report.kinds.sorted { $0.key < $1.key }.filter { !$0.value[keyPath: path].isEmpty }
        if kinds.isEmpty { return }
        out.raw("<h3>")
        out.text(title)
        out.raw("</h3>\n<ul class=\"rules\">\n")
        for (name, kind) in kinds {
            for (reason, count) in kind[keyPath: path].sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                rule(count, "\(name): \(reason)")
            }
        }
        out.raw("</ul>\n")
    }

    private mutating func rule(_ count: Int, _ text: String) {
        out.raw("<li><b>")
        out.text(Self.number(count))
        out.raw("</b> ")
        out.text(text)
        out.raw("</li>\n")
    }

    private var troubleCount: Int { report.failedCount + report.conflicts.count + report.adjusted.count }

    /// Names only what there is: a file that followed the export is no failure.
    private var troubleTitle: String {
        let parts = [
            ("failures", report.failedCount), ("conflicts", report.conflicts.count),
            ("edited files", report.adjusted.count),
        ]
        let names = parts.filter { $0.1 > 0 }.map(\.0)
        let list = names.dropLast().joined(separator: ", ") + (names.count > 1 ? " and " : "") + (names.last ?? "")
        return list.prefix(1).uppercased() + list.dropFirst()
    }

    private mutating func failures() {
        guard troubleCount > 0 else { return }
        section("failures", troubleTitle)
        out.raw("<ul>\n")
        let troubles =
            report.failures.map { (name: $0.record, isFile: false, words: ": " + $0.reason) }
            + report.conflicts.map { (name: $0.file, isFile: true, words: " left as it is: " + $0.reason) }
            + report.adjusted.map { (name: $0.file, isFile: true, words: " " + $0.reason) }
        for trouble in troubles {
            out.raw("<li>")
            if trouble.isFile {
                file(trouble.name)
            } else {
                out.raw("<b>")
                out.text(trouble.name)
                out.raw("</b>")
            }
            out.text(trouble.words)
            out.raw("</li>\n")
        }
        out.raw("</ul>\n</section>\n")
    }

    private mutating func reviewQueue() {
        guard queue.entryCount > 0 else { return }
        let left = queue.entryCount - queue.entries.count
        section(
            "review", "Review queue",
            """
            \(Self.number(queue.entryCount)) pages lost something on the way\
            \(left > 0 ? "; the first \(Self.number(queue.entries.count)) are here" : ""). Compare, mend, and say so: \
            hearth migrate accept PAGE
            """)
        for entry in queue.entries {
            out.raw("<details>\n<summary>")
            out.raw("<span class=\"path\">")
            out.text(entry.file)
            out.raw("</span>")
            for loss in entry.losses {
                out.raw(" <span class=\"chip\">")
                out.text(loss)
                out.raw("</span>")
            }
            out.raw("</summary>\n<p class=\"places\">")
            file(entry.file)
            if let original = entry.original {
                out.raw(" ← ")
                out.text(original.place)
            }
            out.raw("</p>\n")
            if let result = entry.result {
                out.raw("<div class=\"sides\">\n")
                if let original = entry.original, !original.text.isEmpty { side("Original", original.text) }
                side("Result", result)
                out.raw("</div>\n")
            }
            out.raw("</details>\n")
        }
        out.raw("</section>\n")
    }

    private mutating func side(_ title: String, _ text: String) {
        out.raw("<figure><figcaption>")
        out.text(title)
        out.raw("</figcaption><pre tabindex=\"0\">")
        out.text(text)
        out.raw("</pre></figure>\n")
    }

    private mutating func links(_ id: String, _ title: String, _ links: [UnresolvedLink], _ text: String) {
        guard !links.isEmpty else { return }
        section(id, title, text)
        var files: [String: [String]] = [:]
        for link in links { files[link.address, default: []].append(link.file) }
        out.raw(
            "<div class=\"wide\"><table>\n<thead><tr><th>Address</th><th>Times</th><th>First in</th></tr></thead>\n<tbody>\n"
        )
        for (address, places) in files.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
            out.raw("<tr><td class=\"path\">")
            out.text(address)
            out.raw("</td><td>")
            out.text(Self.number(places.count))
            out.raw("</td><td>")
            file(places.min() ?? "")
            out.raw("</td></tr>\n")
        }
        out.raw("</tbody></table></div>\n</section>\n")
    }

    private mutating func people() {
        guard queue.personCount > 0 else { return }
        section(
            "people", "People without an account here",
            """
            \(Self.number(queue.personCount)) authors got a placeholder page, so that what they wrote keeps its author. Who is on \
            this site already belongs into identities.yml, a line each; then migrate again.
            """)
        out.raw("<pre class=\"sample\">")
        for person in queue.people {
            let name = person.file.split(separator: "/").last?.dropLast(3) ?? ""
            out.text("\(FrontMatter.scalar(person.account)): \"@\(name)\"\n")
        }
        out.raw("</pre>\n</section>\n")
    }

    private mutating func losses() {
        guard !report.losses.isEmpty else { return }
        section("losses", "Losses by name")
        out.raw(
            "<div class=\"wide\"><table>\n<thead><tr><th>Loss</th><th>Records</th><th>Such as</th></tr></thead>\n<tbody>\n"
        )
        for (name, loss) in report.losses.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
            out.raw("<tr><th scope=\"row\">")
            out.text(name)
            out.raw("</th><td>")
            out.text(Self.number(loss.count))
            out.raw("</td><td class=\"path\">")
            out.text(loss.examples.prefix(3).joined(separator: ", "))
            out.raw("</td></tr>\n")
        }
        out.raw("</tbody></table></div>\n</section>\n")
    }

    private mutating func file(_ path: String) {
        out.raw("<a class=\"path\"")
        out.attribute("href", "../../" + SitePath.percentEncode(path))
        out.raw(">")
        out.text(path)
        out.raw("</a>")
    }

    /// 12,403
    private static func number(_ value: Int) -> String {
        let digits = String(abs(value))
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += "," }
            out.append(digit)
        }
        return value < 0 ? "-" + out : out
    }

    private static let style: StaticString = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--paper:#fff;--ground:#f5f7f9;\
        --ok:#2e7d4f;--loss:#b7791f;--skip:#94a0ae;--fail:#b3261e;--link:#0b5cad}
        @media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a3aebb;--line:#333c47;--paper:#181d24;--ground:#11151a;\
        --ok:#5fbf86;--loss:#e0a94a;--skip:#6d7885;--fail:#f0837b;--link:#7db7f2}}
        *{box-sizing:border-box}
        body{margin:0;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--ground)}
        header,main{max-width:72rem;margin:0 auto;padding:0 1.25rem}
        header{padding-top:2.5rem}
        h1{font-size:1.6rem;line-height:1.25;margin:.1em 0 .6em;overflow-wrap:anywhere}
        h2{font-size:1.2rem;margin:0 0 .5em}
        h3{font-size:1rem;margin:1.4em 0 .3em}
        a{color:var(--link)}
        .kind{margin:0;color:var(--soft)}
        .verdict{font-size:1.1rem;font-weight:600;border-left:.3rem solid var(--ok);padding:.15rem 0 .15rem .8rem}
        .verdict.bad{border-color:var(--fail)}
        .sums{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:1.25rem 0}
        .sums div{background:var(--paper);border:1px solid var(--line);border-top:.25rem solid var(--skip);border-radius:.4rem;\
        padding:.6rem .9rem}
        .sums .ok{border-top-color:var(--ok)}.sums .loss{border-top-color:var(--loss)}.sums .fail{border-top-color:var(--fail)}
        dt{color:var(--soft);font-size:.9rem}dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums}
        nav{display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;padding:.3rem 0 1.2rem}
        section{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1.25rem;margin:0 0 1.25rem}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{text-align:right;padding:.4rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
        thead th{color:var(--soft);font-weight:500;font-size:.9rem;white-space:nowrap}
        th:first-child,td:first-child,th:last-child,td:last-child{text-align:left}
        tbody th{font-weight:600}
        .bar{min-width:9rem}
        .track{display:flex;height:.7rem;border-radius:.35rem;overflow:hidden;background:var(--line);margin-top:.4rem;gap:1px}
        .track span{min-width:3px}
        .track .ok{background:var(--ok)}.track .loss{background:var(--loss)}.track .skip{background:var(--skip)}\
        .track .fail{background:var(--fail)}
        .rules{columns:22rem;margin:0;padding-left:1.1rem}
        .rules li{break-inside:avoid}
        .path{font:.87em/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
        details{border-top:1px solid var(--line);padding:.5rem 0}
        summary{cursor:pointer}
        .chip{display:inline-block;font-size:.8rem;border:1px solid var(--loss);color:var(--loss);border-radius:1rem;\
        padding:0 .55rem;margin:.1rem 0}
        .places{margin:.4rem 0;color:var(--soft)}
        .sides{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
        @media(max-width:48rem){.sides{grid-template-columns:1fr}}
        figure{margin:0;min-width:0}figcaption{color:var(--soft);font-size:.9rem}
        pre{margin:.2rem 0;padding:.7rem;background:var(--ground);border:1px solid var(--line);border-radius:.35rem;\
        font:.82rem/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;max-height:24rem;overflow-y:auto}
        @media print{body{background:none}section{border:0;padding:0}pre{max-height:none}}

        """
}
