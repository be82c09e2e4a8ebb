import HearthModel
import TestKit
import Testing

@Suite struct ByteScannerTests {
    private func naive(_ text: [UInt8], _ start: Int, _ wanted: Set<UInt8>, controls: Bool) -> Int {
        text[start...].firstIndex { wanted.contains($0) || (controls && $0 < 0x20 && $0 != 0x0A) } ?? text.count
    }

    @Test func everyPlaceIsFoundInTextsOfEveryLength() {
        var generator = SeededNumbers(seed: 1)
        let scanners = [
            (ByteScanner("&<>\"", controls: true), "&<>\"", true), (ByteScanner("@#~[:."), "@#~[:.", false),
        ]
        for length in 0...70 {
            for _ in 0..<20 {
                // Mostly letters, some of what is looked for, some bytes beyond ASCII, some controls.
                let text = (0..<length).map { _ in
                    let kinds: [UInt8] = [0x61, 0x62, 0xC3, 0xA4, 0x0A, 0x09, 0x00, 0x3C, 0x40, 0x2E, 0x7F, 0x80, 0xFF]
                    return UInt8.random(in: 0..<4, using: &generator) == 0
                        ? kinds[Int.random(in: 0..<kinds.count, using: &generator)] : 0x78
                }
                for (scanner, wanted, controls) in scanners {
                    text.withUnsafeBufferPointer { buffer in
                        for start in 0...length {
                            let expected = naive(text, start, Set(wanted.utf8), controls: controls)
                            #expect(scanner.next(in: buffer, from: start) == expected)
                        }
                    }
                }
            }
        }
    }
}
