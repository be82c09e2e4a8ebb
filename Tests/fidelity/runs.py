#!/usr/bin/env python3
"""Every data set: does it come in, does the site build, does a second run leave it alone?

    runs.py --hearth .build/release/hearth --data ../shared/data [--only TEXT]

One line a data set: exit code, records and failures (each failure has a reason in the report), errors of the build and
among them broken links, and how many files a second run on the same export changed. Exit 1 when something failed without
a reason, a link is broken, or a second run changed a file.
"""
import argparse
import collections
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# Folders whose parts are exports of their own: a folder holds what a site would, a file one export.
FILES = {"wordpress": "wordpress-wxr/**/*.xml", "ldif": "ldif/**/*.ldif", "vcard": "vcard/**/*.vcf"}
FOLDERS = {"html": "static-html/*", "stackexchange": "stackexchange/*", "confluence": "confluence-html/*", "mbox": "mbox/*",
           "slack": "slack/*", "discourse": "discourse/*", "dokuwiki": "dokuwiki/*", "docx": "office-docs/*",
           "mediawiki": "mediawiki/*/migration"}


def sets(data):
    found = []
    for system, pattern in FOLDERS.items():
        found += [(system, path) for path in sorted(data.glob(pattern)) if path.is_dir()]
    for dump in sorted(data.glob("confluence-xml/**/entities.xml")):
        found.append(("confluence", dump.parent))
    for archive in sorted(data.glob("confluence-xml/**/*.zip")):
        found.append(("confluence", archive))
    for system, pattern in FILES.items():
        found += [(system, path) for path in sorted(data.glob(pattern))]
    return found


def contents(root):
    """The hash of every file that a migration wrote."""
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for top in ("Content", "migration") for path in sorted(pathlib.Path(root, top).rglob("*")) if path.is_file()}


def run(hearth, *arguments, cwd):
    return subprocess.run([hearth, *arguments], cwd=cwd, capture_output=True, text=True, errors="replace")


def measure(hearth, system, path):
    root = tempfile.mkdtemp(prefix="hearth-runs-")
    try:
        pathlib.Path(root, "hearth.yml").write_text("title: Trial\nbaseURL: https://trial.example/\n")
        pathlib.Path(root, "Content").mkdir()
        first = run(hearth, "migrate", system, str(path), cwd=root)
        report = pathlib.Path(root, "migration", system, "report.json")
        account = json.loads(report.read_text()) if report.exists() else {}
        failures = account.get("failures", [])
        kinds = account.get("kinds", {})
        records = sum(value.get("total", 0) for value in kinds.values())
        before = contents(root)
        again = run(hearth, "migrate", system, str(path), cwd=root)
        after = contents(root)
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        build = run(hearth, "build", "--format", "json", cwd=root)
        try:
            problems = json.loads(build.stdout)
        except json.JSONDecodeError:
            problems = []
        problems = problems.get("diagnostics", []) if isinstance(problems, dict) else problems
        errors = collections.Counter(each.get("id") or each.get("rule") for each in problems if each.get("severity") == "error")
        links = sum(count for kind, count in errors.items() if "link" in str(kind) or "anchor" in str(kind))
        said = [line for line in first.stderr.splitlines() if line.startswith("error")]
        explained = first.returncode == 0 or all(each.get("reason") for each in failures) and (failures or said)
        crashed = min(first.returncode, again.returncode, build.returncode) < 0
        bad = crashed or not explained or links or changed or build.returncode
        return {"exit": first.returncode, "records": records, "failures": len(failures), "said": said[:2], "build": build.returncode,
                "links": links, "errors": dict(errors), "changed": changed, "bad": bool(bad),
                "reasons": sorted({each.get("reason", "") for each in failures})[:3]}
    finally:
        shutil.rmtree(root, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearth", required=True)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--only", default="", help="only data sets whose name contains this")
    options = parser.parse_args()
    data, hearth = pathlib.Path(options.data).resolve(), os.path.abspath(options.hearth)
    found = [(system, path) for system, path in sets(data) if options.only in f"{system}: {path}"]
    if not found:
        print(f"runs: skipped, there is no data in {options.data}")
        return 0
    print(f"{'data set':<52} {'exit':>4} {'records':>8} {'failed':>6} {'build':>5} {'links':>5} {'changed':>7}")
    bad = 0
    for system, path in found:
        result = measure(hearth, system, path)
        name = f"{system}: {path.relative_to(data).as_posix().split('/', 1)[-1]}"
        if len(name) > 52:
            name = name[:20] + "…" + name[-31:]
        print(f"{name:<52} {result['exit']:>4} {result['records']:>8} {result['failures']:>6} {result['build']:>5} "
              f"{result['links']:>5} {len(result['changed']):>7}" + ("  <- look" if result["bad"] else ""))
        for line in (result["said"] if result["exit"] else []) + result["reasons"]:
            print(f"    {line[:150]}")
        if result["errors"]:
            print(f"    build: {result['errors']}")
        for name in result["changed"][:3]:
            print(f"    changed by the second run: {name}")
        bad += result["bad"]
        sys.stdout.flush()
    print(f"{len(found)} data sets, {bad} to look at")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
