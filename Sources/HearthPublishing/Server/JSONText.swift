import HearthBuild

/// The few JSON texts of this module.
struct JSONText {
    var text = ""

    mutating func line(_ line: String) { text += line + "\n" }

    /// `"name": [ … ]`, one item a line.
    mutating func list(_ name: String, _ items: [String]) {
        text += "\(Self.string(name)): [" + items.map { "\n  " + $0 }.joined(separator: ",") + "\n]"
    }

    static func string(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
