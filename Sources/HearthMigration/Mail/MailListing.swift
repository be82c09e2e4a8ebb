/// Lines that people copied out of a terminal: commands behind a prompt, and what `ls -l` answers.
enum MailListing {
    /// The first such lines among those of one paragraph.
    static func found(in lines: [String], _ paragraph: Range<Int>) -> Range<Int>? {
        // Nobody writes such a paragraph, and each listing in it asks for the rest once more.
        guard paragraph.count <= 1000 else { return nil }
        var index = paragraph.lowerBound
        while index < paragraph.upperBound {
            guard isPrompt(lines[index]) || isEntry(lines[index]) else {
                index += 1
                continue
            }
            var end = index
            var prompts = 0
            var entries = 0
            while end < paragraph.upperBound {
                if isPrompt(lines[end]) {
                    prompts += 1
                } else if isEntry(lines[end]) {
                    entries += 1
                } else if !(isTotal(lines[end]) && end > index && isPrompt(lines[end - 1])) {
                    break
                }
                end += 1
            }
            if entries > 0 && prompts + entries > 1 || prompts > 1 { return index..<end }
            index = end
        }
        return nil
    }

    /// `jo@host:~/src$ make`, `[root@host ~]# make`; archives write ` at ` for the `@`.
    private static func isPrompt(_ line: String) -> Bool {
        let bytes = Array(line.utf8.prefix(120))
        guard
            let sign = bytes.indices.dropLast().first(where: {
                (bytes[$0] == 0x24 || bytes[$0] == 0x23) && bytes[$0 + 1] == 0x20
            })
        else { return false }
        let head = bytes[..<sign].string.replacing(" at ", with: "@")
        guard head.utf8.filter({ $0 == 0x40 }).count == 1 else { return false }
        if head.hasPrefix("["), head.hasSuffix("]") { return head.utf8.filter { $0 == 0x20 }.count < 2 }
        return head.contains(":") && !head.contains(" ") && !head.contains("//")
    }

    /// `-rw-r--r-- 1 jo jo 3414 …`
    private static func isEntry(_ line: String) -> Bool {
        let bytes = Array(line.utf8.prefix(12))
        guard bytes.count == 12, "-dlbcps".utf8.contains(bytes[0]) else { return false }
        return bytes[1..<10].allSatisfy { "rwxsStT-".utf8.contains($0) } && bytes[1] != bytes[2]
            && (bytes[10] == 0x20 || bytes[11] == 0x20)
    }

    /// `total 44`, in the language of the terminal.
    private static func isTotal(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        return words.count == 2
            && words[1].utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x2E || $0 == 0x4B || $0 == 0x4D }
    }
}
