import HearthModel

/// `{{#if: …}}`, `{{PAGENAME}}` and what else looks like a template and is a function.
///
/// https://www.mediawiki.org/wiki/Help:Magic_words and
/// https://www.mediawiki.org/wiki/Help:Extension:ParserFunctions
struct WikitextFunctionCall {
    let name: String
    let arguments: [WikitextArgument]
    let frame: WikitextFrame

    /// The result; nil when this is no function.
    mutating func run(_ expander: inout WikitextExpander) -> [UInt8]? {
        if name == "!" { return [0x7C] }
        if name == "=" { return [0x3D] }
        guard let colon = name.firstIndex(of: ":"), colon != name.startIndex else { return variable(&expander) }
        let word = name[..<colon].lowercased()
        let first = Array(name[name.index(after: colon)...].utf8.trimmed()).string
        let key = word.hasPrefix("#") ? String(word.dropFirst()) : word
        return branch(key, first, &expander) ?? text(key, first, &expander) ?? site(word, first, &expander)
            ?? directive(word, first, &expander)
    }

    /// Argument `index` after the first one, expanded and trimmed.
    private func value(_ index: Int, _ expander: inout WikitextExpander) -> String {
        guard index < arguments.count else { return "" }
        let argument = arguments[index]
        var out = argument.name.map { expander.expand($0, in: frame) + [0x3D] } ?? []
        out += expander.expand(argument.value, in: frame)
        return Array(out.trimmed()).string
    }

    private func bytes(_ index: Int, _ expander: inout WikitextExpander) -> [UInt8] {
        Array(value(index, &expander).utf8)
    }

    // MARK: Branches

    private func branch(_ key: String, _ first: String, _ expander: inout WikitextExpander) -> [UInt8]? {
        switch key {
        case "if": return bytes(first.isEmpty ? 1 : 0, &expander)
        case "ifeq": return bytes(Self.isEqual(first, value(0, &expander)) ? 1 : 2, &expander)
        case "ifexist":
            let exists = expander.site.namespaces.title(first).map { expander.site.exists($0) } ?? false
            return bytes(exists ? 0 : 1, &expander)
        case "ifexpr":
            guard let number = try? WikitextExpression.evaluate(first) else { return bytes(1, &expander) }
            return bytes(number == 0 ? 1 : 0, &expander)
        case "iferror":
            if first.contains("class=\"error\"") { return bytes(0, &expander) }
            return arguments.count > 1 ? bytes(1, &expander) : Array(first.utf8)
        case "expr":
            if first.isEmpty { return [] }
            guard let number = try? WikitextExpression.evaluate(first) else {
                expander.lose("function:#expr")
                return []
            }
            return Array(WikitextExpression.text(number).utf8)
        case "switch": return choose(first, &expander)
        default: return nil
        }
    }

    private static func isEqual(_ a: String, _ b: String) -> Bool {
        if let x = Double(a), let y = Double(b) { return x == y }
        return a == b
    }

    private func choose(_ wanted: String, _ expander: inout WikitextExpander) -> [UInt8] {
        var falls = false
        var defaultFalls = false
        var fallback: [UInt8]?
        for (index, argument) in arguments.enumerated() {
            guard let name = argument.name else {
                let value = Array(expander.expand(argument.value, in: frame).trimmed())
                // A last value without a case is the default.
                if index == arguments.count - 1 { return value }
                if Self.isEqual(value.string, wanted) { falls = true }
                if value.string == "#default" { defaultFalls = true }
                continue
            }
            let key = Array(expander.expand(name, in: frame).trimmed()).string
            if falls || Self.isEqual(key, wanted) {
                return Array(expander.expand(argument.value, in: frame).trimmed())
            }
            if key == "#default" || defaultFalls {
                fallback = Array(expander.expand(argument.value, in: frame).trimmed())
                defaultFalls = false
            }
        }
        return fallback ?? []
    }

    // MARK: Text

