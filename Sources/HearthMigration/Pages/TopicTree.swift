/// Which topics lie below which. Old systems let categories be each other's parents, a site doesn't: what would close a
/// circle is refused.
struct TopicTree: Sendable {
    /// A topic → one above it, not always the next: whoever climbs shortens the way for the others.
    private var above: [String: String] = [:]

    /// Puts a topic that has no parent yet below `parent`; false where `parent` is below it, or it itself.
    mutating func put(_ topic: String, below parent: String) -> Bool {
        let top = top(of: parent)
        guard top != topic, above[topic] == nil else { return false }
        above[topic] = top
        return true
    }

    private mutating func top(of topic: String) -> String {
        var top = topic
        while let next = above[top] {
            if let further = above[next] { above[top] = further }
            top = next
        }
        return top
    }
}
