package import HearthContent

/// Why someone is named for a topic; shown as counts that link, never as a score.
package struct Evidence: Sendable, Equatable {
    package var acceptedAnswers: [AnswerReference] = []
    package var otherAnswers: [AnswerReference] = []
    package var documents: [PageIndex] = []
    package var verifiedDocuments: [PageIndex] = []
    package var level: ExpertiseLevel?
    package var note: String?
    /// Self-declared, and confirmed within the last twelve months (or never dated).
    package var isDeclared = false
    /// Named in the topic's `experts:`.
    package var isAppointed = false

    package init() {}
}

/// One person's standing in one topic.
package struct Expert: Sendable {
    package var person: PersonIndex
    /// "Expert", as opposed to "has answered" (metrics: Experts).
    package var isExpert: Bool
    /// Whether the person may be suggested: active, `ask_me`, listed.
    package var canBeAsked: Bool
    package var evidence: Evidence
}

/// A topic that nobody, or too few, can answer for.
package struct TopicGap: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Questions, but no expert.
        case noExpert = "no-expert"
        /// One expert and no backup.
        case noBackup = "no-backup"
        /// The only experts are away or left.
        case expertsGone = "experts-gone"
        /// One person gave more than 40 % of the answers.
        case concentrated
        /// The topic's owner left.
        case ownerLeft = "owner-left"
    }

    package var topic: TopicIndex
    package var kind: Kind
    package var person: PersonIndex?
}

/// Experts as one audience may see them.
package struct ExpertDirectory: Sendable {
    /// For each topic (by `TopicIndex`), best first.
    package var byTopic: [[Expert]]
    /// For each person (by `PersonIndex`), the topics they stand in, best first.
    package var byPerson: [[(topic: TopicIndex, expert: Expert)]]
    /// Topic → (person who is covered, who covers).
    package var backups: [[(for: PersonIndex, backup: PersonIndex)]]
    package var gaps: [TopicGap]
}
