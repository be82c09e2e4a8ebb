import Foundation
import HearthModel

/// Runs git on a repository of a test: as somebody of its own, signing nothing, so that the settings of who runs the
/// tests change nothing.
///
/// - Parameter date: The date of a commit, ISO 8601.
/// - Throws: `FileError` when git is missing or fails.
package func git(_ arguments: [String], in folder: String, at date: String = "2020-01-01T12:00:00Z") throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
        ["git", "-C", folder, "-c", "user.name=T", "-c", "user.email=t@x", "-c", "commit.gpgsign=false"] + arguments
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }.merging([
        "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": "/dev/null",
    ]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw FileError("run git in", folder) }
}
