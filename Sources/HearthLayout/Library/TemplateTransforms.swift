/// What swift-mustache can do to a value before it is shown, as in `{{uppercased(title)}}`; for anything else it would
/// print nothing, or how Swift describes the value.
extension FieldKind {
    /// As mistakes call it.
    var what: String {
        switch self {
        case .text: "a text"
        case .html: "HTML"
        case .flag: "only yes or no"
        case .number: "a number"
        case .object: "several facts"
        case .list, .texts: "a list"
        case .place: "the place in a list"
        }
    }

    var transforms: [String] {
        switch self {
        case .text: ["capitalized", "empty", "lowercased", "reversed", "uppercased"]
        case .number: ["equalzero", "even", "minusone", "odd", "plusone"]
        case .list: ["count", "empty", "first", "last", "reversed"]
        case .texts: ["count", "empty", "first", "last", "reversed", "sorted"]
        case .place: ["even", "first", "index", "last", "odd"]
        case .html, .flag, .object: []
        }
    }

    /// What comes of it; nil when it cannot be done.
    func transformed(_ name: String) -> FieldKind? {
        guard transforms.contains(name) else { return nil }
        switch (self, name) {
        case (_, "empty"), (_, "even"), (_, "odd"), (_, "equalzero"), (.place, "first"), (.place, "last"): return .flag
        case (_, "count"), (_, "index"): return .number
        case (.list(let schema), "first"), (.list(let schema), "last"): return .object(schema)
        case (.texts, "first"), (.texts, "last"): return .text
        default: return self
        }
    }
}
