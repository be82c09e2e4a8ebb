#!/usr/bin/env python3
"""Checks from edit to live with real parts: `check.py --hearth .build/release/hearth`.

One line a check; the last line is "N passed, N failed, N skipped", and the exit code 1 if any failed.
"""

import argparse
import importlib
import sys
import time

from kit import Failed, Skipped, Work

CHECKS = ["story", "incremental", "servers", "redirects", "publish", "remote", "hook", "merge", "serve"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearth", default=".build/release/hearth")
    parser.add_argument("--only", nargs="+", choices=CHECKS, metavar="CHECK", help=", ".join(CHECKS))
    parser.add_argument("--keep", action="store_true", help="leave the scratch folders")
    arguments = parser.parse_args()
    counts = {"ok": 0, "FAIL": 0, "skip": 0}
    for name in arguments.only or CHECKS:
        work = Work(arguments.hearth)
        start = time.monotonic()
        try:
            result, text = "ok", importlib.import_module("checks." + name).run(work)
        except Failed as error:
            result, text = "FAIL", str(error)
        except Skipped as error:
            result, text = "skip", str(error)
        counts[result] += 1
        print(f"{result:4} {name}: {text} ({time.monotonic() - start:.1f} s)", flush=True)
        if not arguments.keep:
            work.close()
    print(f"{counts['ok']} passed, {counts['FAIL']} failed, {counts['skip']} skipped")
    sys.exit(1 if counts["FAIL"] else 0)


if __name__ == "__main__":
    main()
