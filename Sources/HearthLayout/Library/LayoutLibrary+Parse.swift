import HearthModel
internal import Mustache

// How the text of a template becomes one, and what is said when it does not.

extension LayoutLibrary {
    /// A template that cannot be parsed is reported, and the built-in one stands in so that the other mistakes show
    /// too.
    static func parse(
        _ file: LayoutFolder.File, fallback: BuiltInTheme.File?, _ diagnostics: inout [Diagnostic]
    ) -> (template: MustacheTemplate?, text: [UInt8]?) {
        do {
            if let tag = TemplateScanner.tooDeep(file.bytes) {
                diagnostics.append(
                    Diagnostic(
                        .templateSyntax,
                        at: place(of: tag, in: file),
                        "more than \(TemplateScanner.nestingLimit) sections lie in each other here",
                        help: "put parts of it into partials"))
                return builtIn(fallback)
            }
            if let tag = TemplateScanner.tags(of: file.bytes).first(where: { $0.kind == .setting }) {
                diagnostics.append(
                    Diagnostic(
                        .templateSyntax, at: place(of: tag, in: file), "templates have no settings such as this one",
                        help: "remove it: text is always escaped, and names that hold HTML have three braces"))
                return builtIn(fallback)
            }
            let text = HTMLEscaping.pragma + String(decoding: file.bytes, as: UTF8.self)
            // A part may be emptied to take it away; a page of nothing is nobody's wish.
            let isBlank = file.bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            guard isBlank, !file.name.contains("/") else { return (try MustacheTemplate(string: text), file.bytes) }
            diagnostics.append(
                Diagnostic(
                    .templateSyntax, at: SourceLocation(file: file.file), "this layout is empty",
                    help: "remove it to have the built-in one"))
        } catch let error as MustacheTemplate.ParserError {
            diagnostics.append(mistake(error, in: file))
        } catch {
            diagnostics.append(Diagnostic(.templateSyntax, at: SourceLocation(file: file.file), "\(error)"))
        }
        return builtIn(fallback)
    }

    private static func builtIn(_ fallback: BuiltInTheme.File?) -> (template: MustacheTemplate?, text: [UInt8]?) {
        guard let fallback else { return (nil, nil) }
        let text = HTMLEscaping.pragma + String(decoding: fallback.bytes, as: UTF8.self)
        return (try? MustacheTemplate(string: text), fallback.bytes)
    }

    private static func place(of tag: TemplateTag, in file: LayoutFolder.File) -> SourceLocation {
        SourceLocation(file: file.file, line: tag.line, column: tag.column, length: tag.length)
    }

    /// The engine knows where it stopped; a section that is not closed begins elsewhere.
    private static func mistake(_ error: MustacheTemplate.ParserError, in file: LayoutFolder.File) -> Diagnostic {
        let line = max(1, error.context.lineNumber - HTMLEscaping.pragmaLines)
        var place = SourceLocation(file: file.file, line: line, column: error.context.columnNumber)
        guard let reason = error.error as? MustacheTemplate.Error, let open = TemplateScanner.unclosed(file.bytes)
        else {
            return Diagnostic(.templateSyntax, at: place, explain(error.error))
        }
        let (name, opening) = (open.name, self.place(of: open, in: file))
        let help = open.transforms.isEmpty ? "write {{/\(name)}} where it ends" : nil
        switch reason {
        case .expectedSectionEnd:
            place = opening
            return Diagnostic(.templateSyntax, at: place, "the section '\(name)' is not closed", help: help)
        case .sectionCloseNameIncorrect:
            return Diagnostic(
                .templateSyntax, at: place, explain(reason), help: help,
                notes: [.init("'\(name)' is open since here", at: opening)])
        default: return Diagnostic(.templateSyntax, at: place, explain(reason))
        }
    }

    private static func explain(_ error: any Error) -> String {
        guard let error = error as? MustacheTemplate.Error else { return "the template ends inside a tag" }
        switch error {
        case .sectionCloseNameIncorrect: return "this closes another section than the one that is open"
        case .unfinishedName: return "this tag is not finished, or its name has a character that names do not have"
        case .expectedSectionEnd: return "a section is not closed"
        case .invalidSetDelimiter: return "this is no valid change of delimiters"
        case .transformAppliedToInheritanceSection: return "a block cannot have a transform"
        case .illegalTokenInsideInheritSection: return "only blocks may stand inside {{<…}}"
        case .textInsideInheritSection: return "text may not stand inside {{<…}} outside its blocks"
        case .invalidConfigVariableSyntax, .unrecognisedConfigVariable: return "this setting is unknown"
        @unknown default: return "the template cannot be read"
        }
    }
}
