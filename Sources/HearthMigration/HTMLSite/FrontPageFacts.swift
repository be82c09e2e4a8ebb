import HearthModel

/// What FrontPage keeps beside a page, in `_vti_cnf`: the best source there is for author and dates of static pages.
struct FrontPageFacts {
    var author: String?
    var created: Timestamp?
    var modified: Timestamp?

    init?(besides path: String) {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let file = path[...slash] + "_vti_cnf" + path[slash...]
        guard let size = FileSystem.size(of: String(file)), size < 1 << 20,
            let bytes = try? FileSystem.read(String(file))
        else { return nil }
        let text = Array(TextEncoding.decode(bytes, declared: nil).text.utf8)
        for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard line.starts(with: "vti_".utf8), let colon = line.firstIndex(of: 0x3A),
                let bar = line.firstIndex(of: 0x7C), colon < bar
            else { continue }
            let value = line[(bar + 1)...]
            switch line[..<colon].string {
            case "vti_author": author = PageReader.line(value.string.replacing("\\\\", with: "\\"))
            case "vti_timecreated": created = Self.date(value.string)
            case "vti_timelastmodified": modified = Self.date(value.string)
            default: continue
            }
        }
        if author?.isEmpty == true { author = nil }
    }

    /// `17 May 2005 14:23:34 -0000`.
    private static func date(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count >= 4, let day = Int(parts[0]), let month = months.firstIndex(of: String(parts[1])),
            Int(parts[2]) != nil
        else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Timestamp(iso8601: "\(parts[2])-\(two(month + 1))-\(two(day))T\(parts[3])Z")
    }
}
