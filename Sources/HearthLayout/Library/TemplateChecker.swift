import HearthModel

/// Checks that every name a template uses is one that its context answers: swift-mustache would print nothing for the
/// others, and nobody would notice.
struct TemplateChecker {
    private let templates: [String: Template]
    /// Their partials are not followed: see `TemplateCycles`.
    private let broken: Set<String>
    /// The site's folder of layouts.
    private let folder: String
    /// Found so far, by place and name: a partial is checked for each of its includers, but its mistakes are told once.
    private var found: [Mistake: Set<String>] = [:]
    private var missing: [Mistake: Set<String>] = [:]
    private var unescaped: [Mistake: Set<String>] = [:]
    private var wrong: [Mistake: Set<String>] = [:]

    struct Template {
        var file: String
        var tags: [TemplateTag]
        var isBuiltIn = false
    }

    private struct Mistake: Hashable {
        var location: SourceLocation
        var name: String
        var summary: String
        var help: String?
    }

    /// What names mean at one place: from the outermost object inwards.
    private typealias Scope = [Level]

    /// What `{{.}}` stands for inside a section, whose names are those of `schema`.
    private struct Level {
        var kind: FieldKind

        var schema: Schema? {
            switch kind {
            case .object(let schema): schema
            default: nil
            }
        }
    }

    init(_ templates: [String: Template], broken: Set<String>, folder: String) {
        self.templates = templates
        self.folder = folder
        self.broken = broken
    }

    /// Checks `template` as it is used by `user` ("layout 'question'") with the names of `schema`.
    mutating func check(_ template: String, schema: Schema, user: String) {
        walk(template, scope: [Level(kind: .object(schema))], user: user, replaced: [])
    }

    /// In the order of the files.
    var diagnostics: [Diagnostic] {
        let all = [
            (found, DiagnosticKind.unknownTemplateName), (missing, .unknownPartial), (unescaped, .unescapedText),
            (wrong, .templateSyntax),
        ]
        return all.flatMap { mistakes, kind in mistakes.map { diagnostic(kind, $0, $1) } }.sorted()
    }

    private func diagnostic(_ kind: DiagnosticKind, _ mistake: Mistake, _ users: Set<String>) -> Diagnostic {
        Diagnostic(
            kind, at: mistake.location, mistake.summary, help: mistake.help,
            notes: users.sorted().map { .init("used by \($0)") })
    }

    /// `replaced`: the blocks into which a template that has this one as its parent puts something else.
    private mutating func walk(_ name: String, scope: Scope, user: String, replaced: Set<String>) {
        guard let template = templates[name] else { return }
        var scopes: [Scope] = [scope]
        var open: [TemplateTag.Kind] = []
        // How many tags are open inside a block that is not shown.
        var hidden = 0
        for (index, tag) in template.tags.enumerated() {
            if hidden > 0 {
                if tag.kind.opens { hidden += 1 } else if tag.kind == .close { hidden -= 1 }
                continue
            }
            if tag.kind == .block, open.last != .parent, replaced.contains(tag.name) {
                hidden = 1
                continue
            }
            if tag.kind.opens { open.append(tag.kind) } else if tag.kind == .close { _ = open.popLast() }
            let current = scopes.last ?? scope
            switch tag.kind {
            case .variable, .unescapedVariable: checkVariable(tag, current, template, user)
            case .section: scopes.append(inside(tag, current, template, user))
            case .invertedSection:
                _ = resolve(tag, current, template, user)
                scopes.append(current)
            case .block: scopes.append(current)
            case .close: if scopes.count > 1 { scopes.removeLast() }
            case .partial: include(tag, name, current, user, replaced)
            // Told when the template is read.
            case .setting: break
            case .parent:
                include(tag, name, current, user, replaced.union(blocks(of: index, template)))
                scopes.append(current)
            }
        }
    }

    /// The blocks that the parent at `index` is given.
    private func blocks(of index: Int, _ template: Template) -> [String] {
        var names: [String] = []
        var depth = 0
        for tag in template.tags[(index + 1)...] where depth >= 0 {
            if depth == 0, tag.kind == .block { names.append(tag.name) }
            if tag.kind.opens { depth += 1 } else if tag.kind == .close { depth -= 1 }
        }
        return names
    }

    private mutating func include(
        _ tag: TemplateTag, _ includer: String, _ scope: Scope, _ user: String, _ replaced: Set<String>
    ) {
        // `{{>*name}}` is told as what it is: see `TemplateCycles`.
        guard !tag.name.hasPrefix("*"), let template = templates[includer] else { return }
        guard !tag.name.isEmpty else {
            return report("this tag has no name", tag, help: "write the name of a template", template, user)
        }
        guard templates[tag.name] != nil else {
            let mistake = Mistake(
                location: location(tag, template), name: tag.name, summary: "there is no template '\(tag.name)'",
                help: help(missing: tag))
            missing[mistake, default: []].insert(user)
            return
        }
        guard !broken.contains(includer) else { return }
        walk(tag.name, scope: scope, user: user, replaced: replaced)
    }

