/// `''emphasis''` and `'''strong'''`, line by line, with MediaWiki's rules for odd numbers of apostrophes.
enum WikitextQuotes {
    static func convert(_ source: [UInt8]) -> [UInt8] {
        guard ByteText.find("''", in: source, from: 0, to: source.count) != nil else { return source }
        var out: [UInt8] = []
        out.reserveCapacity(source.count + source.count / 8)
        let lines = ByteText.lines(source)
        for (number, line) in lines.enumerated() {
            if ByteText.find("''", in: source, from: line.lowerBound, to: line.upperBound) != nil {
                convert(source, line, into: &out)
            } else {
                out += source[line]
            }
            if number + 1 < lines.count { out.append(0x0A) }
        }
        return out
    }

    /// Text, run, text, run, …, text; runs of 2, 3 or 5 apostrophes.
    private struct Run {
        var text: [UInt8]
        var count: Int
    }

    private static func runs(_ source: [UInt8], _ line: Range<Int>) -> (runs: [Run], rest: [UInt8]) {
        var runs: [Run] = []
        var text: [UInt8] = []
        var index = line.lowerBound
        while index < line.upperBound {
            guard source[index] == 0x27 else {
                let next = ByteText.find(0x27, in: source, from: index, to: line.upperBound) ?? line.upperBound
                text += source[index..<next]
                index = next
                continue
            }
            var end = index
            while end < line.upperBound, source[end] == 0x27 { end += 1 }
            var count = end - index
            index = end
            if count == 1 {
                text.append(0x27)
                continue
            }
            // Four are an apostrophe and three; more than five are apostrophes and five.
            if count == 4 {
                text.append(0x27)
                count = 3
            } else if count > 5 {
                text += Array(repeating: 0x27, count: count - 5)
                count = 5
            }
            runs.append(Run(text: text, count: count))
            text = []
        }
        return (runs, text)
    }

    /// When both numbers are odd, one `'''` is an apostrophe and a `''`: after a single letter first, then after a word,
    /// then after a space.
    private static func balance(_ runs: inout [Run]) {
        let bold = runs.count { $0.count == 3 || $0.count == 5 }
        let italic = runs.count { $0.count == 2 || $0.count == 5 }
        guard bold % 2 == 1, italic % 2 == 1 else { return }
        var afterLetter: Int?
        var afterWord: Int?
        var afterSpace: Int?
        for index in runs.indices where runs[index].count == 3 {
            let text = runs[index].text
            let last = text.last ?? 0
            let before = text.count > 1 ? text[text.count - 2] : 0
            if last == 0x20 {
                if afterSpace == nil { afterSpace = index }
            } else if before == 0x20 {
                afterLetter = index
                break
            } else if afterWord == nil {
                afterWord = index
            }
        }
        guard let chosen = afterLetter ?? afterWord ?? afterSpace else { return }
        runs[chosen].text.append(0x27)
        runs[chosen].count = 2
    }

    private enum State {
        case none, italic, bold, boldItalic, italicBold, both
    }

    private static func convert(_ source: [UInt8], _ line: Range<Int>, into out: inout [UInt8]) {
        var (runs, rest) = runs(source, line)
        balance(&runs)
        var state = State.none
        var buffer: [UInt8] = []
        func put(_ tags: StaticString) {
            out.append(contentsOf: UnsafeBufferPointer(start: tags.utf8Start, count: tags.utf8CodeUnitCount))
        }
        for run in runs {
            if state == .both { buffer += run.text } else { out += run.text }
            switch (run.count, state) {
            case (2, .italic): (state, _) = (.none, put("</i>"))
            case (2, .boldItalic): (state, _) = (.bold, put("</i>"))
            case (2, .italicBold): (state, _) = (.bold, put("</b></i><b>"))
            case (2, .both):
                put("<b><i>")
                out += buffer
                put("</i>")
                state = .bold
            case (2, .bold): (state, _) = (.boldItalic, put("<i>"))
            case (2, _): (state, _) = (.italic, put("<i>"))
            case (3, .bold): (state, _) = (.none, put("</b>"))
            case (3, .boldItalic): (state, _) = (.italic, put("</i></b><i>"))
            case (3, .italicBold): (state, _) = (.italic, put("</b>"))
            case (3, .both):
                put("<i><b>")
                out += buffer
                put("</b>")
                state = .italic
            case (3, .italic): (state, _) = (.italicBold, put("<b>"))
            case (3, _): (state, _) = (.bold, put("<b>"))
            case (_, .bold): (state, _) = (.italic, put("</b><i>"))
            case (_, .italic): (state, _) = (.bold, put("</i><b>"))
            case (_, .boldItalic): (state, _) = (.none, put("</i></b>"))
            case (_, .italicBold): (state, _) = (.none, put("</b></i>"))
            case (_, .both):
                put("<i><b>")
                out += buffer
                put("</b></i>")
                state = .none
            default:
                buffer = []
                state = .both
            }
        }
        if state == .both { buffer += rest } else { out += rest }
        switch state {
        case .none: break
        case .italic: put("</i>")
        case .bold: put("</b>")
        case .boldItalic: put("</i></b>")
        case .italicBold: put("</b></i>")
        case .both:
            // Five apostrophes and nothing behind them mark nothing.
            if !buffer.isEmpty {
                put("<b><i>")
                out += buffer
                put("</i></b>")
            }
        }
    }
}
