/// Which messages of a conversation answer, and which comment.
///
/// The same for mails, chats and forums, none of which tells: a person's first word on somebody else's question is an
/// answer; what the asker says, and everything that somebody adds to their own first word, is a comment on the answer
/// that it replies to. Where a message says only that it belongs to the conversation, it is taken as a reply to the
/// latest answer before it, so that the page reads in the order of the conversation.
struct ThreadShape: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        /// Names the author.
        var account: String
        /// The member that it replies to, 0 for the question; nil when the source does not say.
        var parent: Int?
        /// Accepted as the answer, or an answer in an earlier run.
        var isAnswer = false
    }

    struct Answer: Sendable, Hashable {
        var member: Int
        var comments: [Int]
    }

    /// On the question.
    private(set) var comments: [Int] = []
    private(set) var answers: [Answer] = []

    /// `members` in the order of their dates; the first is the question. When the conversation goes on from an earlier
    /// export (`isContinued`), the question's page is written, and what would be a comment on it has a page of its own as
    /// an answer.
    init(_ members: [Member], isContinued: Bool = false) {
        guard let asker = members.first?.account else { return }
        // The answer that each member is or comments on; nil for the question.
        var home = [Int?](repeating: nil, count: members.count)
        var firstWords: [String: Int] = [:]
        for index in members.indices.dropFirst() {
            let member = members[index]
            let isFirstWord = member.account != asker && firstWords[member.account] == nil
            if member.isAnswer || isFirstWord {
                home[index] = answers.count
                if firstWords[member.account] == nil { firstWords[member.account] = answers.count }
                answers.append(Answer(member: index, comments: []))
                continue
            }
            switch member.parent {
            case nil: home[index] = answers.isEmpty ? nil : answers.count - 1
            case 0?: home[index] = member.account == asker ? nil : firstWords[member.account]
            // A clock that is wrong can put a reply in front of what it replies to.
            case let parent?: home[index] = parent < index ? home[parent] : nil
            }
            if let answer = home[index] {
                answers[answer].comments.append(index)
            } else if isContinued {
                home[index] = answers.count
                answers.append(Answer(member: index, comments: []))
            } else {
                comments.append(index)
            }
        }
    }
}
