import Foundation

/// The arithmetic of `{{#expr: …}}`: a reader by precedence, of a few dozen operators and bounded depth.
///
/// https://www.mediawiki.org/wiki/Help:Extension:ParserFunctions#expr
struct WikitextExpression {
    struct Mistake: Error {}

    private enum Token: Equatable {
        case number(Double)
        case word(String)
    }

    private static let maximumDepth = 50
    private var tokens: [Token] = []
    private var position = 0

    static func evaluate(_ text: String) throws -> Double {
        var expression = try WikitextExpression(text)
        let value = try expression.binary(0, depth: 0)
        guard expression.position == expression.tokens.count, value.isFinite else { throw Mistake() }
        return value
    }

    /// Whole numbers without a point.
    static func text(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        return String(number)
    }

    private init(_ text: String) throws {
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let start = index
            if byte <= 0x20 {
                index += 1
            } else if byte.isASCIIDigit || byte == 0x2E {
                while index < bytes.count, bytes[index].isASCIIDigit || bytes[index] == 0x2E { index += 1 }
                guard let number = Double(bytes[start..<index].string) else { throw Mistake() }
                tokens.append(.number(number))
            } else if byte.isASCIILetter {
                while index < bytes.count, bytes[index].isASCIILetter { index += 1 }
                tokens.append(.word(bytes[start..<index].string.lowercased()))
            } else {
                let two = bytes[start..<min(start + 2, bytes.count)].string
                let sign = ["<=", ">=", "<>", "!="].contains(two) ? two : bytes[start...start].string
                index += sign.utf8.count
                tokens.append(.word(sign))
            }
        }
        guard tokens.count < 1000 else { throw Mistake() }
    }

    private static let levels: [[String]] = [
        ["or"], ["and"], ["=", "<>", "!=", "<", ">", "<=", ">="], ["round"], ["+", "-"], ["*", "/", "div", "mod"],
        ["^"],
    ]

    private mutating func binary(_ level: Int, depth: Int) throws -> Double {
        guard depth < Self.maximumDepth else { throw Mistake() }
        guard level < Self.levels.count else { return try unary(depth: depth) }
        var left = try binary(level + 1, depth: depth)
        while position < tokens.count, case .word(let sign) = tokens[position], Self.levels[level].contains(sign) {
            position += 1
            left = try Self.apply(sign, left, try binary(level + 1, depth: depth))
        }
        return left
    }

    private static func apply(_ sign: String, _ a: Double, _ b: Double) throws -> Double {
        switch sign {
        case "or": return a != 0 || b != 0 ? 1 : 0
        case "and": return a != 0 && b != 0 ? 1 : 0
        case "=": return a == b ? 1 : 0
        case "<>", "!=": return a != b ? 1 : 0
        case "<": return a < b ? 1 : 0
        case ">": return a > b ? 1 : 0
        case "<=": return a <= b ? 1 : 0
        case ">=": return a >= b ? 1 : 0
        case "+": return a + b
        case "-": return a - b
        case "*": return a * b
        case "^": return pow(a, b)
        case "round":
            let scale = pow(10, max(-15, min(15, b)))
            return (a * scale).rounded() / scale
        case "mod":
            guard abs(b) >= 1, abs(a) < 1e15 else { throw Mistake() }
            return a.rounded(.towardZero).truncatingRemainder(dividingBy: b.rounded(.towardZero))
        default:
            guard b != 0 else { throw Mistake() }
            return a / b
        }
    }

    private mutating func unary(depth: Int) throws -> Double {
        guard position < tokens.count, depth < Self.maximumDepth else { throw Mistake() }
        let token = tokens[position]
        position += 1
        guard case .word(let word) = token else {
            if case .number(let number) = token { return number }
            throw Mistake()
        }
        switch word {
        case "(":
            let value = try binary(0, depth: depth + 1)
            guard position < tokens.count, tokens[position] == .word(")") else { throw Mistake() }
            position += 1
            return value
        case "-": return -(try unary(depth: depth + 1))
        case "+": return try unary(depth: depth + 1)
        case "not": return try unary(depth: depth + 1) == 0 ? 1 : 0
        case "abs": return abs(try unary(depth: depth + 1))
        case "floor": return (try unary(depth: depth + 1)).rounded(.down)
        case "ceil": return (try unary(depth: depth + 1)).rounded(.up)
        case "trunc": return (try unary(depth: depth + 1)).rounded(.towardZero)
        case "sqrt": return (try unary(depth: depth + 1)).squareRoot()
        case "pi": return Double.pi
        case "e": return M_E
        default: throw Mistake()
        }
    }
}