    private func text(_ key: String, _ first: String, _ expander: inout WikitextExpander) -> [UInt8]? {
        switch key {
        case "lc": return Array(first.lowercased().utf8)
        case "uc": return Array(first.uppercased().utf8)
        case "lcfirst": return Array((first.prefix(1).lowercased() + first.dropFirst()).utf8)
        case "ucfirst": return Array((first.prefix(1).uppercased() + first.dropFirst()).utf8)
        case "formatnum": return Array(first.utf8)
        case "len": return Array(String(first.unicodeScalars.count).utf8)
        case "padleft", "padright":
            let wanted = min(500, Int(value(0, &expander)) ?? 0)
            let pad = arguments.count > 1 ? value(1, &expander) : "0"
            var filling = ""
            while !pad.isEmpty, filling.count + first.count < wanted { filling += pad }
            filling = String(filling.prefix(max(0, wanted - first.count)))
            return Array((key == "padleft" ? filling + first : first + filling).utf8)
        case "replace":
            let wanted = value(0, &expander)
            return Array((wanted.isEmpty ? first : first.replacing(wanted, with: value(1, &expander))).utf8)
        case "sub":
            let scalars = Array(first.unicodeScalars)
            let from = Int(value(0, &expander)) ?? 0
            let start = from < 0 ? max(0, scalars.count + from) : min(from, scalars.count)
            let length = Int(value(1, &expander)) ?? 0
            let end =
                length == 0 ? scalars.count : length < 0 ? scalars.count + length : start + min(length, scalars.count)
            guard start < min(end, scalars.count) else { return [] }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<min(end, scalars.count)])
            return Array(String(view).utf8)
        case "titleparts": return titleParts(first, &expander)
        case "plural":
            let isOne = Double(first) == 1
            return bytes(isOne || arguments.count < 2 ? 0 : 1, &expander)
        case "urlencode":
            let style = value(0, &expander).lowercased()
            let space = style == "wiki" ? "_" : style == "path" ? "%20" : "+"
            return Array(SitePath.percentEncode(first).replacing("%20", with: space).utf8)
        case "anchorencode": return Array(SitePath.percentEncode(first.replacing(" ", with: "_")).utf8)
        default: return nil
        }
    }

    private func titleParts(_ title: String, _ expander: inout WikitextExpander) -> [UInt8] {
        let parts = title.split(separator: "/", maxSplits: 24, omittingEmptySubsequences: false)
        let count = Int(value(0, &expander)) ?? 0
        var first = Int(value(1, &expander)) ?? 1
        if first > 0 { first -= 1 } else if first < 0 { first = max(0, parts.count + first) }
        guard first < parts.count else { return [] }
        let rest = parts[first...]
        let kept = count == 0 ? rest : count > 0 ? rest.prefix(count) : rest.dropLast(min(-count, rest.count))
        return Array(kept.joined(separator: "/").utf8)
    }

    // MARK: The wiki

    private func site(_ word: String, _ first: String, _ expander: inout WikitextExpander) -> [UInt8]? {
        let names = expander.site.namespaces
        switch word {
        case "ns", "nse":
            let number = Int(first) ?? names.number(of: first)
            return Array((number.flatMap { names.names[$0] } ?? "").utf8)
        case "localurl", "localurle", "fullurl", "fullurle", "canonicalurl":
            let address = names.title(first).flatMap { expander.site.address(of: $0, fragment: "") }
            return Array((address ?? "").utf8)
        case "filepath": return Array((expander.site.address(ofFile: first) ?? "").utf8)
        case "#language", "#formatdate", "#dateformat", "#isbn": return Array(first.utf8)
        case "gender": return bytes(arguments.count > 2 ? 2 : 0, &expander)
        case "grammar": return bytes(0, &expander)
        default:
            guard word.contains("page") || word.contains("space"), let title = names.title(first) else { return nil }
            return Self.name(word, of: title, names).map { Array($0.utf8) }
        }
    }

    /// Functions that stand for something else than text.
    private func directive(_ word: String, _ first: String, _ expander: inout WikitextExpander) -> [UInt8]? {
        switch word {
        case "displaytitle":
            expander.displayTitle = first
            return []
        case "defaultsort", "defaultsortkey", "defaultcategorysort": return []
        case "#tag":
            var attributes: [UInt8] = []
            for argument in arguments.dropFirst() {
                guard let name = argument.name else { continue }
                let value = Array(expander.expand(argument.value, in: frame).trimmed())
                attributes +=
                    Array(" ".utf8) + expander.expand(name, in: frame).trimmed() + Array("=\"".utf8) + value + [0x22]
            }
            if !WikitextTreeBuilder.extensionTags.contains(first.lowercased()) {
                // The sanitiser decides about it like about any tag.
                return Array("<\(first)".utf8) + attributes + [0x3E] + bytes(0, &expander) + Array("</\(first)>".utf8)
            }
            return expander.extensionTag(first.lowercased(), attributes[...], bytes(0, &expander)[...], in: frame)
        case "#invoke":
            expander.lose("template:#invoke \(first.prefix(60))")
            return []
        case "#time", "#timel", "int", "numberofarticles", "numberofpages", "pagesincategory", "#babel", "#lst",
            "#lsth",
            "#ask", "#show", "#set", "#subobject", "#widget", "#ev", "#dpl", "#vardefine", "#var", "#arraymap",
            "#formlink",
            "#cargo_query", "#related", "#coordinates", "#property", "#statements", "special", "speciale":
            expander.lose("function:\(word)")
            return []
        default:
            guard word.hasPrefix("#") else { return nil }
            expander.lose("function:\(word.prefix(40))")
            return []
        }
    }

    private static func name(_ word: String, of title: WikiTitle, _ names: WikiNamespaces) -> String? {
        let parts = title.name.split(separator: "/", omittingEmptySubsequences: false)
        if word.hasSuffix("ee") {
            // `PAGENAMEE` is `PAGENAME` for addresses.
            return name(String(word.dropLast()), of: title, names).map {
                SitePath.percentEncode($0.replacing(" ", with: "_")).replacing("%3A", with: ":")
            }
        }
        switch word {
        case "pagename": return title.name
        case "fullpagename": return names.text(of: title)
        case "basepagename": return parts.count > 1 ? parts.dropLast().joined(separator: "/") : title.name
        case "subpagename": return String(parts.last ?? "")
        case "rootpagename": return String(parts.first ?? "")
        case "namespace": return names.names[title.namespace] ?? ""
        case "namespacenumber": return String(title.namespace)
        case "talkpagename": return names.text(of: WikiTitle(namespace: title.namespace | 1, name: title.name))
        case "talkspace": return names.names[title.namespace | 1] ?? ""
        case "subjectspace", "articlespace": return names.names[title.subject.namespace] ?? ""
        case "subjectpagename", "articlepagename": return names.text(of: title.subject)
        default: return nil
        }
    }

    // MARK: Variables

    private func variable(_ expander: inout WikitextExpander) -> [UInt8]? {
        guard arguments.isEmpty, name.utf8.count > 2, name == name.uppercased() else { return nil }
        let names = expander.site.namespaces
        if let text = Self.name(name.lowercased(), of: expander.page, names) { return Array(text.utf8) }
        switch name {
        case "SITENAME": return Array(names.siteName.utf8)
        case "CONTENTLANGUAGE", "PAGELANGUAGE": return Array(names.language.utf8)
        case "SERVER": return Array((expander.site.origin ?? "").utf8)
        case "SERVERNAME":
            let rest = expander.site.origin.flatMap { SafeLink.behindScheme($0) } ?? ""
            return Array(rest.utf8.prefix { $0 != 0x3A })
        case "SCRIPTPATH", "REVISIONID", "REVISIONUSER", "DIRECTIONMARK", "CURRENTVERSION",
            "STYLEPATH", "NOEXTERNALLANGLINKS":
            return []
        case "NUMBEROFARTICLES", "NUMBEROFPAGES", "NUMBEROFUSERS", "NUMBEROFFILES", "NUMBEROFEDITS":
            expander.lose("magic-word:\(name)")
            return []
        default: break
        }
        for prefix in ["CURRENT", "LOCAL", "REVISION"] where name.hasPrefix(prefix) {
            guard let text = Self.time(String(name.dropFirst(prefix.count)), expander.date) else { continue }
            // The day of the last edit stands in for "today": a migration has no clock.
            if prefix != "REVISION" { expander.lose("magic-word:\(name)") }
            return Array(text.utf8)
        }
        return nil
    }

    private static func time(_ word: String, _ date: Timestamp?) -> String? {
        guard let date else { return nil }
        let (year, month, day) = date.civil
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December",
        ]
        switch word {
        case "YEAR": return "\(year)"
        case "MONTH": return two(month)
        case "MONTH1": return "\(month)"
        case "MONTHNAME", "MONTHNAMEGEN": return months[max(0, min(11, month - 1))]
        case "MONTHABBREV": return String(months[max(0, min(11, month - 1))].prefix(3))
        case "DAY": return "\(day)"
        case "DAY2": return two(day)
        case "TIMESTAMP": return date.iso8601.filter(\.isNumber)
        case "TIME": return String(date.iso8601.dropFirst(11).prefix(5))
        default: return nil
        }
    }
}
