/// Fields of other generators that have another name here, or none.
enum ForeignFields {
    /// What to do about an unknown field; nil where nobody has one of that name.
    static func help(for key: String) -> String? {
        switch key.lowercased() {
        case "lastmod", "last_modified", "last_modified_at", "lastmodified", "modified", "updated_at", "last_updated",
            "last_update", "date_modified", "revised":
            "the day of the last change is said with 'updated:'"
        case "created", "created_at", "date_created", "pubdate": "the day on which it was written is said with 'date:'"
        case "categories", "category", "keywords", "labels", "topics": "write 'tags: [one, two]'"
        case "url", "permalink":
            "the address follows from where the file lies; 'slug:' changes its last part, and 'redirect_from: [/old/]' leads "
                + "from an old one here"
        case "redirect_to", "redirects", "redirect", "redirect_from_old":
            "an old address is named in 'redirect_from: [/old/]' of the page that it leads to"
        case "summary", "excerpt", "abstract", "subtitle", "lead", "desc":
            "one sentence about the page is its 'description:'"
        case "linktitle", "sidebar_label", "short_title", "nav_title", "menu_title":
            "remove it: a page is called by its 'title:' everywhere"
        case "sidebar_position", "nav_order", "order", "position", "menu_order":
            "pages of a group are put in order by 'weight:'"
        case "toc", "hide_table_of_contents", "table_of_contents": "remove it: a page lists its headings by itself"
        case "template": "a template of your own is named with 'layout:'"
        case "creator", "written_by", "byline": "who wrote a page is said with 'author:'"
        case "maintainer", "contact_person": "who looks after a page is said with 'owner:'"
        default: nil
        }
    }
}
