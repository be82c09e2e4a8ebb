import HearthModel

extension MigrationRun {
    /// Survey and conversion of one export.
    func convert<Chosen: Importer>(
        _ type: Chosen.Type, _ source: ExportSource, parts: [ExportSource], table: SurveyTable,
        _ manifest: ImportManifest, _ session: inout MigrationSession
    ) async throws {
        var identities = IdentityMap()
        try identities.load(siteRoot: siteRoot)
        try identities.loadPeople(contentRoot: siteRoot + "/" + contentFolder) { manifest.owns(path: $0) }
        let corrections = try table.corrections()
        let site = SiteOfExport(self, source, manifest, Chosen.self)
        let importer = try Chosen(request(source, parts: parts, site, identities, manifest, corrections))
        let survey = try await importer.survey(progress: progress)
        if Chosen.isKnownByName {
            try site.recognise(survey, contentRoot: siteRoot + "/" + contentFolder, &session)
        }
        if !isDryRun { try table.write(survey, corrections: corrections, siteRoot: siteRoot) }
        session.start(identities.diagnostics + corrections.diagnostics)
        session.start(survey)
        session.leaveOut(corrections, of: Chosen.isKnownByName ? site : nil)
        for part in parts where part.file == nil {
            let folders = ExportFolders(below: part.folder)
            session.start(unreadable: folders.unreadable)
            if !Chosen.countsLinks { session.start([folders.tally]) }
        }
        // An export that was refused as a whole leaves nothing behind, not even the page of its group.
        let isRefused =
            survey.findings.diagnostics.contains(where: \.isBrokenSource)
            && survey.findings.totals.values.allSatisfy { $0 == 0 }
        if isSurveyOnly || isRefused { return }
        try await write(survey, importer, manifest, &session)
    }

    private func request(
        _ source: ExportSource, parts: [ExportSource], _ site: SiteOfExport, _ identities: IdentityMap,
        _ manifest: ImportManifest, _ corrections: SurveyCorrections
    ) -> ImportRequest {
        var request = ImportRequest(
            folder: source.folder, file: source.file, name: site.name, siteRoot: siteRoot,
            contentFolder: contentFolder, into: site.into, baseURL: baseURL, allUsers: allUsers, workers: workers,
            identities: identities, manifest: manifest, corrections: corrections)
        request.opensUnknown = opensUnknown
        request.beside = site.beside
        request.parts = parts.map { ImportPart(folder: $0.folder, file: $0.file) }
        return request
    }

    /// Makes the files of an export.
    private func write<Chosen: Importer>(
        _ survey: Chosen.Survey, _ importer: Chosen, _ manifest: ImportManifest, _ session: inout MigrationSession
    ) async throws {
        let writer = ImportWriter(
            contentRoot: siteRoot + "/" + contentFolder, manifest: manifest, isDryRun: isDryRun,
            journal: session.journal)
        let contentFolder = contentFolder
        let restricted = RestrictedFiles(
            contentRoot: siteRoot + "/" + contentFolder, system: Chosen.system, writer: writer)
        // A window of batches at a time bounds the memory and keeps the results in order.
        let window = max(1, workers) * 4
        var done = 0
        var access = PeopleAccess()
        var withPeople: [Int] = []
        while done < survey.batchCount {
            let batches = Array(done..<min(done + window, survey.batchCount))
            let results = try await mapInParallel(batches, workers: workers) { batch in
                try Self.convert(importer, batch, survey, writer, restricted, contentFolder)
            }
            for (batch, result) in zip(batches, results) {
                try session.add(result, contentFolder: contentFolder)
                access.add(result.access)
                if result.hasPeople { withPeople.append(batch) }
            }
            done += batches.count
            progress(done, survey.batchCount, "writing")
        }
        // Who may meet somebody is known when all pages are: people come last, read again instead of held.
        let people = try PeopleWriter(writer, access, session)
        for start in stride(from: 0, to: withPeople.count, by: window) {
            let batches = Array(withPeople[start..<min(start + window, withPeople.count)])
            let results = try await mapInParallel(batches, workers: workers) { batch in
                try people.store(try importer.convert(batch: batch, of: survey).items)
            }
            for result in results { try session.add(result, contentFolder: contentFolder) }
        }
    }

    private static func convert<Chosen: Importer>(
        _ importer: Chosen, _ batch: Int, _ survey: Chosen.Survey, _ writer: ImportWriter,
        _ restricted: RestrictedFiles, _ contentFolder: String
    ) throws -> MigrationSession.BatchResult {
        var converted = try importer.convert(batch: batch, of: survey)
        let access = PeopleAccess(converted.items, contentRoot: writer.contentRoot)
        var hasPeople = false
        var files = try restricted.close(for: converted.items)
        var entries: [ReviewQueue.Entry] = []
        var people: [ReviewQueue.Person] = []
        for item in converted.items {
            if let entry = ReviewQueue.entry(item, contentFolder: contentFolder) { entries.append(entry) }
            if let person = ReviewQueue.person(item, system: Chosen.system, contentFolder: contentFolder) {
                people.append(person)
            }
            if PeopleWriter.isPlaceholder(item) {
                hasPeople = true
                converted.records += item.records
                continue
            }
            let stored: (outcome: ImportWriter.Outcome, entry: ImportManifest.Entry?)
            do {
                stored = try writer.store(item)
            } catch let error as FileError where error.path == item.copiedFrom {
                // One attachment that cannot be read costs no page.
                converted.records += item.records.map {
                    ImportedRecord($0.kind, $0.id, .failed(reason: error.description))
                }
                continue
            }
            files.append(MigrationSession.FileResult(item, stored))
            converted.records += item.records
        }
        // The bytes are on disk; only the account goes on.
        converted.items = []
        return MigrationSession.BatchResult(
            batch: converted, files: files, entries: entries, people: people, access: access, hasPeople: hasPeople)
    }
}