    private func help(missing tag: TemplateTag) -> String {
        let ending = ".mustache"
        let name = tag.name.hasSuffix(ending) ? String(tag.name.dropLast(ending.count)) : tag.name
        if templates[name] != nil { return "write it without '\(ending)': '\(name)'" }
        let near = nearestName(to: name, among: templates.keys.filter { $0.contains("/") || tag.kind == .parent })
        return near.map { "did you mean '\($0)'?" } ?? "add \(folder)/\(name)\(ending)"
    }

    private func location(_ tag: TemplateTag, _ template: Template) -> SourceLocation {
        SourceLocation(file: template.file, line: tag.line, column: tag.column, length: tag.length)
    }

    private mutating func checkVariable(_ tag: TemplateTag, _ scope: Scope, _ template: Template, _ user: String) {
        guard let kind = resolve(tag, scope, template, user) else { return }
        let what: String
        switch kind {
        case .text where tag.kind == .unescapedVariable && tag.transforms.isEmpty:
            let mistake = Mistake(
                location: location(tag, template), name: tag.name,
                summary: "'\(tag.name)' is text, which three braces would put into the page as HTML",
                help: "write {{\(tag.name)}}")
            unescaped[mistake, default: []].insert(user)
            return
        case .text, .html, .number: return
        case .flag, .place, .object, .list, .texts: what = kind.what
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
        case .list(let schema): scope + [Level(kind: .object(schema))]
        case .texts: scope + [Level(kind: .text)]
        case .flag, .place, nil: scope
        case let kind?: scope + [Level(kind: kind)]
        }
    }

    /// What `tag` stands for; nil when that is unknown, which was then reported.
    private mutating func resolve(
        _ tag: TemplateTag, _ scope: Scope, _ template: Template, _ user: String
    ) -> FieldKind? {
        if tag.name.isEmpty, tag.transforms.isEmpty {
            report(
                "this tag has no name", tag, help: "write the name of what is shown, or '.' for the current object",
                template, user)
            return nil
        }
        var kind = tag.name.isEmpty ? .place : named(tag, scope, template, user)
        for transform in tag.transforms {
            guard let known = kind else { return nil }
            kind = known.transformed(transform)
            guard kind == nil else { continue }
            report(
                "nothing called '\(transform)' can be done to \(known.what)", tag,
                help: known.transforms.isEmpty ? nil : "there are " + known.transforms.joined(separator: ", "),
                template, user)
        }
        return kind
    }

    private mutating func report(
        _ summary: String, _ tag: TemplateTag, help: String?, _ template: Template, _ user: String
    ) {
        let mistake = Mistake(location: location(tag, template), name: tag.name, summary: summary, help: help)
        wrong[mistake, default: []].insert(user)
    }

    private mutating func named(
        _ tag: TemplateTag, _ scope: Scope, _ template: Template, _ user: String
    ) -> FieldKind? {
        if tag.name == "." { return scope.last?.kind }
        let parts = tag.name.split(separator: ".").map(String.init)
        guard let first = parts.first else { return nil }
        let schemas = tag.name.hasPrefix(".") ? scope.suffix(1) : scope[...]
        guard let owner = schemas.last(where: { $0.schema?.fields[first] != nil }),
            var kind = owner.schema?.fields[first]
        else {
            report(first, tag, among: schemas.compactMap(\.schema), template, user)
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
            help: Self.helper(tag) ?? nearestName(to: part, among: known).map { "did you mean '\($0)'?" }
                ?? help(part, schemas.last))
        found[mistake, default: []].insert(user)
    }

    /// `{{#if title}}`: other template languages have words for what a section does by itself.
    private static func helper(_ tag: TemplateTag) -> String? {
        let words = tag.name.split(separator: " ")
        guard let word = words.first, ["if", "unless", "each", "with", "for", "range", "else", "end"].contains(word)
        else { return nil }
        let name = words.count > 1 ? words[words.count - 1] : "name"
        return switch word {
        case "unless", "else": "templates have no '\(word)': {{^\(name)}}…{{/\(name)}} shows what stands there if not"
        case "end": "a section ends with its name: {{/\(name)}}"
        default: "templates have no '\(word)': {{#\(name)}}…{{/\(name)}} is for each, and if"
        }
    }

    /// The names of the innermost object, where they are few enough to read; else who has such a name.
    private func help(_ part: String, _ schema: Schema?) -> String? {
        guard let schema else { return nil }
        if schema.fields.count <= 12 {
            return "the names here are " + schema.fields.keys.sorted().joined(separator: ", ")
        }
        let others = Schemas.all.filter { !$0.key.contains("/") && $0.value.fields[part] != nil }.keys.sorted()
        let all = "'hearth theme reference' lists the names of each layout"
        if others.isEmpty { return all }
        let shown = others.prefix(4).map { "'\($0)'" }.joined(separator: ", ")
        let rest = others.count > 4 ? " and \(others.count - 4) more" : ""
        return "\(others.count == 1 ? "the layout \(shown) has" : "the layouts \(shown)\(rest) have") this name; \(all)"
    }
}
