/// A template ready to run: one flat list of steps over one buffer of text, partials included in their places.
///
/// Steps are plain numbers, so that running one touches no reference count; a page has hundreds of them.
struct TemplateProgram: Sendable {
    struct Step: Sendable {
        enum Kind: UInt8, Sendable {
            /// Writes `texts[start..<end]`.
            case text
            /// Writes a value: escaped, or as it is.
            case escaped, unescaped
            /// The steps up to `end` are its inside.
            case section, invertedSection
        }

        var kind: Kind
        /// The first part of the name; `current` for `.`.
        var first: Int32 = Step.current
        /// The place of the other parts in `rests`; -1 when there are none.
        var rest: Int32 = -1
        var start: Int32 = 0
        var end: Int32 = 0

        static let current: Int32 = -1
    }

    private(set) var steps: [Step] = []
    private(set) var texts: [UInt8] = []
    private(set) var rests: [[FieldID]] = []

    /// Partials inside one another; what is deeper is left to the engine.
    private static let depthLimit = 12

    /// Nil when a partial is not in `all` although it is `known` (the engine renders it).
    init?(_ nodes: [TemplateNode], partials all: [String: [TemplateNode]], known: Set<String>) {
        guard add(nodes, all, known, depth: 0) else { return nil }
    }

    private mutating func add(
        _ nodes: [TemplateNode], _ all: [String: [TemplateNode]], _ known: Set<String>, depth: Int
    ) -> Bool {
        for node in nodes {
            switch node {
            case .text(let text):
                let start = Int32(texts.count)
                texts += text
                steps.append(Step(kind: .text, start: start, end: Int32(texts.count)))
            case .variable(let path, let isEscaped):
                steps.append(step(isEscaped ? .escaped : .unescaped, path))
            case .section(let path, let inside), .invertedSection(let path, let inside):
                let place = steps.count
                if case .section = node {
                    steps.append(step(.section, path))
                } else {
                    steps.append(step(.invertedSection, path))
                }
                guard add(inside, all, known, depth: depth) else { return false }
                steps[place].end = Int32(steps.count)
            case .partial(let name):
                guard let partial = all[name] else {
                    // A partial that is missing shows nothing.
                    if known.contains(name) { return false }
                    continue
                }
                guard depth < Self.depthLimit, add(partial, all, known, depth: depth + 1) else { return false }
            }
        }
        return true
    }

    private mutating func step(_ kind: Step.Kind, _ path: FieldPath) -> Step {
        var step = Step(kind: kind)
        if let first = path.first { step.first = Int32(first) }
        if let rest = path.rest {
            step.rest = Int32(rests.count)
            rests.append(rest)
        }
        return step
    }
}
