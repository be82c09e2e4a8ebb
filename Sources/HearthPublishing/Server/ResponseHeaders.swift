/// What goes with every response, the same from `hearth serve` and from the configured servers.
package enum ResponseHeaders {
    /// What the theme is built for: everything from this site, no inline script or style (CSP 3).
    package static let policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    /// For files of the content that could bring scripts of their own, such as pictures in SVG: shown, but inert.
    package static let inertPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

    /// Besides the policy and the caching.
    package static let others: [(name: String, value: String)] = [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]

    /// Files that a browser may run or read as a document, though they are none of Hearth's pages. As a regular
    /// expression of PCRE and of Go, for paths without their case.
    package static let inertPattern = #"\.(svgz?|xhtml?|xht|mht|mhtml|xslt?|swf)$"#

    /// Pages are asked for again each time and mostly answered with "not modified"; pictures and fonts rest for an hour.
    package static let caching = "no-cache"
    package static let cachingOfPictures = "max-age=3600"
    package static let picturePattern = #"\.(png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|mp4|webm)$"#

    /// Whether the path's extension is one of `inertPattern`.
    package static func isInert(_ path: String) -> Bool {
        let known: Set<String> = ["svg", "svgz", "xhtm", "xhtml", "xht", "mht", "mhtml", "xsl", "xslt", "swf"]
        return fileExtension(path).map(known.contains) ?? false
    }

    /// Whether the path's extension is one of `picturePattern`.
    package static func isPicture(_ path: String) -> Bool {
        let known: Set<String> = [
            "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "otf", "mp4", "webm",
        ]
        return fileExtension(path).map(known.contains) ?? false
    }

    /// In lower case, without the dot.
    package static func fileExtension(_ path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    }
}
