import HearthModel

/// Groups, people, questions and answers (content model, section 3).
extension FieldReader {
    mutating func groupFields() -> GroupFields {
        var group = GroupFields()
        let kindIsWritten = value("kind") != nil
        group.kind = choice("kind")
        if !kindIsWritten { require("kind", in: "a group", help: "kind: community, team or awareness") }
        group.purpose = choice("purpose") ?? group.purpose
        group.tier = choice("tier") ?? group.tier
        group.lifecycle = choice("lifecycle") ?? group.lifecycle
        group.problem = text("problem")
        if group.kind == .community, group.problem == nil {
            let help = "problem: what goes wrong in the company without this group?"
            require("problem", in: "a group of kind community", help: help)
        }
        group.whatsInIt = rolePromises("wiifm")
        group.sponsor = person("sponsor")
        group.managers = people("managers")
        group.members = maps("members", shorthand: "who", example: "{who: \"@handle\"}") { $0.membership() }
        group.listed = visibility("listed")?.value
        group.accessGroup = text("access_group")
        group.responseTarget = duration("response_target")
        group.serves = texts("serves")
        group.objectives = references("objectives")
        group.reviewInterval = duration("review_interval")
        group.transitionalUntil = date("transitional_until")
        return group
    }

    mutating func membership() -> Membership? {
        let isWritten = value("who") != nil
        let who = person("who")
        let (via, since, role) = (text("via"), date("since"), text("role"))
        if !isWritten { require("who", in: "a member", help: "{who: \"@handle\", via: opt-in}") }
        guard let who else { return nil }
        var member = Membership(who: who)
        (member.via, member.since, member.role) = (via, since, role)
        member.location = SourceLocation(file: file, line: who.line)
        return member
    }

    /// A map of free names to texts, in the order written.
    private mutating func rolePromises(_ key: String) -> [(role: String, promise: String)] {
        map(key, example: "{engineers: a fast answer}") { reader -> [(role: String, promise: String)] in
            var promises: [(role: String, promise: String)] = []
            for entry in reader.entries {
                if let promise = reader.text(entry.key) {
                    promises.append((entry.key.withoutControlCharacters, promise))
                }
            }
            return promises
        } ?? []
    }

    mutating func personFields(name: String?) -> PersonFields {
        var person = PersonFields()
        person.name = name
        person.jobTitle = lineOfText("title")?.value
        person.department = lineOfText("department")?.value
        person.site = lineOfText("site")?.value
        person.manager = self.person("manager")
        person.isLeader = bool("leader") ?? false
        person.status = choice("status") ?? .active
        person.email = email("email")
        person.showsContact = bool("contact") ?? false
        person.photo = reference("photo")
        person.expertise = maps("expertise", shorthand: "tag", example: "{tag: esp, level: expert}") { $0.expertise() }
        person.backups = maps("backups", example: "{tag: esp, who: \"@handle\"}") { reader in
            guard let tag = reader.tag("tag"), let who = reader.person("who") else {
                let help = "backups: [{tag: esp, who: \"@handle\"}]"
                reader.require("tag' and 'who", in: "an entry of 'backups'", help: help)
                return nil
            }
            return (tag, who)
        }
        person.askMe = bool("ask_me") ?? true
        person.isListed = listing("directory")
        person.allowsInference = consent("inferred_expertise")
        person.hiddenTags = tags("hide_tags")
        person.identities = texts("identities")
        return person
    }

    /// An address that mail can be written to, as far as its form tells.
    private mutating func email(_ key: String) -> String? {
        guard let written = lineOfText(key), !written.value.isEmpty else { return nil }
        let parts = written.value.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !written.value.contains(where: \.isWhitespace) else {
            report(
                kinds.unknownValue, written.line, "'\(key)' is no mail address: '\(written.value)'",
                help: "write one address: jo@company.example")
            return nil
        }
        return written.value
    }

    /// `listed` or `hidden`; a value that is not understood hides, for that is what somebody tried to say.
    private mutating func listing(_ key: String) -> Bool {
        let isWritten = value(key) != nil
        let listing: DirectoryListing? = choice(key)
        return listing.map { $0 == .listed } ?? !isWritten
    }

    /// True unless something was written that is not a clear yes.
    private mutating func consent(_ key: String) -> Bool {
        let isWritten = value(key) != nil
        return bool(key) ?? !isWritten
    }

    private mutating func expertise() -> Expertise? {
        guard let tag = tag("tag") else {
            require("tag", in: "an entry of 'expertise'", help: "{tag: esp, level: expert}")
            return nil
        }
        var expertise = Expertise(tag: tag)
        expertise.level = choice("level")
        expertise.note = text("note")
        expertise.confirmed = date("confirmed")
        return expertise
    }

    mutating func questionFields() -> QuestionFields {
        var question = QuestionFields()
        question.alternativeTitles = texts("alt_titles")
        question.status = choice("status") ?? .open
        question.duplicateOf = reference("duplicate_of")
        // What came from another system may not say it.
        if question.status == .duplicate, value("duplicate_of") == nil, value("source") == nil {
            require("duplicate_of", in: "a question of status duplicate", help: "duplicate_of: the id of the other one")
        }
        question.accepted = reference("accepted")
        question.votes = integer("votes")
        return question
    }

    mutating func answerFields() -> AnswerFields {
        var answer = AnswerFields()
        if value("author") == nil, value("authors") == nil, value("source") == nil {
            require("author", in: "an answer in a file of its own", help: "author: \"@handle\"")
        }
        answer.isAccepted = bool("accepted") ?? false
        answer.acceptedLine = line(of: "accepted")
        answer.votes = integer("votes")
        return answer
    }

    mutating func topicFields(title: String?, description: String?) -> TopicFields {
        var topic = TopicFields()
        topic.label = lineOfText("label")?.value ?? title
        topic.description = description
        topic.parent = tag("parent")
        topic.synonyms = texts("synonyms")
        topic.owner = owner("owner")
        topic.experts = people("experts")
        return topic
    }
}

private enum DirectoryListing: String, CaseIterable {
    case listed, hidden
}
