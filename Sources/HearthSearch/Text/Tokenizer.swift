/// Cuts text into the words that are indexed, in lower case.
///
/// Rules, the same in `Layouts/assets/search.js`: words are runs of letters, digits and marks. An apostrophe ends a
/// word, and a single letter beside it is dropped (`l'eau`, `Ada's`). Two words with one hyphen between them also count
/// as one (`e-mail`, `B-14`). Scripts without spaces give overlapping pairs of characters.
struct Tokenizer {
    /// How a token came about.
    enum Kind {
        case word
        /// Two words around a hyphen, written together; comes right after the second of them.
        case joined
        /// One or two characters of a script without spaces.
        case pair
    }

    /// Longer words are cut: nobody types them, and a megabyte without a blank must not become a word.
    static let longestWord = 160
    private static let longestJoined = 24

    private let table = CharacterTable.shared
    /// The current word, lower case, and the one before it if a hyphen follows that.
    private var word: [UInt8] = []
    private var previous: [UInt8] = []
    /// The last character of a script without spaces, when the next one would follow it directly.
    private var unspaced: [UInt8] = []
    private var isAlone = false
    private var followsApostrophe = false

    init() {}

    /// Calls `emit` with each token of `text` (UTF-8; broken bytes end words). The buffer is only valid during the call.
    mutating func tokenize(
        _ text: UnsafeBufferPointer<UInt8>, emit: (UnsafeBufferPointer<UInt8>, Kind) -> Void
    ) {
        reset()
        var index = 0
        let end = text.count
        while index < end {
            let byte = text[index]
            if byte < 0x80 {
                let letter = Self.ascii[Int(byte)]
                if letter != 0 {
                    if !unspaced.isEmpty { flushUnspaced(emit) }
                    word.append(letter)
                    index += 1
                    continue
                }
                separate(byte, emit)
                index += 1
                continue
            }
            let (scalar, length) = Self.decode(text, index)
            index += length
            guard let scalar else {
                separate(0, emit)
                continue
            }
            switch table.characterClass(scalar) {
            case .separator: separate(scalar.value == 0x2019 ? 0x27 : 0, emit)
            case .word:
                if !unspaced.isEmpty { flushUnspaced(emit) }
                table.appendLowercase(scalar, to: &word)
            case .unspaced:
                if !word.isEmpty { separate(0, emit) }
                addUnspaced(scalar, emit)
            }
        }
        separate(0, emit)
    }

    private mutating func reset() {
        word.removeAll(keepingCapacity: true)
        previous.removeAll(keepingCapacity: true)
        unspaced.removeAll(keepingCapacity: true)
        isAlone = false
        followsApostrophe = false
    }

    /// A word ends here; `byte` is what ended it.
    private mutating func separate(_ byte: UInt8, _ emit: (UnsafeBufferPointer<UInt8>, Kind) -> Void) {
        if !unspaced.isEmpty { flushUnspaced(emit) }
        let isApostrophe = byte == 0x27
        guard !word.isEmpty else {
            previous.removeAll(keepingCapacity: true)
            followsApostrophe = false
            return
        }
        let isDropped = word.count == 1 && (isApostrophe || followsApostrophe)
        followsApostrophe = isApostrophe
        if isDropped {
            previous.removeAll(keepingCapacity: true)
            word.removeAll(keepingCapacity: true)
            return
        }
        if word.count > Self.longestWord { cutWord() }
        word.withUnsafeBufferPointer { emit($0, .word) }
        if !previous.isEmpty, previous.count + word.count <= Self.longestJoined {
            previous.append(contentsOf: word)
            previous.withUnsafeBufferPointer { emit($0, .joined) }
        }
        previous.removeAll(keepingCapacity: true)
        if byte == 0x2D { swap(&previous, &word) }
        word.removeAll(keepingCapacity: true)
    }

    /// Shortens the word to whole characters.
    private mutating func cutWord() {
        var end = Self.longestWord
        while end > 0, word[end] & 0xC0 == 0x80 { end -= 1 }
        word.removeSubrange(end...)
    }

    private mutating func addUnspaced(
        _ scalar: Unicode.Scalar, _ emit: (UnsafeBufferPointer<UInt8>, Kind) -> Void
    ) {
        previous.removeAll(keepingCapacity: true)
        let start = unspaced.count
        table.appendLowercase(scalar, to: &unspaced)
        guard start > 0 else {
            isAlone = true
            return
        }
        isAlone = false
        unspaced.withUnsafeBufferPointer { emit($0, .pair) }
        unspaced.removeSubrange(0..<start)
    }

    private mutating func flushUnspaced(_ emit: (UnsafeBufferPointer<UInt8>, Kind) -> Void) {
        if isAlone { unspaced.withUnsafeBufferPointer { emit($0, .pair) } }
        unspaced.removeAll(keepingCapacity: true)
    }

    /// The small letter or digit of an ASCII byte; 0 for what ends a word.
    private static let ascii: [UInt8] = (0..<128).map { byte in
        switch UInt8(byte) {
        case 0x30...0x39, 0x61...0x7A: UInt8(byte)
        case 0x41...0x5A: UInt8(byte) | 0x20
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
