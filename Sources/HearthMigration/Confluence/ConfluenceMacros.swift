/// What the names of macros mean.
enum ConfluenceMacros {
    static let alerts = [
        "info": "NOTE", "note": "WARNING", "warning": "CAUTION", "tip": "TIP", "success": "TIP", "error": "CAUTION",
    ]
    /// Those that say their kind in a parameter.
    static let kindsOfAlerts = [
        "info": "NOTE", "generic": "NOTE", "success": "TIP", "hint": "TIP", "warning": "WARNING", "error": "CAUTION",
        "note": "WARNING", "tip": "TIP",
    ]

    /// Filled when the page is shown, from what else is on the site: Hearth has lists of its own for it.
    static let dynamic: Set<String> = [
        "livesearch", "recently-updated", "recently-updated-dashboard", "recently-used-labels", "pagetreesearch",
        "blog-posts",
        "listlabels", "popular-labels", "related-labels", "navmap", "contributors", "contributors-summary",
        "change-history", "content-by-user", "favpages", "create-from-template", "create-space-button", "spaces",
        "space-details", "space-attachments", "spaces-list", "search", "network", "userlister", "tasks-report-macro",
        "task-report", "detailssummary", "content-report-table", "global-reports", "activity-stream", "gadget",
        "space-index", "index", "loremipsum", "contentbylabel", "profile-list", "page-index", "outgoing-links",
        "undefined",
        "bookmarks", "rss", "feed", "calendar", "team-calendar", "im", "junitreport", "cheese", "decisionreport",
        "ptsearch",
        "toc", "toc-old", "scroll-exportbutton", "scroll-pagetitle", "scroll-indexterm", "scroll-bookmark",
        "pagetree-search",
    ]

    /// Frames and places: their text is all that a reader needs.
    static let frames: Set<String> = [
        "section", "column", "div", "span", "center", "align", "ui-tabs", "ui-tab", "ui-steps", "ui-step",
        "localtabgroup",
        "localtab", "auitabs", "auitabspage", "auihorizontalnav", "auihorizontalnavpage", "deck", "card", "bgcolor",
        "color", "highlight", "table-filter",
        "table-plus", "tableenhancer", "table-excerpt", "scroll-ignore", "scroll-ignore-inline", "scroll-only",
        "scroll-only-inline",
        "scroll-title", "scroll-pdf-only", "scroll-pdf-ignore", "scroll-pdf-only-inline", "scroll-pdf-ignore-inline",
        "scroll-landscape", "scroll-portrait", "scroll-tablelayout", "toc-zone", "details", "ui-text-box",
        "ui-button-group",
        "sv-translation", "translation", "noprint", "tabs-group", "tab-pane", "tabs-page", "font", "lozenge", "ul", "p",
        "strong",
        "english", "english-us", "french", "german", "spanish", "italian", "excerpt", "rw-search", "html-wrap", "big",
        "small",
    ]
    /// Frames whose title a reader saw as a heading.
    static let titled: Set<String> = [
        "ui-tab", "ui-step", "localtab", "auitabspage", "auihorizontalnavpage", "card", "tabs-page", "tab-pane",
        "scroll-title",
    ]

    static let files: Set<String> = [
        "view-file", "viewpdf", "viewdoc", "viewxls", "viewppt", "view-pdf", "view-doc", "view-xls", "view-ppt",
        "multimedia",
        "pdf", "office-word", "office-excel", "office-powerpoint", "embedpdf",
    ]
    static let diagrams: Set<String> = [
        "drawio", "drawio-sketch", "inc-drawio", "gliffy", "lucidchart", "balsamiq", "mockup", "graphviz-file",
        "creately",
    ]
    static let code = [
        "code": "", "noformat": "", "preformatted": "", "plantuml": "plantuml", "plantumlrender": "plantuml",
        "mermaid": "mermaid", "mermaid-macro": "mermaid", "mermaid-cloud": "mermaid", "graphviz": "dot",
        "latex": "latex",
        "mathblock": "latex", "math-block": "latex", "eazy-math-block": "latex", "easy-math-block": "latex",
        "sql": "sql",
    ]
    static let formulas: Set<String> = ["mathinline", "math-inline", "easy-math-inline", "eazy-math-inline"]

    static let inline: Set<String> = formulas.union(dynamic).union([
        "status", "anchor", "jira", "jiraissues", "profile", "profile-picture", "footnote", "cfm-footnote", "tooltip",
        "cfm-tooltip", "widget", "iframe", "unmigrated-inline-wiki-markup", "redirect", "viewport-redirect",
        "viewport-url-redirect",
    ])
    static let block: Set<String> = diagrams.union(alerts.keys).union(code.keys).union([
        "panel", "expand", "ui-expand", "children", "pagetree", "attachments", "gallery", "include", "excerpt-include",
        "alert", "auimessage", "markdown", "html", "unmigrated-wiki-markup", "roadmap",
    ])

    /// Whether Confluence or a usual plugin has a macro of this name.
    static func isKnown(_ name: String) -> Bool {
        inline.contains(name) || block.contains(name) || frames.contains(name) || files.contains(name)
    }
}
