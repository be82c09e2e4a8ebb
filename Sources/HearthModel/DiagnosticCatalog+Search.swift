/// Problems of the search.
extension DiagnosticKind {
    package static let searchTest = DiagnosticKind(
        "search-test", .error, "a search does not find what it must",
        """
        search-tests.yml names pages that people have to find with certain words, and one of them does not come up. Put the words \
        that people use into the page: its title, alt_titles:, a heading, or a synonym of one of its topics. \
        'hearth search "words" --explain' shows how the results come about. If the page is gone, change the test.
        """)
    package static let searchLanguage = DiagnosticKind(
        "search-language", .warning, "the search knows no word stems of a language",
        """
        search.languages in hearth.yml names a language whose endings the search cannot take off, so 'pumps' and 'pump' would be \
        two words there. Pages in it are found all the same, by their words as they stand. Remove the language from the list, or \
        correct its code.
        """)

    package static let searchTestUnasked = DiagnosticKind(
        "search-test-unasked", .warning, "search tests are not asked, because the search is switched off",
        """
        search-tests.yml says what people must find, and hearth.yml switches the search off with 'enabled: false'. So nobody \
        finds it, and no test can fail. Switch the search on, or remove search-tests.yml.
        """)

    /// All kinds of this file, for `hearth explain`.
    package static let searchKinds: [DiagnosticKind] = [searchTest, searchLanguage, searchTestUnasked]
}
