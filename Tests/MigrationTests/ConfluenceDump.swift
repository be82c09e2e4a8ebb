/// Writes small dumps of Confluence; tests that need them conform.
protocol ConfluenceDump {}

extension ConfluenceDump {
    /// An object of `entities.xml`.
    func object(_ name: String, _ id: String, _ properties: [(String, String)], _ more: String = "") -> String {
        let lines = properties.map { "<property name=\"\($0.0)\"><![CDATA[\($0.1)]]></property>" }
        let key = name == "ConfluenceUserImpl" ? "key" : "id"
        return
            "<object class=\"\(name)\" package=\"p\">\n<id name=\"\(key)\">\(id)</id>\n\(lines.joined(separator: "\n"))\(more)\n</object>"
    }

    func reference(_ name: String, _ type: String, _ id: Any, key: String = "id") -> String {
        "\n<property name=\"\(name)\" class=\"\(type)\" package=\"p\"><id name=\"\(key)\">\(id)</id>\n</property>"
    }

    func page(
        _ id: Int, _ title: String, space: Int = 1, parent: Int? = nil, position: Int? = nil,
        status: String = "current",
        type: String = "Page", more: String = ""
    ) -> String {
        var properties = [
            ("title", title), ("version", "2"), ("creationDate", "2013-04-02 08:00:00.123"),
            ("lastModificationDate", "2014-01-09 10:00:00.000"), ("contentStatus", status),
        ]
        if let position { properties.append(("position", "\(position)")) }
        return object(
            type, "\(id)", properties,
            reference("space", "Space", space) + reference("creator", "ConfluenceUserImpl", "k1", key: "key")
                + (parent.map { reference("parent", "Page", $0) } ?? "") + more)
    }

    func body(_ id: Int, of content: Int, _ text: String, _ type: String = "Page") -> String {
        object(
            "BodyContent", "\(id)", [("body", text.replacing("]]>", with: "]] >")), ("bodyType", "2")],
            reference("content", type, content))
    }

    func dump(_ objects: [String]) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hibernate-generic datetime=\"2024-04-23 09:03:14\">\n"
            + objects.joined(separator: "\n") + "\n</hibernate-generic>\n"
    }

    func export(_ objects: [String]) -> String { dump(open + objects) }

    /// A space that everybody may view, with one person.
    var open: [String] {
        [
            object("Space", "1", [("name", "Pump room"), ("key", "PUMP")], reference("homePage", "Page", 10)),
            object(
                "SpacePermission", "2", [("type", "VIEWSPACE"), ("group", "confluence-users")],
                reference("space", "Space", 1)),
            object("ConfluenceUserImpl", "k1", [("name", "jlarsen"), ("email", "jo@b.example")]),
            object(
                "InternalUser", "3",
                [("name", "jlarsen"), ("displayName", "Jo Larsen"), ("credential", "{PKCS5S2}secret")]),
        ]
    }
}
