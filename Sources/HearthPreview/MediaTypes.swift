import HearthPublishing

/// Media types by extension, as Debian's nginx and Apache answer them.
enum MediaTypes {
    static func type(of path: String) -> String {
        let name = ResponseHeaders.fileExtension(path) ?? ""
        let type = types[name] ?? "application/octet-stream"
        return type.hasPrefix("text/") || ["application/json", "application/xml", "image/svg+xml"].contains(type)
            ? type + "; charset=utf-8" : type
    }

    private static let types: [String: String] = [
        "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
        "json": "application/json", "xml": "text/xml", "txt": "text/plain", "csv": "text/csv", "md": "text/markdown",
        "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
        "webp": "image/webp", "avif": "image/avif", "ico": "image/x-icon", "pdf": "application/pdf",
        "zip": "application/zip", "wasm": "application/wasm", "woff": "font/woff", "woff2": "font/woff2",
        "ttf": "font/ttf", "otf": "font/otf", "mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg",
        "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "webmanifest": "application/manifest+json", "ics": "text/calendar",
    ]
}
