package import HearthModel

/// `hearth.yml` (content model, section 7), checked: unknown keys and wrong types were diagnostics.
package struct SiteConfiguration: Sendable {
    package enum LinkLevel: String, Sendable, CaseIterable {
        case error, warn, ignore
    }

    package enum ExpertMode: String, Sendable, CaseIterable {
        case inferred, declared
    }

    package struct Theme: Sendable, Hashable {
        /// `#rrggbb`; nil for the theme's own.
        package var accent: Located<String>?
        /// A path below the content folder.
        package var logo: Located<String>?
        /// `system`, `serif`, `mono`, or a family name that is installed on the readers' machines.
        package var font: String = "system"
        /// The line that the settings begin at; 0 when there are none.
        package var line = 0

        package init() {}
    }

    package struct Edit: Sendable, Hashable {
        /// With `{path}`: the file below the repository's root.
        package var url: String?
        /// With `{folder}`.
        package var new: String?
        /// With `{group}`.
        package var mail: String?

        package init() {}
    }

    /// Where `hearth publish <name>` puts the site; exactly one of `folder`, `rsync` and `rclone` is set.
    package struct PublishTarget: Sendable, Hashable {
        package var name: String
        /// A folder of this machine that holds the releases.
        package var folder: String?
        /// A destination as rsync takes it.
        package var rsync: String?
        /// A remote as rclone takes it.
        package var rclone: String?
        /// How many releases are kept in `folder`.
        package var keep: Int?
        /// The share of the pages, in percent, that one publish may remove.
        package var maxDelete: Int?
        /// `gzip`, `brotli`: forms that lie beside the plain files.
        package var compress: [String] = []
        package var line: Int

        package init(name: String, line: Int) {
            self.name = name
            self.line = line
        }
    }

    /// One link of the bar at the top.
    package struct NavigationEntry: Sendable, Hashable {
        /// The id of an index, an address of the site without the slash at its beginning or its end, or a complete address.
        package var target: Reference
        /// The words that are shown; without them, the title of the target.
        package var label: String?

        package init(_ target: Reference, label: String? = nil) {
            self.target = target
            self.label = label
        }

        /// Whether it leads to another site, or to a mail program.
        package var isExternal: Bool {
            let start = target.value.prefix(8).lowercased()
            return ["https://", "http://", "mailto:"].contains { start.hasPrefix($0) }
        }
    }

    package var title = ""
    /// Absolute, with a trailing slash; nil when the site has none (no feeds, sitemap and canonical links then).
    package var baseURL: String?
    package var language = "en"
    /// The line that says it, from 1; 0 when none does.
    package var languageLine = 0
    /// An IANA name.
    package var timeZone = "UTC"
    package var contentFolder = "Content"
    /// The line that names it; 0 when none does.
    package var contentLine = 0
    package var layoutsFolder = "Layouts"
    /// The line that names it; 0 when none does.
    package var layoutsLine = 0
    package var outputFolder = "Output"
    package var nav = ["groups", "questions", "people", "topics", "documents"].map {
        NavigationEntry(Located($0, line: 0))
    }
    /// Markdown, one paragraph.
    package var footer: Located<String>?
    package var theme = Theme()
    package var edit = Edit()
    package var brokenLinks = LinkLevel.error
    package var brokenAnchors = LinkLevel.error
    package var externalLinks = LinkLevel.ignore
    /// Content folders (as written, relative to `hearth.yml`) in which raw HTML is kept; `rawHTML.default: allow` puts
    /// the
    /// content folder itself here.
    package var rawHTMLFolders: [String] = []
    /// `rawHTML.allow` as written.
    package var rawHTMLAllowed: [Reference] = []
    package var questionsPerPage = 50
    package var topics: [(tag: Reference, fields: TopicFields)] = []
    package var expertMode = ExpertMode.inferred
    /// Half-life of evidence in seconds.
    package var expertHalfLife: Int64 = 365 * 86_400
    /// Window of metrics in seconds.
    package var metricsWindow: Int64 = 90 * 86_400
    /// Group id → directory group.
    package var audiences: [String: String] = [:]
    /// The groups of `audiences`, in the order written.
    package var audienceGroups: [Reference] = []
    package var isSearchEnabled = true
    /// Languages whose words the search reduces to their stems; empty for the site's own.
    package var searchLanguages: [Reference] = []
    /// The `_search` address of an OpenSearch or Elasticsearch server that answers instead of the site's own index: an
    /// http(s) URL, or a path from the root of the web server.
    package var searchEndpoint: String?
    /// In the order written.
    package var publishTargets: [PublishTarget] = []
    /// Known problems that are reported as notes; relative to `hearth.yml`.
    package var baselineFile: Reference?
    /// Addresses that were published and may vanish, such as `/groups/lift/old/`.
    package var gone: [Reference] = []

    package init() {}
}

/// Where a project lies and what it is configured to.
package struct Project: Sendable {
    /// Absolute path of the folder of `hearth.yml`.
    package var root: String
    /// `hearth.yml` as diagnostics show it.
    package var configurationFile: String
    package var configuration: SiteConfiguration
    /// SHA-256 of the bytes that `configuration` was read from; nil when it was read from none. The file may have been
    /// saved again since.
    package var settingsHash: [UInt8]?

    package init(root: String, configurationFile: String = "hearth.yml", configuration: SiteConfiguration) {
        self.root = root
        self.configurationFile = configurationFile
        self.configuration = configuration
    }

    /// The absolute path of a folder or file named relative to the project.
    package func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : root + "/" + path }

    package var contentPath: String { absolute(configuration.contentFolder) }
    package var layoutsPath: String { absolute(configuration.layoutsFolder) }
    package var outputPath: String { absolute(configuration.outputFolder) }
}
