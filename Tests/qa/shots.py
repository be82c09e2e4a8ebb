#!/usr/bin/env python3
"""Pictures of one page of each kind: `shots.py [SITE] [FOLDER]`, by default Output and .qa/shots.

desktop, dark, phone and phone-dark as PNG, and print as PDF. They are to be looked at; nothing is judged here.
"""

import re
import sys
from pathlib import Path

from hearthqa.browser import WAYS_TO_LOOK
from hearthqa.built_site import BuiltSite
from hearthqa.session import Session


def main():
    site = BuiltSite(sys.argv[1] if len(sys.argv) > 1 else "Output")
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else ".qa/shots")
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.png"), *folder.glob("*.pdf")]:
        old.unlink()
    with Session(site) as session:
        for kind, address in session.addresses.items():
            stem = re.sub(r"\W+", "-", kind)
            for way, options in WAYS_TO_LOOK.items():
                context = session.browser.new_context(**options)
                page = context.new_page()
                page.goto(address, wait_until="networkidle")
                page.screenshot(path=folder / f"{stem}.{way}.png", full_page=True)
                if way == "desktop":
                    sheet = page.pdf(path=folder / f"{stem}.pdf", format="A4")
                    sheets = len(re.findall(rb"/Type\s*/Page\b", sheet))
                context.close()
            print(f"{kind}: {session.path_of[kind]}, {sheets} printed sheet{'s' if sheets != 1 else ''}")
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
