/// Cuts text into the words that are indexed, in lower case.
///
/// Rules, the same in `Layouts/assets/search.js`: words are runs of letters, digits and marks. An apostrophe ends a
/// word, and a single letter beside it is dropped (`l'eau`, `Ada's`). Two words with one hyphen between them also count
/// as one (`e-mail`, `B-14`). A letter before `#` or `++` and a word after a full stop that begins it also count with
/// these signs (`C#`, `C++`, `.NET`). Scripts without spaces give overlapping pairs of characters.
struct Tokenizer {
    /// How a token came about.
    enum Kind {
        case word
        /// Two words around a hyphen, written together, or a word with the signs beside it; comes right after the word.
        case joined
        /// One or two characters of a script without spaces.
        case pair
    }

    /// Longer words are cut: nobody types them, and a megabyte without a blank must not become a word.
    static let longestWord = 160
    /// The longest pair of words that also counts as one, in bytes: as long as a form of the index.
    private static let longestJoined = 40
    /// The longest name with a point in front.
    private static let longestPointed = 24

    private let table = CharacterTable.shared
    /// The text with small ASCII letters.
    private var lower: [UInt8] = []
    /// The current word, lower case, where it is not plain ASCII.
    private var word: [UInt8] = []
    /// The word before it if a hyphen follows that.
    private var previous: [UInt8] = []
    /// The last character of a script without spaces, when the next one would follow it directly.
    private var unspaced: [UInt8] = []
    private var isAlone = false
    private var followsApostrophe = false

    init() {}

