import Testing

@testable import HearthMigration

/// What plugins write to show a part of a post to some readers only.
@Suite struct WordPressConditionTests {
    @Test(arguments: [
        ("[student]b[/student]", "student"), ("[visitor]b[/visitor]", "visitor"),
        ("[course_complete course_id=\"1\"]b[/course_complete]", "course_complete"),
        ("[ld_quiz_complete]b[/ld_quiz_complete]", "ld_quiz_complete"),
        ("[group group_id=\"16\"]b[/group]", "group"), ("[group]b[/group]", nil),
        ("[students]b[/students]", nil), ("[course_list]", nil),
    ])
    func shortcodesOfCourses(_ text: String, _ expected: String?) {
        #expect(WordPressPrivacy.closingTag(in: text) == expected)
    }

    @Test(arguments: [
        ("{\"blockVisibility\":{\"controlSets\":[{\"controls\":{\"userRole\":{}}}]}}", "blockVisibility"),
        ("{\"metadata\":{\"blockVisibility\":false}}", "blockVisibility"),
        ("{\"loggedInUser\":true}", "loggedInUser"), ("{\"loggedInUser\":false}", nil),
        ("{\"UAGUserRole\":\"editor\"}", "UAGUserRole"), ("{\"UAGUserRole\":\"\"}", nil),
        ("{\"editorskit\":{\"loggedin\":true,\"loggedout\":true,\"desktop\":true}}", nil),
        ("{\"editorskit\":{\"loggedin\":true,\"loggedout\":false}}", "loggedout"),
        (
            "{\"advgbBlockControls\":[{\"control\":\"user_role\",\"enabled\":true,\"roles\":[\"editor\"]}]}",
            "advgbBlockControls"
        ),
        ("{\"visibility\":\"members\"}", "visibility"), ("{\"visibility\":\"hidden\"}", "visibility"),
        ("{\"visibility\":\"visible\"}", nil), ("{\"visibility\":\"hide-on-mobile\"}", nil),
        ("{\"visibility\":{\"desktop\":true,\"mobile\":false}}", nil),
        ("{\"displayCondition\":{\"conditions\":[{\"type\":\"login-status\"}]}}", "displayCondition"),
        ("{\"otterConditions\":[[{\"type\":\"loggedInUser\"}]]}", "otterConditions"),
        ("{\"contentControls\":{\"enabled\":true}}", "contentControls"),
        ("{\"contentControls\":{\"enabled\":false}}", nil),
        ("{\"blockPermissionsRoles\":[\"editor\"]}", "blockPermissionsRoles"),
        ("{\"roles\":[\"administrator\"]}", "roles"), ("{\"roles\":[]}", nil),
        ("{\"a\":1,\"blockVisibility\" broken", "blockVisibility"),
        // What other blocks have.
        ("{\"align\":\"wide\",\"style\":{\"color\":{\"text\":\"#fff\"}},\"role\":\"search\",\"rememberMe\":true}", nil),
    ])
    func conditionsInBlocks(_ attributes: String, _ expected: String?) {
        let text = "<!-- wp:core/group \(attributes) --><p>b</p><!-- /wp:core/group -->"
        #expect(WordPressPrivacy.closingTag(in: text) == expected)
        #expect(WordPressPrivacy.closingTag(in: "<!-- wp:x/y \(attributes) /-->") == expected)
    }
}
