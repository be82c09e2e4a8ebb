import HearthContent
import HearthModel
import HearthSite

/// JSON-LD for search engines of the intranet: schema.org `QAPage`.
struct StructuredData: ~Copyable {
    private let renderer: SiteRenderer
    private var json = LinkedDataWriter()

    private init(_ renderer: SiteRenderer) { self.renderer = renderer }

    /// The question with those answers that the page shows.
    static func questionPage(_ question: Question, _ answers: [Answer], _ renderer: SiteRenderer) -> SlottedBytes {
        var data = StructuredData(renderer)
        data.write(question, answers)
        return data.json.slotted
    }

    private mutating func write(_ question: Question, _ answers: [Answer]) {
        let page = renderer.site.pages[question.page]
        let base = renderer.site.project.configuration.baseURL.map { $0 + page.url.encoded }
        json.beginObject()
        json.member("@context", "https://schema.org")
        json.member("@type", "QAPage")
        json.key("mainEntity")
        json.beginObject()
        json.member("@type", "Question")
        json.member("name", page.title)
        if !quote(question.page, .body) { json.member("text", page.title) }
        json.member("answerCount", answers.count)
        if let votes = question.votes { json.member("upvoteCount", votes) }
        if let base { json.member("url", base) }
        common(page.authors.first, page.date)
        if let accepted = answers.first(where: { $0.isAccepted }) {
            json.key("acceptedAnswer")
            write(accepted, base)
        }
        let others = answers.filter { !$0.isAccepted }
        if !others.isEmpty {
            json.key("suggestedAnswer")
            json.beginArray()
            for answer in others { write(answer, base) }
            json.endArray()
        }
        json.endObject()
        json.endObject()
    }

    private mutating func write(_ answer: Answer, _ base: String?) {
        json.beginObject()
        json.member("@type", "Answer")
        if !quote(answer.holder, answer.part) { json.member("text", "") }
        if let votes = answer.votes { json.member("upvoteCount", votes) }
        if let base { json.member("url", base + "#" + SitePath.percentEncode(answer.anchor)) }
        common(answer.author, answer.date)
        json.endObject()
    }

    private mutating func common(_ author: PersonReference?, _ date: Timestamp?) {
        if let author {
            json.key("author")
            json.beginObject()
            json.member("@type", "Person")
            json.member("name", renderer.face(author).fields.name)
            json.endObject()
        }
        if let date { json.member("datePublished", date.iso8601) }
    }

    /// Writes the beginning of a text; false where it has no words.
    private mutating func quote(_ holder: PageIndex, _ part: PagePart) -> Bool {
        let text = SlotWriter(renderer.site.pages[holder], words: renderer.markdownWords).quotation(part)
        guard !text.isEmpty else { return false }
        json.member("text", text, as: TextSlot(holder: holder, part: part, form: .linkedData))
        return true
    }
}

/// Writes JSON (RFC 8259) that may stand inside a `<script>`: no `<` reaches the output.
struct LinkedDataWriter: ~Copyable {
    private(set) var output = ByteBuffer(capacity: 2048)
    private var places: [SlottedBytes.Place] = []
    private var needsComma = false

    var slotted: SlottedBytes { SlottedBytes(output.array, places: places) }

    private mutating func raw(_ text: StaticString) { output.append(text) }

    private mutating func separate() {
        if needsComma { raw(",") }
        needsComma = false
    }

    mutating func beginObject() {
        separate()
        raw("{")
    }

    mutating func endObject() {
        raw("}")
        needsComma = true
    }

    mutating func beginArray() {
        separate()
        raw("[")
    }

    mutating func endArray() {
        raw("]")
        needsComma = true
    }

    mutating func key(_ name: StaticString) {
        separate()
        raw("\"")
        raw(name)
        raw("\":")
    }

    mutating func member(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
        needsComma = true
    }

    mutating func member(_ name: StaticString, _ value: String, as slot: TextSlot) {
        key(name)
        let start = output.count
        string(value)
        places.append(.init(start..<output.count, slot))
        needsComma = true
    }

    mutating func member(_ name: StaticString, _ value: Int) {
        key(name)
        output.append(String(value))
        needsComma = true
    }

    private static let specials = ByteScanner("\"\\<>\n", controls: true)

    private static func replacement(_ byte: UInt8) -> StaticString {
        switch byte {
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x09: "\\t"
        // Nothing may end the script, open a comment or be taken for a root marker.
        case 0x3C: "\\u003c"
        case 0x3E: "\\u003e"
        default: "\\ufffd"
        }
    }

    /// A string with its quotation marks.
    mutating func string(_ text: String) {
        raw("\"")
        var text = text
        text.withUTF8 { input in
            output.append(input, escaping: Self.specials) { $1.append(Self.replacement($0)) }
        }
        raw("\"")
    }
}
