import HearthContent
import Testing

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("https://h.example", "https://h.example/"), ("HTTPS://H.example/a/b", "https://H.example/a/b/"),
        ("http://h:8080/", "http://h:8080/"), ("http://[::1]:8080/x/", "http://[::1]:8080/x/"),
        ("http://[::1]", "http://[::1]/"),
        ("https://bücher.example/", "https://bücher.example/"), ("https://h.example./", "https://h.example./"),
    ])
    func anAddress(_ text: String, _ url: String) { #expect(BaseURL.read(text).url == url) }

    @Test(arguments: [
        "", "h.example", "ftp://h/", "https://", "https:///a/", "https://h.example//", "https://h.example//a//",
        "https://h.example/a//b", "https://h/../b/", "https://h/./", "https://h:99999/", "https://h:/", "https://h:0/",
        "https://.example/", "https://a..b/", "https://a:b:1/", "https://h/?q", "https://h/#a", "https://h/a b",
        "https://u:p@h/",
        "https://[]/", "https://h/<x>",
    ])
    func isNone(_ text: String) { #expect(BaseURL.read(text).url == nil && BaseURL.read(text).problem != nil) }
}
