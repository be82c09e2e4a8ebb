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

/// A value that is not there. Swift-mustache would look for a missing name in the outer object, takes `""` and `0` for true,
/// and prints `false`; this is none of the three.
struct Absent: MustacheCustomRenderable, Sendable {
    var renderText: String { "" }
    var isNull: Bool { true }
}

/// The facts that templates read in one place.
protocol TemplateFields: Sendable {
    /// Every name, with its kind and how it is read: the one place that knows both, so that the check at load and the
    /// rendering cannot disagree.
    static var table: FieldTable<Self> { get }
}

/// The names of `Fields`. A name costs one lookup by hash and one call, no reflection and no copy of the facts.
struct FieldTable<Fields: Sendable>: Sendable {
    typealias Reader = @Sendable (Fields) -> Any

    let name: String
    private(set) var kinds: [String: FieldKind] = [:]
    private var readers: [String: Reader] = [:]

    init(_ name: String, _ fill: (inout FieldTable) -> Void) {
        self.name = name
        fill(&self)
    }

    var schema: Schema { Schema(name, kinds) }

    subscript(name: String) -> Reader? { readers[name] }

    private mutating func add(_ name: String, _ kind: FieldKind, _ reader: @escaping Reader) {
        kinds[name] = kind
        readers[name] = reader
    }

    /// A text that is always there.
    mutating func text(_ name: String, _ read: @escaping @Sendable (Fields) -> String) {
        add(name, .text) { read($0) }
    }

    /// A text that may be absent; an empty one is.
    mutating func optionalText(_ name: String, _ read: @escaping @Sendable (Fields) -> String?) {
        add(name, .text) { Self.presentText(read($0)) }
    }

    mutating func html(_ name: String, _ read: @escaping @Sendable (Fields) -> String?) {
        add(name, .html) { Self.presentText(read($0)) }
    }

    mutating func flag(_ name: String, _ read: @escaping @Sendable (Fields) -> Bool) {
        add(name, .flag) { read($0) }
    }

    mutating func number(_ name: String, _ read: @escaping @Sendable (Fields) -> Int) {
        add(name, .number) { read($0) }
    }

    mutating func texts(_ name: String, has: String? = nil, _ read: @escaping @Sendable (Fields) -> [String]) {
        add(name, .texts) { read($0) }
        if let has { flag(has) { !read($0).isEmpty } }
    }

    mutating func object<Inner: TemplateFields>(
        _ name: String, _ read: @escaping @Sendable (Fields) -> Context<Inner>?
    ) {
        add(name, .object(Inner.table.schema)) { fields in
            if let value = read(fields) { return value }
            return Absent()
        }
    }

    /// A list, and with `has` the flag that says whether it has elements.
    mutating func list<Inner: TemplateFields>(
        _ name: String, has: String? = nil, _ read: @escaping @Sendable (Fields) -> [Context<Inner>]
    ) {
        add(name, .list(Inner.table.schema)) { read($0) }
        if let has { flag(has) { !read($0).isEmpty } }
    }

    private static func presentText(_ text: String?) -> Any {
        guard let text, !text.isEmpty else { return Absent() }
        return text
    }
}

/// Facts as the template engine takes them. A class, so that handing it on costs a reference and not a copy.
final class Context<Fields: TemplateFields>: MustacheParent, Sendable {
    let fields: Fields

    init(_ fields: Fields) { self.fields = fields }

    func child(named name: String) -> Any? { Fields.table[name]?(fields) }
}

/// A page's facts: those of its layout, then those that every page has.
final class PageContext<Fields: TemplateFields>: MustacheParent, Sendable {
    let page: PageFields
    let fields: Fields

    init(_ page: PageFields, _ fields: Fields) {
        self.page = page
        self.fields = fields
    }

    func child(named name: String) -> Any? { Fields.table[name]?(fields) ?? PageFields.table[name]?(page) }
}
