import HearthModel
import Mustache

/// What a name of a template stands for.
enum FieldKind: Sendable {
    /// Escaped when printed.
    case text
    /// Inserted as it is, with three braces.
    case html
    /// True or false; a section shows its inside or not.
    case flag
    case number
    case object(Schema)
    case list(Schema)
    /// A list of texts: `.` inside the section.
    case texts
    /// Where an item stands in its list: only of use with what is done to it, as in `{{^first()}}`.
    case place
}

/// The names that a template may use in one place, for the check at load.
final class Schema: Sendable {
    let name: String
    let fields: [String: FieldKind]

    init(_ name: String, _ fields: [String: FieldKind]) {
        self.name = name
        self.fields = fields
    }

    /// The same names and those of `other`; names of this schema win.
    func merged(with other: Schema) -> Schema {
        Schema(name, fields.merging(other.fields) { mine, _ in mine })
    }
}

/// A name of templates as a number, the same for all tables of this run.
typealias FieldID = Int

/// Gives names their numbers.
enum FieldNames {
    private static let known = Lock<[String: FieldID]>([:])

    static func id(of name: String) -> FieldID {
        known.withLock { known in
            if let id = known[name] { return id }
            known[name] = known.count
            return known.count - 1
        }
    }
}

/// A value that a template can show.
enum FieldValue: Sendable {
    case absent
    case text(String)
    /// Finished HTML as UTF-8, inserted as it is.
    case html([UInt8])
    /// Finished HTML that holds slots.
    case slotted(SlottedBytes)
    /// The text of one content file, rendered when it is printed.
    case content(ContentText)
    /// Text for printing escaped, a slot of its own.
    case summary(SummaryText)
    case flag(Bool)
    case number(Int)
    case object(any FieldSource)
    case list([any FieldSource])
    case texts([String])

    /// As the engine takes it. Lists and objects go in as they are.
    var forEngine: Any {
        switch self {
        case .absent: Absent()
        case .text(let text): text
        case .html(let bytes): String(decoding: bytes, as: UTF8.self)
        case .slotted(let html): String(decoding: html.bytes, as: UTF8.self)
        case .content(let text): String(decoding: text.bytes, as: UTF8.self)
        case .summary(let text): text.text
        case .flag(let flag): flag
        case .number(let number): number
        case .object(let object): object
        case .list(let objects): objects
        case .texts(let texts): texts
        }
    }
}

/// A value that is not there. Swift-mustache would look for a missing name in the outer object, takes `""` and `0` for
/// true, and prints `false`; this is none of the three.
struct Absent: MustacheCustomRenderable, Sendable {
    var renderText: String { "" }
    var isNull: Bool { true }
}

/// Something that templates read names from.
protocol FieldSource: AnyObject, MustacheParent, Sendable {
    /// Nil for a name that is not of this object.
    func value(_ id: FieldID) -> FieldValue?
}

extension FieldSource {
    func child(named name: String) -> Any? { value(FieldNames.id(of: name))?.forEngine }
}

/// The facts that templates read in one place.
protocol TemplateFields: Sendable {
    /// Every name, with its kind and how it is read: the one place that knows both, so that the check at load and the
    /// rendering cannot disagree.
    static var table: FieldTable<Self> { get }

    /// What a name stands for; nil for a name that is not of these facts. A requirement, so that each type has code of
    /// its own: the generic code would look up the type's metadata for every name of every page.
    func value(_ id: FieldID) -> FieldValue?
}

extension TemplateFields {
    func value(_ id: FieldID) -> FieldValue? { Self.table.value(id, of: self) }
}

/// The names of `Fields`. A name costs one look into an array and one call: no reflection, no hashing, no copy of the
/// facts.
final class FieldTable<Fields: Sendable>: Sendable {
    let schema: Schema
    private let readers: [FieldList<Fields>.Reader?]

    init(_ name: String, _ fill: (inout FieldList<Fields>) -> Void) {
        var list = FieldList<Fields>()
        fill(&list)
        schema = Schema(name, list.kinds)
        readers = list.readers
    }

    func value(_ id: FieldID, of fields: Fields) -> FieldValue? {
        guard id < readers.count, let reader = readers[id] else { return nil }
        return reader(fields)
    }
}

/// A table while its names are written down.
struct FieldList<Fields: Sendable>: Sendable {
    typealias Reader = @Sendable (Fields) -> FieldValue

    fileprivate var kinds: [String: FieldKind] = [:]
    fileprivate var readers: [Reader?] = []

