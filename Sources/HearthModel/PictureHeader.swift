/// Finds the size in the first bytes of a picture. Nothing that these say is trusted: what points behind their end, or
/// is no number, gives no size.
struct PictureHeader {
    typealias Size = (width: Int, height: Int)

    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var size: Size? {
        if begins("\u{89}PNG\r\n\u{1A}\n") { return png }
        if begins("GIF87a") || begins("GIF89a") { return gif }
        if begins("\u{FF}\u{D8}\u{FF}") { return jpeg }
        if begins("RIFF"), begins("WEBP", at: 8) { return webP }
        return svg
    }

    // MARK: - Numbers

    private func byte(_ index: Int) -> Int? { bytes.indices.contains(index) ? Int(bytes[index]) : nil }

    private func number(_ index: Int, count: Int, bigEndian: Bool) -> Int? {
        guard index >= 0, index + count <= bytes.count else { return nil }
        let part = bytes[index..<index + count]
        return bigEndian ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private func big(_ index: Int, _ count: Int = 2) -> Int? { number(index, count: count, bigEndian: true) }
    private func little(_ index: Int, _ count: Int = 2) -> Int? { number(index, count: count, bigEndian: false) }

    /// Whether the bytes at `start` are those with the numbers of the characters of `mark`.
    private func begins(_ mark: String, at start: Int = 0) -> Bool {
        mark.unicodeScalars.enumerated().allSatisfy { byte(start + $0) == Int($1.value) }
    }

    // MARK: - Formats

    /// ISO/IEC 15948, 11.2.2: the first chunk.
    private var png: Size? {
        guard begins("IHDR", at: 12), let width = big(16, 4), let height = big(20, 4) else { return nil }
        return (width, height)
    }

    /// GIF89a specification, 18.
    private var gif: Size? {
        guard let width = little(6), let height = little(8) else { return nil }
        return (width, height)
    }

    /// RFC 9649, 2.5 to 2.7: lossy, lossless and extended files.
    private var webP: Size? {
        if begins("VP8 ", at: 12) {
            guard begins("\u{9D}\u{01}\u{2A}", at: 23), let width = little(26), let height = little(28) else {
                return nil
            }
            return (width & 0x3FFF, height & 0x3FFF)
        }
        if begins("VP8L", at: 12) {
            guard byte(20) == 0x2F, let bits = little(21, 4) else { return nil }
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        }
        guard begins("VP8X", at: 12), let width = little(24, 3), let height = little(27, 3) else { return nil }
        return (width + 1, height + 1)
    }

    /// ITU-T T.81, B.1.1: segments, one of which begins the frame (B.2.2). Browsers turn pictures as Exif says.
    private var jpeg: Size? {
        var index = 2
        var isOnItsSide = false
        while let marker = byte(index + 1), byte(index) == 0xFF {
            switch marker {
            case 0xFF:
                // Any number of these may fill the space before a marker.
                index += 1
                continue
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
                guard let height = big(index + 5), let width = big(index + 7) else { return nil }
                return isOnItsSide ? (height, width) : (width, height)
            case 0xE1 where begins("Exif\0\0", at: index + 4):
                isOnItsSide = (5...8).contains(orientation(index + 10) ?? 1)
            default: break
            }
            guard let length = big(index + 2), length >= 2 else { return nil }
            index += 2 + length
        }
        return nil
    }

    /// Exif 2.32, 4.5.2 and 4.6.4 A: the tag 0x0112 of the first directory of the TIFF structure at `start`.
    private func orientation(_ start: Int) -> Int? {
        let isBig = begins("MM", at: start)
        guard isBig || begins("II", at: start) else { return nil }
        func value(_ index: Int, _ count: Int) -> Int? { number(index, count: count, bigEndian: isBig) }
        guard let directory = value(start + 4, 4), let entries = value(start + directory, 2) else { return nil }
        for entry in 0..<entries {
            let place = start + directory + 2 + entry * 12
            guard let tag = value(place, 2) else { return nil }
            if tag == 0x0112 { return value(place + 8, 2) }
        }
        return nil
    }

    /// SVG 2, 8.2: where both are written in pixels. Browsers let drawings with other sizes fill the line.
    private var svg: Size? {
        guard let tag = svgTag, let width = pixels("width", in: tag), let height = pixels("height", in: tag) else {
            return nil
        }
        return (width, height)
    }

    /// SVG 2, 8.6: the picture's shape, where no size in pixels is written. Multiplied, so that small numbers keep it.
    var shape: Size? {
        // Their names for the camera and the program may hold anything.
        guard !["\u{89}PNG", "GIF8", "\u{FF}\u{D8}", "RIFF"].contains(where: { begins($0) }), let tag = svgTag,
            let box = attribute("viewBox", in: tag)
        else { return nil }
        let numbers = box.split { $0 == " " || $0 == "," || $0.isNewline || $0 == "\t" }.compactMap { Double($0) }
        guard numbers.count == 4, numbers[2...].allSatisfy({ $0 > 0 && $0 < 1e5 }) else { return nil }
        let scale = 1000 / max(numbers[2], numbers[3])
        return (Int((numbers[2] * scale).rounded()), Int((numbers[3] * scale).rounded()))
    }

    /// What stands between `<svg` and `>`.
    private var svgTag: ArraySlice<UInt8>? {
        var index = 0
        while index < bytes.count {
            guard let open = bytes[index...].firstIndex(of: 0x3C) else { return nil }
            index = open + 1
            guard begins("svg", at: index), let next = byte(index + 3), next <= 0x20 else { continue }
            var quote: UInt8?
            for end in index..<bytes.count {
                let byte = bytes[end]
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == 0x22 || byte == 0x27 {
                    quote = byte
                } else if byte == 0x3E {
                    return Array(bytes[index + 3..<end])[...]
                }
            }
            return nil
        }
        return nil
    }

    /// The number of pixels that the attribute `name` says, rounded.
    private func pixels(_ name: String, in tag: ArraySlice<UInt8>) -> Int? {
        guard var text = attribute(name, in: tag) else { return nil }
        text.removeAll { $0.isWhitespace }
        if text.hasSuffix("px") { text.removeLast(2) }
        guard let number = Double(text), number.isFinite, abs(number) < 1e9 else { return nil }
        return Int(number.rounded())
    }

    private func attribute(_ name: String, in tag: ArraySlice<UInt8>) -> String? {
        var rest = tag
        while let equals = rest.firstIndex(of: 0x3D) {
            let key = rest[..<equals].split(whereSeparator: { $0 <= 0x20 }).last ?? []
            let after = rest[(equals + 1)...].drop { $0 <= 0x20 }
            guard let quote = after.first, quote == 0x22 || quote == 0x27 else { return nil }
            let value = after.dropFirst().prefix { $0 != quote }
            if key.elementsEqual(name.utf8) { return String(decoding: value, as: UTF8.self) }
            rest = after.dropFirst(value.count + 2)
        }
        return nil
    }
}
