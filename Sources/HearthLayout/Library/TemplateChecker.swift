import HearthModel

/// Checks that every name a template uses is one that its context answers: swift-mustache would print nothing for the
/// others, and nobody would notice.
struct TemplateChecker {
    private let templates: [String: Template]
    /// Found so far, by place and name: a partial is checked for each of its includers, but its mistakes are told once.
    private var found: [Mistake: Set<String>] = [:]
    private var missing: [Mistake: Set<String>] = [:]

    struct Template {
        var file: String
        var tags: [TemplateTag]
    }

    private struct Mistake: Hashable {
        var location: SourceLocation
        var name: String
        var summary: String
        var help: String?
    }

    /// What names mean at one place: the schemas from the outermost inwards. Nil stands for a plain text.
    private typealias Scope = [Schema?]

    init(_ templates: [String: Template]) { self.templates = templates }

    /// Checks `template` as it is used by `user` ("layout 'question'") with the names of `schema`.
    mutating func check(_ template: String, schema: Schema, user: String) {
        walk(template, scope: [schema], user: user, depth: 0)
    }

    /// In the order of the files.
    var diagnostics: [Diagnostic] {
        (found.map { diagnostic(.unknownTemplateName, $0, $1) } + missing.map { diagnostic(.unknownPartial, $0, $1) })
            .sorted()
    }

    private func diagnostic(_ kind: DiagnosticKind, _ mistake: Mistake, _ users: Set<String>) -> Diagnostic {
        Diagnostic(
            kind, at: mistake.location, mistake.summary, help: mistake.help,
            notes: users.sorted().map { .init("used by \($0)") })
    }

    private mutating func walk(_ name: String, scope: Scope, user: String, depth: Int) {
        // A partial may include itself inside a section; names cannot change any more after a few rounds.
        guard depth < 12, let template = templates[name] else { return }
        var scopes: [Scope] = [scope]
        for tag in template.tags {
            let current = scopes.last ?? scope
            switch tag.kind {
            case .variable, .unescapedVariable: checkVariable(tag, current, template, user)
            case .section: scopes.append(inside(tag, current, template, user))
            case .invertedSection:
                _ = resolve(tag, current, template, user)
                scopes.append(current)
            case .block: scopes.append(current)
            case .close: if scopes.count > 1 { scopes.removeLast() }
            case .partial: include(tag, current, template, user, depth)
            }
        }
    }

    private mutating func include(
        _ tag: TemplateTag, _ scope: Scope, _ template: Template, _ user: String, _ depth: Int
    ) {
        // `{{>*name}}` is only known when the page is rendered.
        guard !tag.name.hasPrefix("*") else { return }
        guard templates[tag.name] != nil else {
            let near = nearestName(to: tag.name, among: templates.keys.filter { $0.contains("/") })
            let mistake = Mistake(
                location: location(tag, template), name: tag.name, summary: "there is no template '\(tag.name)'",
                help: near.map { "did you mean '\($0)'?" } ?? "add Layouts/\(tag.name).mustache")
            missing[mistake, default: []].insert(user)
            return
        }
        walk(tag.name, scope: scope, user: user, depth: depth + 1)
    }

    private func location(_ tag: TemplateTag, _ template: Template) -> SourceLocation {
        SourceLocation(file: template.file, line: tag.line, column: tag.column, length: tag.length)
    }

    private mutating func checkVariable(_ tag: TemplateTag, _ scope: Scope, _ template: Template, _ user: String) {
        guard let kind = resolve(tag, scope, template, user), !tag.hasTransforms else { return }
        let what: String
        switch kind {
        case .text, .html, .number: return
        case .flag: what = "only yes or no"
        case .object: what = "several facts"
        case .list, .texts: what = "a list"
        }
        let mistake = Mistake(
            location: location(tag, template), name: tag.name,
            summary: "'\(tag.name)' is \(what) and cannot be printed",
            help: "use a section: {{#\(tag.name)}}…{{/\(tag.name)}}")
        found[mistake, default: []].insert(user)
    }

    /// The names inside a section.
    private mutating func inside(_ tag: TemplateTag, _ scope: Scope, _ template: Template, _ user: String) -> Scope {
        switch resolve(tag, scope, template, user) {
        case .object(let schema), .list(let schema): scope + [schema]
        case .text, .html, .number, .texts: scope + [nil]
        case .flag, nil: scope
        }
    }

    /// What the name of `tag` stands for; nil when that is unknown, which was then reported.
    private mutating func resolve(
        _ tag: TemplateTag, _ scope: Scope, _ template: Template, _ user: String
    ) -> FieldKind? {
        // The current object, and the place in a list (`{{^first()}}`).
        if tag.name == "." {
            if let innermost = scope.last, let schema = innermost { return .object(schema) }
            return .text
        }
        if tag.name.isEmpty { return tag.hasTransforms ? .flag : nil }
        let parts = tag.name.split(separator: ".").map(String.init)
        guard let first = parts.first else { return nil }
        let schemas = tag.name.hasPrefix(".") ? scope.suffix(1) : scope[...]
        guard let owner = schemas.last(where: { $0?.fields[first] != nil }), var kind = owner?.fields[first] else {
            report(first, tag, among: schemas.compactMap { $0 }, template, user)
            return nil
        }
        for part in parts.dropFirst() {
            guard case .object(let schema) = kind, let next = schema.fields[part] else {
                var schemas: [Schema] = []
                if case .object(let schema) = kind { schemas = [schema] }
                report(part, tag, among: schemas, template, user)
                return nil
            }
            kind = next
        }
        return kind
    }

    private mutating func report(
        _ part: String, _ tag: TemplateTag, among schemas: [Schema], _ template: Template, _ user: String
    ) {
        let known = schemas.flatMap { $0.fields.keys }
        let whole = part == tag.name ? "" : " in '\(tag.name)'"
        let mistake = Mistake(
            location: location(tag, template), name: tag.name, summary: "there is no '\(part)' here\(whole)",
            help: nearestName(to: part, among: known).map { "did you mean '\($0)'?" } ?? help(schemas.last))
        found[mistake, default: []].insert(user)
    }

    /// The names of the innermost object, where they are few enough to read.
    private func help(_ schema: Schema?) -> String? {
        guard let schema, schema.fields.count <= 12 else { return nil }
        return "the names here are " + schema.fields.keys.sorted().joined(separator: ", ")
    }
}
