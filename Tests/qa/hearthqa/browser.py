"""Chromium, and an eye on what a page does in it."""

import os
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from .budgets import DESKTOP, PHONE

# Debian's /usr/bin/chromium is a shell script around this one.
_CANDIDATES = ["/usr/lib/chromium/chromium", "chromium", "google-chrome"]
_ARGUMENTS = [
    "--no-sandbox",  # the sandbox refuses to start for root, which is who runs things in a container
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--disable-background-networking",
    "--disable-component-update",
]

WAYS_TO_LOOK = {
    "desktop": {"viewport": DESKTOP},
    "dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
    "phone-dark": {"viewport": PHONE, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
                   "color_scheme": "dark"},
}


@contextmanager
def chromium():
    wanted = [os.environ["QA_CHROMIUM"]] if os.environ.get("QA_CHROMIUM") else _CANDIDATES
    program = next((found for found in map(shutil.which, wanted) if found), None)
    if program is None:
        raise SystemExit("no Chromium here: make qa-setup, or set QA_CHROMIUM to one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """Notes everything that goes wrong in a page, and lets no request leave this machine.

    A font or a script from another host would only be slow elsewhere; here it is refused and reported.
    """

    def __init__(self, page, expected_status=200):
        self.problems = []
        page.on("console", lambda m: self._console(m, expected_status))
        page.on("pageerror", lambda error: self.problems.append(f"exception: {error}"))
        page.on("response", lambda r: self._response(r, page, expected_status))
        page.on("requestfailed", lambda r: self.problems.append(f"request failed: {r.url} {r.failure}"))
        page.route("**/*", self._gate)

    def _console(self, message, expected_status):
        # Chromium logs the status of a 404 page itself as an error; for that page it is as it should be.
        if message.type == "error" and not (expected_status == 404 and "status of 404" in message.text):
            self.problems.append(f"console: {message.text}")

    def _response(self, response, page, expected_status):
        own = response.request.is_navigation_request() and response.frame == page.main_frame
        if response.status >= 400 and not (own and response.status == expected_status):
            self.problems.append(f"{response.status}: {response.url}")

    def _gate(self, route):
        url = urlsplit(route.request.url)
        if url.scheme in ("data", "blob", "file") or url.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.problems.append(f"asks another host: {route.request.url}")
            route.abort()
