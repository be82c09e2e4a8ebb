"""The site on a loopback port, the way a careful administrator's web server has it.

It is mounted under the path of its base URL, compresses text, answers 404 with the site's own 404.html, and sends the
strictest Content-Security-Policy that the theme is built for: a page that breaks it logs an error in the browser.
"""

import gzip
import mimetypes
import threading
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
_TEXT = {"application/json", "application/javascript", "application/xml", "application/atom+xml",
         "application/feed+json", "application/manifest+json", "image/svg+xml"}
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json",
          ".atom": "application/atom+xml", ".woff2": "font/woff2"}


def content_type(file):
    return _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def is_text(kind):
    return kind.startswith("text/") or kind in _TEXT


def compressed(file):
    """As gzip at its usual level: what a server sends to any browser. A `.gz` beside the file would be sent instead."""
    ready = file.with_name(file.name + ".gz")
    if ready.is_file():
        return ready.read_bytes()
    return _compress(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4096)
def _compress(file, _changed):
    return gzip.compress(file.read_bytes(), 6, mtime=0)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet; apart, they wait for each other's acknowledgement
    site = None
    policy = POLICY
    count = None  # called with the bytes of each answer, headers included

    def flush_headers(self):
        if self.count:
            self.count(sum(map(len, getattr(self, "_headers_buffer", []))))
        super().flush_headers()

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        mount = self.site.mount
        inside = path[len(mount):] if path.startswith(mount) else None
        hidden = any(part.startswith(".") for part in path.split("/"))
        file = self.site.find(inside) if inside is not None and not hidden else None
        if file is not None and inside != "404.html":
            return self._send(200, file)
        if inside and not hidden and self.site.find(inside + "/"):
            self.send_response(301)
            self.send_header("Location", path + "/")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        return self._send(404, self.site.find("404.html"))

    do_HEAD = do_GET

    def _send(self, status, file):
        kind = content_type(file) if file else "text/plain"
        body = file.read_bytes() if file else b"not found\n"
        self.send_response(status)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if is_text(kind) else ""))
        if file and is_text(kind) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = compressed(file)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "strict-origin-when-cross-origin")
        self.end_headers()
        if self.command != "HEAD":
            if self.count:
                self.count(len(body))
            self.wfile.write(body)

    def log_message(self, *_):
        pass


class WebServer:
    def __init__(self, site, policy=POLICY):
        self.sent = 0
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"site": site, "policy": policy, "count": staticmethod(self._count)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}{site.mount}"

    def _count(self, length):
        with self._lock:
            self.sent += length

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
