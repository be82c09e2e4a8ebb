import HearthModel
import HearthSite

// What an unchanged build says again: the numbers, the diagnostics and the rules for web servers. The outputs are in
// the record itself.

extension BuildRecord {
    static func put(_ report: BuildReport, to writer: inout BinaryWriter) {
        for number in [report.pages, report.groups, report.questions] { writer.put(number) }
        for reason in LeftOut.reasons {
            let files = report.leftOut.files[reason] ?? []
            writer.put(UInt64(files.count))
            for file in files { writer.put(file) }
        }
        put(report.diagnostics, to: &writer)
        let delivery = report.delivery
        writer.put(UInt64(delivery.restricted.count))
        for folder in delivery.restricted {
            writer.put(folder.folder.text)
            writer.put(folder.group)
            writer.put(folder.accessGroup)
            writer.put(UInt64(folder.readers.count))
            for reader in folder.readers { writer.put(reader) }
        }
        writer.put(UInt64(delivery.oldAddresses.count))
        for old in delivery.oldAddresses {
            writer.put(old.host)
            writer.put(old.path)
            writer.put(old.query)
            writer.put(old.target.text)
            writer.put(old.source)
        }
        let present = delivery.present.sorted()
        writer.put(UInt64(present.count))
        for path in present { writer.put(path) }
    }

    private static func put(_ diagnostics: [Diagnostic], to writer: inout BinaryWriter) {
        var kinds: [DiagnosticKind] = []
        var places: [DiagnosticKind: Int] = [:]
        for diagnostic in diagnostics where places[diagnostic.kind] == nil {
            places[diagnostic.kind] = kinds.count
            kinds.append(diagnostic.kind)
        }
        writer.put(UInt64(kinds.count))
        for kind in kinds {
            writer.put(kind.id)
            writer.put(kind.severity.rawValue)
            writer.put(kind.title)
            writer.put(kind.explanation)
        }
        writer.put(UInt64(diagnostics.count))
        for diagnostic in diagnostics {
            writer.put(UInt64(places[diagnostic.kind] ?? 0))
            writer.put(diagnostic.severity.rawValue)
            put(diagnostic.location, to: &writer)
            writer.put(diagnostic.summary)
            writer.put(diagnostic.help)
            writer.put(UInt64(diagnostic.notes.count))
            for note in diagnostic.notes {
                writer.put(note.message)
                put(note.location, to: &writer)
            }
        }
    }

    private static func put(_ location: SourceLocation?, to writer: inout BinaryWriter) {
        writer.put(location?.file)
        guard let location else { return }
        writer.put(location.line)
        writer.put(location.column ?? -1)
        writer.put(location.length ?? -1)
    }

    static func report(_ reader: inout BinaryReader) throws -> BuildReport {
        var report = BuildReport(diagnostics: [])
        report.pages = try reader.integer()
        report.groups = try reader.integer()
        report.questions = try reader.integer()
        for reason in LeftOut.reasons {
            for _ in 0..<(try reader.count()) {
                report.leftOut.files[reason, default: []].append(try reader.text())
            }
        }
        report.diagnostics = try diagnostics(&reader)
        report.delivery = try delivery(&reader)
        return report
    }

    private static func delivery(_ reader: inout BinaryReader) throws -> DeliveryRules {
        var restricted: [DeliveryRules.RestrictedFolder] = []
        for _ in 0..<(try reader.count()) {
            let folder = SitePath(try reader.text())
            let group = try reader.text()
            let accessGroup = try reader.optionalText()
            var readers: [String] = []
            for _ in 0..<(try reader.count()) { readers.append(try reader.text()) }
            restricted.append(
                DeliveryRules.RestrictedFolder(
                    folder: folder, group: group, accessGroup: accessGroup, readers: readers))
        }
        var oldAddresses: [DeliveryRules.OldAddress] = []
        for _ in 0..<(try reader.count()) {
            oldAddresses.append(
                DeliveryRules.OldAddress(
                    host: try reader.optionalText(), path: try reader.text(), query: try reader.optionalText(),
                    target: SitePath(try reader.text()), source: try reader.text()))
        }
        var present: Set<String> = []
        let count = try reader.count()
        present.reserveCapacity(count)
        for _ in 0..<count { present.insert(try reader.text()) }
        return DeliveryRules(restricted: restricted, oldAddresses: oldAddresses, present: present)
    }

    private static func diagnostics(_ reader: inout BinaryReader) throws -> [Diagnostic] {
        var kinds: [DiagnosticKind] = []
        for _ in 0..<(try reader.count()) {
            let id = try reader.text()
            let severity = try severity(&reader)
            kinds.append(DiagnosticKind(id, severity, try reader.text(), try reader.text()))
        }
        var diagnostics: [Diagnostic] = []
        for _ in 0..<(try reader.count()) {
            let place = try reader.number()
            guard place < UInt64(kinds.count) else { throw BinaryReader.Damaged() }
            let severity = try severity(&reader)
            let location = try location(&reader)
            let summary = try reader.text()
            let help = try reader.optionalText()
            var notes: [Diagnostic.Note] = []
            for _ in 0..<(try reader.count()) {
                notes.append(Diagnostic.Note(try reader.text(), at: try self.location(&reader)))
            }
            diagnostics.append(
                Diagnostic(
                    kinds[Int(place)], at: location, summary, help: help, notes: notes, severity: severity))
        }
        return diagnostics
    }

    private static func severity(_ reader: inout BinaryReader) throws -> Severity {
        guard let severity = Severity(rawValue: try reader.text()) else { throw BinaryReader.Damaged() }
        return severity
    }

    private static func location(_ reader: inout BinaryReader) throws -> SourceLocation? {
        guard let file = try reader.optionalText() else { return nil }
        let line = try reader.integer()
        let column = try reader.integer()
        let length = try reader.integer()
        return SourceLocation(
            file: file, line: line, column: column < 0 ? nil : column, length: length < 0 ? nil : length)
    }
}
