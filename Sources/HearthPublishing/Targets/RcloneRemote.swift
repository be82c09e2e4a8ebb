import HearthModel

/// A place of rclone, taken apart so that its options do not stand on a command line, which every user of the machine can
/// read: `:s3,access_key_id=a,secret_access_key="b":bucket` (rclone's documentation, "Connection strings") becomes the
/// remote `hearthpublish:bucket` with `RCLONE_CONFIG_HEARTHPUBLISH_TYPE=s3` and the like in the environment, which only its owner can.
struct RcloneRemote: Equatable {
    /// What rclone is told: `hearthpublish:bucket`, `corp:intranet`, `/srv/x`.
    let place: String
    /// The options, as rclone reads them ("Environment Variables").
    let environment: [String: String?]
    /// Absolute, where it is a folder of this machine as far as the address tells.
    let localPath: String?

    /// The remote that stands for one that is described on the spot.
    private static let name = "hearthpublish"

    /// Nil for what rclone could not read, and for what it would take for a flag.
    init?(_ address: String) {
        guard !address.hasPrefix("-"), !address.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        guard !address.hasPrefix("/") else {
            (place, environment, localPath) = (address, [:], address)
            return
        }
        let isOnTheSpot = address.hasPrefix(":")
        var rest = Substring(address.dropFirst(isOnTheSpot ? 1 : 0))
        let remote = rest.prefix { $0 != "," && $0 != ":" && $0 != "/" }
        rest = rest[remote.endIndex...]
        guard !remote.isEmpty, let options = Self.options(&rest), rest.first == ":" else { return nil }
        // A name of a remote may hold what a name of a variable may not, and rclone looks for it in capitals.
        let name = isOnTheSpot ? Self.name : String(remote)
        let prefix = "RCLONE_CONFIG_" + name.uppercased() + "_"
        var environment: [String: String?] = isOnTheSpot ? [prefix + "TYPE": String(remote)] : [:]
        for (key, value) in options {
            environment[prefix + key.uppercased().replacing("-", with: "_")] = value
        }
        (place, self.environment) = (name + rest, environment)
        let path = String(rest.dropFirst())
        localPath =
            isOnTheSpot && remote == "local"
            ? path.hasPrefix("/") ? path : FileSystem.currentDirectory + "/" + path : nil
    }

    /// `,key=value,key="va""lue",key` up to the colon in front of the path.
    private static func options(_ rest: inout Substring) -> [(key: String, value: String)]? {
        var found: [(key: String, value: String)] = []
        while rest.first == "," {
            rest.removeFirst()
            let key = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == ".") }
            rest = rest[key.endIndex...]
            guard !key.isEmpty else { return nil }
            guard rest.first == "=" else {
                // An option without a value is switched on.
                found.append((String(key), "true"))
                continue
            }
            rest.removeFirst()
            guard let value = value(&rest) else { return nil }
            found.append((String(key), value))
        }
        return found
    }

    /// A value in quotes, in which a quote is written twice, or up to the next comma or colon.
    private static func value(_ rest: inout Substring) -> String? {
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            let plain = rest.prefix { $0 != "," && $0 != ":" }
            rest = rest[plain.endIndex...]
            return String(plain)
        }
        rest.removeFirst()
        var value = ""
        while let sign = rest.popFirst() {
            guard sign == quote else {
                value.append(sign)
                continue
            }
            guard rest.first == quote else { return value }
            value.append(quote)
            rest.removeFirst()
        }
        return nil
    }
}
