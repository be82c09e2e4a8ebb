#!/usr/bin/env python3
"""Checks a built site: `check.py [SITE]`, the folder Output by default.

One line a check, the first findings below a failed one, everything in the log folder; the last line is
"N passed, N failed", and the exit code 1 if any failed.
"""

import argparse
import importlib
import sys
import time
from pathlib import Path

from hearthqa.built_site import BuiltSite
from hearthqa.session import Session

CHECKS = ["markup", "links", "promises", "feeds", "structured_data", "styles", "accessibility", "behaviour", "search",
          "performance"]
FINDINGS_SHOWN = 10


def run_check(session, name, logs=None):
    result = importlib.import_module("hearthqa.checks." + name).run(session)
    if logs:
        lines = [result.checked, "", *result.findings, "", *result.notes]
        (logs / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", default="Output")
    parser.add_argument("--base-url", help="where the site is published; default: the home page's canonical address")
    parser.add_argument("--logs", type=Path, default=Path(".qa/logs"))
    parser.add_argument("--only", nargs="+", choices=CHECKS, metavar="CHECK", help=", ".join(CHECKS))
    arguments = parser.parse_args()
    arguments.logs.mkdir(parents=True, exist_ok=True)

    site = BuiltSite(arguments.site, arguments.base_url)
    failed = 0
    with Session(site) as session:
        print(f"{len(site.pages)} pages of {len(session.path_of)} kinds: {', '.join(session.path_of)}")
        for name in (chosen := arguments.only or CHECKS):
            start = time.monotonic()
            result = run_check(session, name, arguments.logs)
            failed += bool(result.findings)
            print(f"{'FAIL' if result.findings else 'ok  '} {name}: {result.checked}", end="")
            print(f" ({time.monotonic() - start:.1f} s)", flush=True)
            for finding in result.findings[:FINDINGS_SHOWN]:
                print("       " + finding[:240])
            if len(result.findings) > FINDINGS_SHOWN:
                print(f"       and {len(result.findings) - FINDINGS_SHOWN} more: {arguments.logs / name}.txt")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
