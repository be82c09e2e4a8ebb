import HearthModel

/// The second step: a page for each person, with the photo beside it.
struct DirectoryConverter {
    let request: ImportRequest
    let system: String
    let version: Int
    let survey: DirectorySurvey
    let readPhoto: ([UInt8]) -> [UInt8]?
    var batch = ImportBatch()

    init(
        request: ImportRequest, system: String, version: Int, survey: DirectorySurvey,
        readPhoto: @escaping ([UInt8]) -> [UInt8]?
    ) {
        self.request = request
        self.system = system
        self.version = version
        self.survey = survey
        self.readPhoto = readPhoto
    }

    mutating func convert(_ entry: DirectorySurvey.Entry) {
        let person = entry.person
        let key = DirectorySurveyor.key(person.slot)
        var losses = person.losses
        let photo = photo(of: entry, &losses)
        var matter = FrontMatter()
        matter.add("name", person.name)
        matter.add("title", person.title)
        matter.add("department", person.department)
        matter.add("site", person.site)
        matter.add("manager", entry.manager.map { "@" + $0 })
        if person.isDisabled {
            matter.add("status", "left")
            matter.add("ask_me", plain: false)
        }
        if person.isHidden { matter.add("directory", "hidden") }
        matter.add("email", person.mails.first)
        matter.add("photo", photo)
        // By these a later migration finds the author of a page; they are shown nowhere.
        let login = person.login.map { ["account:" + $0.lowercased()] } ?? []
        matter.add("identities", list: login + person.mails.map { "mail:" + $0.lowercased() })
        matter.add(
            "source",
            map: [
                ("system", system), ("id", FrontMatter.scalar(key)),
                ("importer", "\(system)/\(version)"),
                ("sha256", FrontMatter.scalar(ImportManifest.sha256(Array(person.fingerprint.utf8)))),
                ("losses", losses.isEmpty ? nil : FrontMatter.list(losses)),
            ])
        matter.add("migration", plain: "{status: imported}")
        batch.items.append(
            ImportedItem(
                key: key, path: "people/\(entry.handle).md", text: matter.block,
                records: [ImportedRecord("people", person.slot, losses: losses)]))
    }

    /// Writes the photo and answers its file's name; nil when there is none that a browser shows.
    private mutating func photo(of entry: DirectorySurvey.Entry, _ losses: inout [String]) -> String? {
        guard entry.person.hasPhoto, let text = survey.files[entry.person.place.file] else { return nil }
        let slot = entry.person.slot
        do {
            guard let bytes = readPhoto(try text.bytes(at: entry.person.place)), let ending = Self.ending(bytes) else {
                batch.records.append(ImportedRecord("photos", slot, .skipped(rule: "no JPEG, PNG, GIF or WebP")))
                losses.append("photo:unknown-format")
                return nil
            }
            guard bytes.count <= 8 << 20 else {
                batch.records.append(ImportedRecord("photos", slot, .skipped(rule: "photos of more than 8 MB")))
                losses.append("photo:too-large")
                return nil
            }
            var item = ImportedItem(
                key: DirectorySurveyor.photoKey(slot), path: "people/\(entry.handle).\(ending)", text: "",
                records: [ImportedRecord("photos", slot, .converted)])
            item.bytes = bytes
            batch.items.append(item)
            return "\(entry.handle).\(ending)"
        } catch {
            batch.records.append(ImportedRecord("photos", slot, .failed(reason: "\(error)")))
            return nil
        }
    }

    /// The ending of a picture by its first bytes: what servers call JPEG is not always one.
    static func ending(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpg" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "png" }
        if bytes.starts(with: "GIF8".utf8) { return "gif" }
        if bytes.count > 12, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) { return "webp" }
        return nil
    }
}
