/// `text` without what may be a secret: values behind names such as `password` or `secret_access_key`, and passwords in
/// addresses. Settings can hold those, and logs are read by many.
package func redactSecrets(in text: String) -> String {
    text.replacing(
        #/(?i)\b([a-z0-9_-]*(?:secret|passw|token|credential|access_key|account_key|api_?key|\bpass\b|\bkey\b)[a-z0-9_-]*["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;:}"']+)/#
    ) {
        "\($0.output.1)•••"
    }.replacing(#/(://[^/\s:@"']*:)[^@/\s"']+@/#) { "\($0.output.1)•••@" }
}
