import HearthModel

/// One rendering of a compiled template: writes bytes, and looks names up from the innermost object outwards.
struct TemplateRun: ~Copyable {
    private let program: TemplateProgram
    private var stack: [Frame] = []
    private var bytes: ByteBuffer
    private var places: [SlottedBytes.Place] = []

    private enum Frame {
        case object(any FieldSource)
        case value(FieldValue)
    }

    private typealias Step = TemplateProgram.Step

    init(_ context: any FieldSource, _ program: TemplateProgram, capacity: Int) {
        self.program = program
        stack.reserveCapacity(8)
        stack.append(.object(context))
        bytes = ByteBuffer(capacity: capacity)
    }

    /// What was written.
    var slotted: SlottedBytes { SlottedBytes(bytes.array, places: places) }

    /// Writes the whole template.
    mutating func render() {
        program.steps.withUnsafeBufferPointer { steps in
            program.texts.withUnsafeBufferPointer { texts in render(0, steps.count, steps, texts) }
        }
    }

    private mutating func render(
        _ start: Int, _ end: Int, _ steps: UnsafeBufferPointer<Step>, _ texts: UnsafeBufferPointer<UInt8>
    ) {
        var place = start
        while place < end {
            let step = steps[place]
            place += 1
            switch step.kind {
            case .text:
                bytes.append(UnsafeBufferPointer(rebasing: texts[Int(step.start)..<Int(step.end)]))
            case .escaped: print(step, isEscaped: true)
            case .unescaped: print(step, isEscaped: false)
            case .section:
                renderSection(step, inside: place, steps, texts)
                place = Int(step.end)
            case .invertedSection:
                if isEmpty(step) { render(place, Int(step.end), steps, texts) }
                place = Int(step.end)
            }
        }
    }

    private func lookUp(_ step: Step) -> FieldValue? {
        guard step.first != Step.current else {
            switch stack.last {
            case .object(let object)?: return .object(object)
            case .value(let value)?: return value
            case nil: return nil
            }
        }
        var place = stack.count - 1
        while place >= 0 {
            if case .object(let object) = stack[place], let value = object.value(Int(step.first)) {
                return step.rest < 0 ? value : follow(program.rests[Int(step.rest)], from: value)
            }
            place -= 1
        }
        return nil
    }

    private func follow(_ path: [FieldID], from value: FieldValue) -> FieldValue? {
        var value = value
        for id in path {
            guard case .object(let object) = value, let next = object.value(id) else { return nil }
            value = next
        }
        return value
    }

    private mutating func print(_ step: Step, isEscaped: Bool) {
        switch lookUp(step) {
        case .text(let text)?:
            if isEscaped { HTMLEscaping.append(text, to: &bytes) } else { bytes.append(text) }
        case .html(let html)?: bytes.append(html)
        case .slotted(let html)?: append(html)
        case .content(let text)?:
            let start = bytes.count
            text.append(to: &bytes)
            places.append(.init(start..<bytes.count, text.slot))
        case .summary(let text)?: append(text, isEscaped: isEscaped)
        case .number(let number)?: bytes.append(String(number))
        case .flag(let flag)?: bytes.append(flag ? "true" : "false")
        // Objects and lists were refused when the template was checked.
        case .absent?, .object?, .list?, .texts?, nil: break
        }
    }

    private mutating func append(_ html: SlottedBytes) {
        let offset = bytes.count
        bytes.append(html.bytes)
        for place in html.places {
            places.append(.init(place.range.lowerBound + offset..<place.range.upperBound + offset, place.slot))
        }
    }

    private mutating func append(_ text: SummaryText, isEscaped: Bool) {
        let start = bytes.count
        if isEscaped { HTMLEscaping.append(text.text, to: &bytes) } else { bytes.append(text.text) }
        if let slot = text.slot(isEscaped: isEscaped) { places.append(.init(start..<bytes.count, slot)) }
    }

    private mutating func renderSection(
        _ step: Step, inside: Int, _ steps: UnsafeBufferPointer<Step>, _ texts: UnsafeBufferPointer<UInt8>
    ) {
        let end = Int(step.end)
        guard let value = lookUp(step) else { return }
        switch value {
        case .flag(let flag): if flag { render(inside, end, steps, texts) }
        case .list(let objects):
            for object in objects { render(inside, end, steps, texts, in: .object(object)) }
        case .texts(let list):
            for text in list { render(inside, end, steps, texts, in: .value(.text(text))) }
        case .object(let object): render(inside, end, steps, texts, in: .object(object))
        case .text, .html, .slotted, .content, .summary, .number: render(inside, end, steps, texts, in: .value(value))
        case .absent: break
        }
    }

    private mutating func render(
        _ start: Int, _ end: Int, _ steps: UnsafeBufferPointer<Step>, _ texts: UnsafeBufferPointer<UInt8>,
        in frame: Frame
    ) {
        stack.append(frame)
        render(start, end, steps, texts)
        stack.removeLast()
    }

    private func isEmpty(_ step: Step) -> Bool {
        switch lookUp(step) {
        case .flag(let flag)?: !flag
        case .list(let objects)?: objects.isEmpty
        case .texts(let texts)?: texts.isEmpty
        case .absent?, nil: true
        case .text?, .html?, .slotted?, .content?, .summary?, .number?, .object?: false
        }
    }
}
