import HearthModel

/// One rendering of a compiled template: writes bytes, and looks names up from the innermost object outwards.
struct TemplateRun {
    private let partials: [String: [TemplateNode]]
    private var stack: [Frame] = []
    private(set) var bytes: [UInt8] = []

    private enum Frame {
        case object(any FieldSource)
        case value(FieldValue)
    }

    init(_ context: any FieldSource, partials: [String: [TemplateNode]], capacity: Int) {
        self.partials = partials
        stack.reserveCapacity(8)
        stack.append(.object(context))
        bytes.reserveCapacity(capacity)
    }

    mutating func render(_ nodes: [TemplateNode]) {
        for node in nodes {
            switch node {
            case .text(let text): bytes.append(contentsOf: text)
            case .variable(let path, let isEscaped): print(path, isEscaped: isEscaped)
            case .section(let path, let inside): renderSection(path, inside)
            case .invertedSection(let path, let inside): if isEmpty(path) { render(inside) }
            case .partial(let name): if let partial = partials[name] { render(partial) }
            }
        }
    }

    private func lookUp(_ path: FieldPath) -> FieldValue? {
        guard let first = path.first else {
            switch stack.last {
            case .object(let object)?: return .object(object)
            case .value(let value)?: return value
            case nil: return nil
            }
        }
        var place = stack.count - 1
        while place >= 0 {
            if case .object(let object) = stack[place], let value = object.value(first) {
                guard let rest = path.rest else { return value }
                return Self.follow(rest, from: value)
            }
            place -= 1
        }
        return nil
    }

    private static func follow(_ path: [FieldID], from value: FieldValue) -> FieldValue? {
        var value = value
        for id in path {
            guard case .object(let object) = value, let next = object.value(id) else { return nil }
            value = next
        }
        return value
    }

    private mutating func print(_ path: FieldPath, isEscaped: Bool) {
        switch lookUp(path) {
        case .text(let text)?:
            if isEscaped { HTMLEscaping.append(text, to: &bytes) } else { bytes.append(contentsOf: text.utf8) }
        case .number(let number)?: bytes.append(contentsOf: String(number).utf8)
        case .flag(let flag)?: bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        // Objects and lists were refused when the template was checked.
        case .absent?, .object?, .list?, .texts?, nil: break
        }
    }

    private mutating func renderSection(_ path: FieldPath, _ inside: [TemplateNode]) {
        switch lookUp(path) {
        case .flag(let flag)?: if flag { render(inside) }
        case .list(let objects)?: for object in objects { render(inside, in: .object(object)) }
        case .texts(let texts)?: for text in texts { render(inside, in: .value(.text(text))) }
        case .object(let object)?: render(inside, in: .object(object))
        case .text?, .number?: if let value = lookUp(path) { render(inside, in: .value(value)) }
        case .absent?, nil: break
        }
    }

    private mutating func render(_ inside: [TemplateNode], in frame: Frame) {
        stack.append(frame)
        render(inside)
        stack.removeLast()
    }

    private func isEmpty(_ path: FieldPath) -> Bool {
        switch lookUp(path) {
        case .flag(let flag)?: !flag
        case .list(let objects)?: objects.isEmpty
        case .texts(let texts)?: texts.isEmpty
        case .absent?, nil: true
        case .text?, .number?, .object?: false
        }
    }
}