    /// Hands each token of `text` (UTF-8; broken bytes end words) to `sink`.
    ///
    /// Nearly all words are ASCII from end to end: those are handed on where they stand. Others are put together
    /// character by character.
    mutating func tokenize<Sink: TokenSink>(_ text: UnsafeBufferPointer<UInt8>, into sink: inout Sink) {
        reset()
        // Taken out, so that it is read while the rest of the tokenizer changes.
        var lower: [UInt8] = []
        swap(&lower, &self.lower)
        defer { swap(&lower, &self.lower) }
        lower.removeAll(keepingCapacity: true)
        lower.append(contentsOf: text)
        lower.withUnsafeMutableBufferPointer { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                bytes[index] = byte | (byte &- 0x41 < 26 ? 0x20 : 0)
            }
        }
        lower.withUnsafeBufferPointer { bytes in
            Self.classes.withUnsafeBufferPointer { walk(bytes, $0, &sink) }
        }
    }

    private mutating func walk<Sink: TokenSink>(
        _ text: UnsafeBufferPointer<UInt8>, _ classes: UnsafeBufferPointer<UInt8>, _ sink: inout Sink
    ) {
        var index = 0
        let end = text.count
        while index < end {
            let byte = text[index]
            switch classes[Int(byte)] {
            case 0:
                separate(byte, &sink)
                index += 1
            case 1:
                if !unspaced.isEmpty { flushUnspaced(&sink) }
                let start = index
                repeat { index += 1 } while index < end && classes[Int(text[index])] == 1
                let run = UnsafeBufferPointer(rebasing: text[start..<index])
                if word.isEmpty, index == end || text[index] < 0x80 {
                    finish(run, endedBy: index < end ? text[index] : 0, &sink)
                    addSigned(text, start, index, &sink)
                    index += 1
                } else {
                    word.append(contentsOf: run)
                }
            default: index += readCharacter(text, index, &sink)
            }
        }
        separate(0, &sink)
    }

    /// A character beyond ASCII; answers how many bytes it took.
    private mutating func readCharacter<Sink: TokenSink>(
        _ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ sink: inout Sink
    ) -> Int {
        let (scalar, length) = Self.decode(text, index)
        guard let scalar else {
            separate(0, &sink)
            return length
        }
        switch table.characterClass(scalar) {
        case .separator: separate(scalar.value == 0x2019 ? 0x27 : 0, &sink)
        case .word:
            if !unspaced.isEmpty { flushUnspaced(&sink) }
            table.appendLowercase(scalar, to: &word)
        case .unspaced:
            if !word.isEmpty { separate(0, &sink) }
            addUnspaced(scalar, &sink)
        }
        return length
    }

    private mutating func reset() {
        word.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        unspaced.removeAll(keepingCapacity: true)
        isAlone = false
        followsApostrophe = false
    }

    /// A word may end here; `byte` is what ended it.
    private mutating func separate<Sink: TokenSink>(_ byte: UInt8, _ sink: inout Sink) {
        if !unspaced.isEmpty { flushUnspaced(&sink) }
        guard !word.isEmpty else {
            if !previous.isEmpty { previous.removeAll(keepingCapacity: true) }
            followsApostrophe = false
            return
        }
        if word.count > Self.longestWord { cutWord() }
        var word: [UInt8] = []
        swap(&word, &self.word)
        word.withUnsafeBufferPointer { finish($0, endedBy: byte, &sink) }
        word.removeAll(keepingCapacity: true)
        swap(&word, &self.word)
    }

    /// A word, in lower case and not empty, and what ended it.
    private mutating func finish<Sink: TokenSink>(
        _ whole: UnsafeBufferPointer<UInt8>, endedBy byte: UInt8, _ sink: inout Sink
    ) {
        let isApostrophe = byte == 0x27
        let isDropped = whole.count == 1 && (isApostrophe || followsApostrophe)
        followsApostrophe = isApostrophe
        if !isDropped {
            let word = UnsafeBufferPointer(rebasing: whole.prefix(Self.longestWord))
            sink.add(word, .word)
            if !previous.isEmpty, previous.count + word.count <= Self.longestJoined {
                previous.append(contentsOf: word)
                previous.withUnsafeBufferPointer { sink.add($0, .joined) }
            }
        }
        if !previous.isEmpty { previous.removeAll(keepingCapacity: true) }
        if byte == 0x2D, !isDropped { previous.append(contentsOf: whole.prefix(Self.longestWord)) }
    }

    /// `C#`, `C++` and `.NET` beside `C` and `NET`: the word is at `start..<end` of `text`.
    @inline(__always)
    private func addSigned<Sink: TokenSink>(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ sink: inout Sink
    ) {
        func isWord(_ place: Int) -> Bool { place < text.count && Self.classes[Int(text[place])] == 1 }
        if end - start == 1, end < text.count, text[start] >= 0x61 {
            let sign = text[end]
            let after =
                sign == 0x23 ? end + 1 : sign == 0x2B && end + 1 < text.count && text[end + 1] == sign ? end + 2 : 0
            if after > 0, !isWord(after), after == text.count || text[after] != sign {
                sink.add(UnsafeBufferPointer(rebasing: text[start..<after]), .joined)
            }
        }
        guard start > 0, text[start - 1] == 0x2E, end - start < Self.longestPointed else { return }
        if start == 1 || text[start - 2] <= 0x20 || text[start - 2] == 0x28 {
            sink.add(UnsafeBufferPointer(rebasing: text[start - 1..<end]), .joined)
        }
    }

    /// Shortens the word to whole characters.
    private mutating func cutWord() {
        var end = Self.longestWord
        while end > 0, word[end] & 0xC0 == 0x80 { end -= 1 }
        word.removeSubrange(end...)
    }

    private mutating func addUnspaced<Sink: TokenSink>(_ scalar: Unicode.Scalar, _ sink: inout Sink) {
        if !previous.isEmpty { previous.removeAll(keepingCapacity: true) }
        let start = unspaced.count
        table.appendLowercase(scalar, to: &unspaced)
        guard start > 0 else {
            isAlone = true
            return
        }
        isAlone = false
        unspaced.withUnsafeBufferPointer { sink.add($0, .pair) }
        unspaced.removeSubrange(0..<start)
    }

    private mutating func flushUnspaced<Sink: TokenSink>(_ sink: inout Sink) {
        if isAlone { unspaced.withUnsafeBufferPointer { sink.add($0, .pair) } }
        unspaced.removeAll(keepingCapacity: true)
    }

    /// Of each byte, when capital letters are gone: 0 ends a word, 1 is a letter or digit of ASCII, 2 begins or goes on
    /// with another character.
    private static let classes: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0x30...0x39, 0x61...0x7A: 1
        case 0x80...: 2
        default: 0
        }
    }

    /// The scalar that starts at `index`, nil for broken UTF-8, and how many bytes it takes.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (Unicode.Scalar?, Int) {
        let byte = text[index]
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
        guard length > 1, index + length <= text.count else { return (nil, 1) }
        var value = UInt32(byte) & (0x7F >> UInt32(length))
        for place in 1..<length {
            guard text[index + place] & 0xC0 == 0x80 else { return (nil, 1) }
            value = value << 6 | UInt32(text[index + place] & 0x3F)
        }
        return (Unicode.Scalar(value), length)
    }
}

/// Who takes the tokens of a text.
protocol TokenSink {
    /// A token in lower case (UTF-8). The buffer is only valid during the call.
    mutating func add(_ token: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind)
}
