import HearthModel

/// Who asked, where the question is in an earlier export and its page is there already.
enum ThreadAsker {
    /// The handle of the question's author; nil when its page does not say, or is gone.
    static func handle(ofQuestion path: String, _ request: ImportRequest) -> String? {
        guard let page = try? FileSystem.head(of: request.contentRoot + "/" + path, count: 1 << 16),
            let author = FrontMatterLine("author", in: page)?.value, author.hasPrefix("@"), author != "@unknown.author"
        else { return nil }
        return String(author.dropFirst())
    }
}