    private mutating func add(_ name: String, _ kind: FieldKind, _ reader: @escaping Reader) {
        kinds[name] = kind
        let id = FieldNames.id(of: name)
        while readers.count <= id { readers.append(nil) }
        readers[id] = reader
    }

    /// A text that is always there.
    mutating func text(_ name: String, _ read: @escaping @Sendable (Fields) -> String) {
        add(name, .text) { .text(read($0)) }
    }

    /// A text that may be absent; an empty one is.
    mutating func optionalText(_ name: String, _ read: @escaping @Sendable (Fields) -> String?) {
        add(name, .text) { Self.present(read($0)) }
    }

    /// Finished HTML; nil or no bytes when it is absent.
    mutating func html(_ name: String, _ read: @escaping @Sendable (Fields) -> [UInt8]?) {
        add(name, .html) { fields in
            guard let bytes = read(fields), !bytes.isEmpty else { return .absent }
            return .html(bytes)
        }
    }

    /// Finished HTML with slots.
    mutating func slotted(_ name: String, _ read: @escaping @Sendable (Fields) -> SlottedBytes?) {
        add(name, .html) { fields in
            guard let html = read(fields), !html.bytes.isEmpty else { return .absent }
            return .slotted(html)
        }
    }

    /// Running text as HTML; absent when it has nothing to show.
    mutating func content(_ name: String, _ read: @escaping @Sendable (Fields) -> ContentText?) {
        add(name, .html) { fields in read(fields).map { .content($0) } ?? .absent }
    }

    /// What a page is about, in a few words.
    mutating func summary(_ name: String, _ read: @escaping @Sendable (Fields) -> SummaryText?) {
        add(name, .text) { fields in
            guard let text = read(fields), !text.text.isEmpty else { return .absent }
            return .summary(text)
        }
    }

    mutating func flag(_ name: String, _ read: @escaping @Sendable (Fields) -> Bool) {
        add(name, .flag) { .flag(read($0)) }
    }

    mutating func number(_ name: String, _ read: @escaping @Sendable (Fields) -> Int) {
        add(name, .number) { .number(read($0)) }
    }

    mutating func texts(_ name: String, has: String? = nil, _ read: @escaping @Sendable (Fields) -> [String]) {
        add(name, .texts) { .texts(read($0)) }
        if let has { flag(has) { !read($0).isEmpty } }
    }

    mutating func object<Inner: TemplateFields>(
        _ name: String, _ read: @escaping @Sendable (Fields) -> Context<Inner>?
    ) {
        add(name, .object(Inner.table.schema)) { fields in
            if let value = read(fields) { return .object(value) }
            return .absent
        }
    }

    /// A list, and with `has` the flag that says whether it has elements.
    mutating func list<Inner: TemplateFields>(
        _ name: String, has: String? = nil, _ read: @escaping @Sendable (Fields) -> [Context<Inner>]
    ) {
        add(name, .list(Inner.table.schema)) { .list(read($0)) }
        if let has { flag(has) { !read($0).isEmpty } }
    }

    /// The topics that stand above a text, all of them and as the theme shows them: the first ones, and what folds away.
    mutating func topics(_ read: @escaping @Sendable (Fields) -> [Context<TopicLinkFields>]) {
        list("topics", has: "hasTopics", read)
        list("firstTopics") { Array(read($0).prefix(PageLimits.topics)) }
        object("restTopics") { fields in
            let rest = read(fields).dropFirst(PageLimits.topics)
            return rest.isEmpty ? nil : Context(RestOfTopicsFields(topics: Array(rest)))
        }
    }

    private static func present(_ text: String?) -> FieldValue {
        guard let text, !text.isEmpty else { return .absent }
        return .text(text)
    }
}

/// Facts as templates take them. A class, so that handing it on costs a reference and not a copy.
final class Context<Fields: TemplateFields>: FieldSource {
    let fields: Fields

    init(_ fields: Fields) { self.fields = fields }

    func value(_ id: FieldID) -> FieldValue? { fields.value(id) }
}

/// A page's facts: those of its layout, then those that every page has.
final class PageContext<Fields: TemplateFields>: FieldSource {
    let page: PageFields
    let fields: Fields

    init(_ page: PageFields, _ fields: Fields) {
        self.page = page
        self.fields = fields
    }

    func value(_ id: FieldID) -> FieldValue? { fields.value(id) ?? page.value(id) }
}
