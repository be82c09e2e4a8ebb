"""What the checks share: the site on disk, its web server, a browser, and which pages to open in it."""

from contextlib import ExitStack
from functools import cached_property
from urllib.parse import quote

from .browser import chromium
from .built_site import BuiltSite
from .web_server import WebServer


class Session:
    def __init__(self, site: BuiltSite, kinds=None, browser=None):
        """`kinds`: open only pages of these kinds. `browser`: use this one instead of starting another."""
        self.site = site
        self._open = ExitStack()
        self._pages = {k: p for k, p in site.one_of_each_kind().items() if kinds is None or k in kinds}
        self.path_of = {kind: page.path for kind, page in self._pages.items()}
        if browser:
            self.browser = browser

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return self._open.__exit__(*error)

    @cached_property
    def server(self):
        return self._open.enter_context(WebServer(self.site))

    @cached_property
    def browser(self):
        return self._open.enter_context(chromium())

    @cached_property
    def addresses(self):
        """Kind of page to the address of one such page. The page for missing addresses is met at a missing address."""
        return {
            kind: self.server.base + ("no/such/page/" if kind == "not found" else quote(page.address))
            for kind, page in self._pages.items()
        }
