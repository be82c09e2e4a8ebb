import HearthModel

/// What is to be taken back of what earlier runs made, as the surveys of a run and the tables of people say.
struct Withdrawals {
    /// Keys of items that the export says to be deleted.
    private var deleted: [String] = []
    /// Keys of items that somebody leaves out, and ids of such whose keys begin with the name of some space.
    private var leftOutKeys: [String] = []
    private var leftOutIDs: [String] = []
    /// Keys of people who are somebody of this site now.
    private var replacedPeople: [String] = []

    mutating func add(_ survey: some ImportSurvey) {
        deleted += survey.findings.withdrawn
        replacedPeople += survey.replacedPeople
    }

    /// What somebody left out in `survey.csv`. Without a site the keys of the items begin with any of those that the run
    /// has seen.
    mutating func leaveOut(_ corrections: SurveyCorrections, of site: SiteOfExport?) {
        for id in corrections.skipped {
            guard let site else {
                leftOutIDs.append(id)
                continue
            }
            let name = site.beside.isEmpty ? id : site.beside + "//" + id
            leftOutKeys += ["\(site.own)/\(name)", "\(site.own)/page/\(name)"]
        }
    }

    /// `isHere` tells of which items this run has files; `keyspaces` is what their keys begin with.
    func items(
        _ previous: ImportManifest, _ keyspaces: Set<String>, contentRoot: String, isDryRun: Bool,
        isHere: (UInt64) -> Bool
    ) throws -> Withdrawn {
        let ids = leftOutIDs.flatMap { id in
            [id] + keyspaces.sorted().flatMap { ["\($0)/\(id)", "\($0)/page/\(id)"] }
        }
        return try Withdrawn(
            deleted, leftOut: leftOutKeys + ids, previous: previous, contentRoot: contentRoot, isDryRun: isDryRun,
            isHere: isHere)
    }

    func people(
        _ previous: ImportManifest, contentRoot: String, isHere: (UInt64) -> Bool
    ) throws -> ReplacedPeople {
        try ReplacedPeople(replacedPeople, previous: previous, contentRoot: contentRoot, isHere: isHere)
    }
}
