/// The ids that layouts give to parts of a page.
package enum LayoutAnchor {
    /// Stands before each of them. No heading gets such an id by its words, whose anchors are in lower case, so a text
    /// never has an id of the page around it.
    package static let prefix = "H-"
}
