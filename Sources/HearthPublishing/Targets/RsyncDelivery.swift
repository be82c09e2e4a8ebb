import HearthModel

/// A place that rsync can write to.
package enum RsyncDestination: Sendable, Equatable {
    /// `[user@]host:path`, through a shell on the other machine: releases and a switch, as in a folder of this one.
    case shell(host: String, path: String)
    /// An rsync daemon or a local folder: no switch, but files change only when all have arrived.
    case inPlace(String)

    /// Nil for what could be read as a flag or a command.
    package init?(_ text: String) {
        guard !text.hasPrefix("-"), !text.isEmpty, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return nil
        }
        if text.hasPrefix("rsync://") || text.contains("::") || text.hasPrefix("/") {
            self = .inPlace(text.hasSuffix("/") ? text : text + "/")
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let host = String(text[..<colon])
        let path = String(text[text.index(after: colon)...])
        let plain = host.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x40: true
            default: false
            }
        }
        guard plain, !host.isEmpty, !path.isEmpty, host.last != "@", !host.contains("@-") else { return nil }
        self = .shell(host: host, path: path.hasPrefix("-") ? "./" + path : path)
    }
}

/// Sends a release with rsync.
struct RsyncDelivery: Sendable {
    let destination: RsyncDestination
    let keep: Int
    let remoteShell: [String]
    let redactor: SecretRedactor

    /// `-c`: by contents, not by times, so that a fresh clone does not send everything. `-s`: names are never read by a
    /// shell on the other side.
    private static let flags = ["-rtc", "-s", "--chmod=D755,F644", "--delete-delay"]

    /// `gone` are files of an earlier publish that a place without releases shall not have any more: nothing else there is
    /// removed.
    func deliver(_ folder: String, name: String, gone: [String]) async throws {
        switch destination {
        case .inPlace(let address):
            let scratch = try ScratchFolder()
            let rules = scratch.path + "/rules"
            try FileSystem.writeAtomically(Array(Self.rules(removing: gone).utf8), to: rules)
            try await send(["--delay-updates", "--from0", "--filter=merge \(rules)", "--", folder + "/site/", address])
        case .shell(let host, let path):
            try await deliver(folder, name, host, path)
        }
    }

    /// What rsync may remove, and that it may not remove anything else: rules that each end with a NUL (rsync(1), FILTER
    /// RULES). Folders go when they are empty then.
    static func rules(removing gone: [String]) -> String {
        var folders: Set<Substring> = []
        for path in gone {
            var folder = Substring(path)
            while let slash = folder.utf8.lastIndex(of: 0x2F) {
                folder = folder[..<slash]
                guard folders.insert(folder).inserted else { break }
            }
        }
        let rules = folders.sorted().map { "R /\(pattern($0))/" } + gone.map { "R /\(pattern($0[...]))" } + ["P *"]
        return rules.map { $0 + "\0" }.joined()
    }

    /// A pattern that means this name alone. Without a wildcard in it rsync reads backslashes as they are.
    private static func pattern(_ name: Substring) -> String {
        let wildcards = "*?["
        guard name.contains(where: { wildcards.contains($0) }) else { return String(name) }
        return name.reduce(into: "") { $0 += wildcards.contains($1) || $1 == "\\" ? "\\\($1)" : String($1) }
    }

