/// Rows of comma, semicolon or tab separated values (RFC 4180), as spreadsheets and directories write them.
///
/// A quote that nobody closed would swallow the rows below it, up to the next quote or the end. Such a row is damaged and
/// left out, and reading goes on in the line below.
struct DelimitedText {
    private(set) var rows: [[String]] = []
    /// The line that each of `rows` begins in.
    private(set) var lines: [Int] = []
    /// The lines of rows that were left out.
    private(set) var damaged: [Int] = []

    /// A cell goes over no more lines or bytes.
    private static let cellLines = 500
    private static let cellBytes = 1 << 20
    /// So many damaged rows make no table; the rest is not looked at.
    private static let damageLimit = 1000

    private enum Row {
        case cells([String])
        case damaged
    }

    init(_ bytes: [UInt8]) {
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        let separator = Self.separator(of: bytes)
        while index < bytes.count {
            let start = (index: index, line: line)
            switch Self.row(bytes, &index, &line, separator) {
            case .cells(let cells):
                if cells.contains(where: { !$0.isEmpty }) {
                    rows.append(cells)
                    lines.append(start.line)
                }
            case .damaged:
                damaged.append(start.line)
                if damaged.count >= Self.damageLimit { return }
                index = bytes[start.index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
                line = start.line + 1
            }
        }
    }

    private static func row(_ bytes: [UInt8], _ index: inout Int, _ line: inout Int, _ separator: UInt8) -> Row {
        var cells: [String] = []
        var cell: [UInt8] = []
        while true {
            if index < bytes.count, bytes[index] == 0x22, cell.isEmpty {
                guard quoted(bytes, &index, &line, separator, into: &cell) else { return .damaged }
            }
            guard index < bytes.count else {
                cells.append(cell.string)
                return .cells(cells)
            }
            let byte = bytes[index]
            index += 1
            if byte == separator || byte == 0x0A {
                if byte == 0x0A, cell.last == 0x0D { cell.removeLast() }
                cells.append(cell.string)
                cell.removeAll(keepingCapacity: true)
                if byte == 0x0A {
                    line += 1
                    return .cells(cells)
                }
            } else {
                cell.append(byte)
            }
        }
    }

    /// The cell whose quote is at `index`; false when nobody closes it, or another cell's quote did.
    private static func quoted(
        _ bytes: [UInt8], _ index: inout Int, _ line: inout Int, _ separator: UInt8, into cell: inout [UInt8]
    ) -> Bool {
        let start = (index: index, line: line)
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0A { line += 1 }
            if line - start.line > cellLines || index - start.index > cellBytes { return false }
            guard byte == 0x22 else {
                cell.append(byte)
                continue
            }
            if index < bytes.count, bytes[index] == 0x22 {
                cell.append(byte)
                index += 1
                continue
            }
            // On one line a quote may stand for itself (`"3" pipe`); over several the next row's quote has closed it.
            let isEnd = index == bytes.count || [separator, 0x0A, 0x0D].contains(bytes[index])
            return isEnd || line == start.line
        }
        return false
    }

    /// The one that the first line has most of.
    private static func separator(of bytes: [UInt8]) -> UInt8 {
        let header = bytes.prefix { $0 != 0x0A }
        let counts = [0x2C, 0x3B, 0x09].map { mark in (mark: UInt8(mark), count: header.count { $0 == mark }) }
        return counts.max { $0.count < $1.count }.flatMap { $0.count > 0 ? $0.mark : nil } ?? 0x2C
    }
}