    /// What lies at a place without releases; nil where there are releases, or when that cannot be told.
    func files() async -> [String]? {
        guard case .inPlace(let address) = destination, let empty = try? ScratchFolder() else { return nil }
        // What would go if everything had to: rsync's list of a folder has no form for programs.
        let flags = ["-rn", "-s", "-8", "--delete", "--out-format=%i %n"]
        let result = try? await ExternalTool.rsync.run(flags + ["--", empty.path + "/", address])
        guard let result, result.isGood else { return nil }
        return result.text.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("*deleting ") else { return nil }
            let name = line.dropFirst("*deleting ".count).drop { $0 == " " }
            return name.hasSuffix("/") ? nil : String(name)
        }
    }

    /// Beside the releases that are there, sharing what they have; then one `mv` of the link.
    private func deliver(_ folder: String, _ name: String, _ host: String, _ path: String) async throws {
        let enter = "set -eu\nmkdir -p -- \(Self.quoted(path))\ncd -- \(Self.quoted(path))\n" + Self.refusesReleases
        let live = try await shell(
            host,
            enter + "mkdir -p releases\n"
                + "find releases -maxdepth 1 -name '.incoming-*' -mmin +720 -exec rm -rf {} +\nreadlink current || true\n"
        )
        let previous = live.hasPrefix("releases/") ? String(live.dropFirst(9)) : nil
        var flags: [String] = []
        if let previous, Self.isName(previous) { flags.append("--link-dest=../\(previous)/") }
        if !remoteShell.isEmpty { flags += ["-e", remoteShell.joined(separator: " ")] }
        try await send(flags + ["--", folder + "/", "\(host):\(path)/releases/.incoming-\(name)/"])
        // Only if nobody else has published in the meantime.
        _ = try await shell(
            host,
            enter + """
                if [ "$(readlink current || true)" != \(Self.quoted(live)) ]; then
                  echo 'somebody else has published in the meantime; run it again' >&2
                  exit 75
                fi
                if [ -e current ] && [ ! -L current ]; then echo 'current is no symbolic link' >&2; exit 1; fi
                rm -rf releases/\(name)
                mv -T releases/.incoming-\(name) releases/\(name)
                rm -f .current-next
                ln -s releases/\(name) .current-next
                mv -T .current-next current
                ls -1 releases | \(Self.namesOfReleases) | sort | head -n -\(max(keep, 1)) | while read -r old; do
                  case "$old" in
                    \(name)|\(previous.flatMap { Self.isName($0) ? $0 : nil } ?? name)) ;;
                    *) rm -rf "releases/$old" ;;
                  esac
                done

                """)
    }

    /// Names that Hearth gave, as `ReleaseFolder.isRelease` knows them: nothing else is counted or removed.
    private static let namesOfReleases =
        "grep -E '^[0-9]{6,}-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}Z$'"

    /// A second site within a release would be read there, where no rule of the web server protects it.
    private static let refusesReleases = """
        here="$(pwd -P)/"; around="${here%/releases/*}"
        if [ "$around" != "$here" ] && [ -L "$around/current" ]; then
          echo "this lies in a release that $around holds; publish to $around itself" >&2; exit 64
        fi

        """

    /// Whether the other side has releases beside each other.
    var keepsReleases: Bool { if case .shell = destination { true } else { false } }

    /// The number of the last release on the other machine; 0 where there is none, and where rsync keeps no releases.
    func lastNumber() async throws -> Int {
        guard case .shell(let host, let path) = destination else { return 0 }
        let script =
            "cd -- \(Self.quoted(path)) 2>/dev/null || exit 0\nls -1 releases 2>/dev/null | \(Self.namesOfReleases) | sort | tail -n 1\n"
        return ReleaseFolder.number(of: try await shell(host, script)) ?? 0
    }

    /// What is live on the other machine; nil where nothing is, and where rsync keeps no releases.
    func published() async throws -> PublishedList? {
        guard case .shell(let host, let path) = destination else { return nil }
        let script = "cd -- \(Self.quoted(path)) 2>/dev/null || exit 0\ncat current/pages.tsv 2>/dev/null || true\n"
        return PublishedList(try await output(host, script).output)
    }

    /// Whether the other side has the release live, with all of its files.
    func has(_ folder: String, name: String) async throws -> Bool {
        switch destination {
        case .inPlace(let address):
            // What rsync would send, by sizes: it reads no file for that.
            let flags = ["-rn", "-s", "--size-only", "--out-format=%n"]
            let result = try await ExternalTool.rsync.run(flags + ["--", folder + "/site/", address])
            return result.isGood && result.output.isEmpty
        case .shell(let host, let path):
            let script =
                "cd -- \(Self.quoted(path)) 2>/dev/null || exit 0\n"
                + "echo \"$(readlink current) $(($(find current/site/ -type f | wc -l)))\"\n"
            return try await shell(host, script) == "releases/\(name) \(try Self.count(folder + "/site"))"
        }
    }

    /// Files below a folder.
    private static func count(_ folder: String) throws -> Int {
        try FileSystem.entries(of: folder).reduce(0) { count, entry in
            count + (entry.kind == .directory ? try Self.count(folder + "/" + entry.name) : 1)
        }
    }

    /// A name that Hearth gave to a release: safe in a shell and in a path.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x54 || $0 == 0x5A }
    }

    private func send(_ arguments: [String]) async throws {
        let result = try await ExternalTool.rsync.run(Self.flags + arguments)
        guard result.isGood else { throw failure("rsync", result) }
    }

    /// Runs a script on the other machine; answers its first line.
    private func shell(_ host: String, _ script: String) async throws -> String {
        try await output(host, script).text.split(separator: "\n").first.map(String.init) ?? ""
    }

    private func output(_ host: String, _ script: String) async throws -> ExternalTool.Result {
        let program = remoteShell.first ?? "ssh"
        let tool = ExternalTool(name: program, package: "openssh-client")
        let result = try await tool.run(
            Array(remoteShell.dropFirst()) + ["--", host, "exec sh -s"], input: Array(script.utf8))
        guard result.isGood else { throw failure(program, result) }
        return result
    }

    private func failure(_ tool: String, _ result: ExternalTool.Result) -> FatalError {
        FatalError(
            .io,
            [
                Diagnostic(
                    .publishFailed, at: nil, "\(tool) failed: \(result.lastError(without: redactor))",
                    help: "the live site is as it was; run it again when the cause is gone")
            ])
    }

    /// As a POSIX shell reads it back.
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
