#!/usr/bin/env python3
"""What people do between two builds, timed: `scenarios.py --hearth .build/release/hearth --hugo .qa/venv/.../hugo`.

For each size, Hearth and Hugo make the same community, and then build again after nothing changed, one body was edited, one
title renamed, one layout changed, one page deleted. At 1,000 questions Zensical and MkDocs Material make the same bodies,
where they are installed. All in one run, in memory (/dev/shm). With --write the table goes into a page for people.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from bench import Failed, Hearth, Hugo, timed, work_folder

# Hugo keeps everything in memory; beyond this many questions it would need more than most machines have.
HUGO_LIMIT = 20_000
REPEATS = 3


class Change:
    """Changes one file after the other and can put all of them back."""

    def __init__(self, folder):
        self.folder, self.saved = folder, {}
        self.pages = sorted(p for p in folder.rglob("*.md") if "question" in str(p) and p.stem not in ("index", "_index"))
        self.next = 7

    def page(self):
        self.next += 1009
        return self.pages[self.next % len(self.pages)]

    def write(self, path, text):
        self.saved.setdefault(path, path.read_text() if path.exists() else None)
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text)

    def restore(self):
        for path, text in self.saved.items():
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text)
        self.saved = {}


def edit_body(change, generator, number):
    page = change.page()
    change.write(page, page.read_text() + f"\nOne more sentence, number {number}.\n")


def rename_title(change, generator, number):
    page = change.page()
    change.write(page, re.sub(r"(?m)^title:.*$", f'title: "Renamed {number}"', page.read_text(), count=1))


def change_layout(change, generator, number):
    if generator.name == "Hearth":
        change.write(generator.source / "Layouts/rows/question.mustache", f"<li>{number} <a href=\"{{{{href}}}}\">{{{{title}}}}</a></li>")
    else:
        layout = next(p for p in sorted((generator.source / "layouts").rglob("*.html")) if "baseof" in p.name or "single" in p.name)
        change.write(layout, layout.read_text() + f"<!-- {number} -->")


def delete_page(change, generator, number):
    page = change.page()
    if page.exists():
        change.write(page, None)


STEPS = [("nothing changed", None), ("one body edited", edit_body), ("one title renamed", rename_title),
         ("one layout changed", change_layout), ("one page deleted", delete_page)]


def median(runs):
    return statistics.median(run.wall for run in runs)


def measure(generator):
    """Medians and peaks: {step: (seconds, megabytes)}."""
    results = {}
    runs = []
    for _ in range(REPEATS):
        generator.clean()
        runs.append(generator.build())
    results["full build"] = (median(runs), max(r.peak_mb for r in runs))
    change = Change(generator.source / ("Content" if generator.name == "Hearth" else "content"))
    for name, step in STEPS:
        runs = []
        for number in range(REPEATS):
            if step:
                step(change, generator, number)
            # Links to a page that is gone are mistakes; here they are what was asked for.
            is_expected = step is delete_page and generator.name == "Hearth"
            runs.append(generator.build(*(["--level", "broken-link=warning"] if is_expected else [])))
        results[name] = (median(runs), max(r.peak_mb for r in runs))
        change.restore()
        generator.build()
    return results


class Other:
    """A generator that takes a folder of Markdown with one settings file."""

    def __init__(self, name, program, folder, theme):
        self.name, self.program = name, program
        self.source = folder / name.lower().replace(" ", "-")
        self.source.mkdir()
        shutil.copytree(folder / "hugo/content", self.source / "docs")
        (self.source / "mkdocs.yml").write_text(f"site_name: Community\n{theme}")
        self.log = folder / (name + ".log")

    def build(self):
        shutil.rmtree(self.source / "site", ignore_errors=True)
        return timed(["sh", "-c", f"cd '{self.source}' && exec '{self.program}' build"], self.log)


def others(venv, folder):
    result = {}
    for name, program, theme in [("MkDocs Material", "mkdocs", "theme: {name: material}\n"), ("Zensical", "zensical", "")]:
        path = venv / program
        if not path.exists():
            print(f"note: {name} is not installed, so it is left out", file=sys.stderr)
            continue
        try:
            run = Other(name, path, folder, theme).build()
            result[name] = (run.wall, run.peak_mb)
        except Failed as failure:
            print(f"note: {name} left out: {str(failure)[-300:]}", file=sys.stderr)
    return result


def table(size, hearth, hugo, peers):
    lines = [f"\n## {size:,} questions\n"]
    full = hearth["full build"][0]
    if hugo:
        lines += ["| | Hearth | of its full build | memory | Hugo | memory | times as fast |", "|---|--:|--:|--:|--:|--:|--:|"]
    else:
        lines += ["| | Hearth | of its full build | memory |", "|---|--:|--:|--:|"]
    for step, (seconds, memory) in hearth.items():
        line = f"| {step} | {seconds:.2f} s | {seconds / full:.0%} | {memory:,.0f} MB |"
        if hugo:
            other, peak = hugo[step]
            line += f" {other:.2f} s | {peak:,.0f} MB | {other / seconds:.1f} |"
        lines.append(line)
    for name, (seconds, memory) in peers.items():
        lines.append(f"\n{name} on the same bodies: {seconds:.2f} s, {memory:,.0f} MB; Hearth is {seconds / full:.1f} times as fast.")
    return "\n".join(lines)


def run(size, arguments):
    with work_folder() as name:
        folder = Path(name)
        subprocess.run([sys.executable, Path(__file__).with_name("corpus.py"), str(size), name], check=True)
        print(f"{size} questions: Hearth", file=sys.stderr)
        hearth = measure(Hearth(arguments.hearth.resolve(), folder))
        hugo = None
        if arguments.hugo and size <= HUGO_LIMIT:
            print(f"{size} questions: Hugo", file=sys.stderr)
            hugo = measure(Hugo(arguments.hugo.resolve(), folder))
        elif arguments.hugo:
            print(f"note: Hugo is left out at {size:,} questions, for its memory", file=sys.stderr)
        peers = others(arguments.venv.absolute() / "bin", folder) if arguments.venv and size <= 1000 else {}
        return table(size, hearth, hugo, peers)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearth", type=Path, required=True)
    parser.add_argument("--hugo", type=Path, help="left out: Hearth alone")
    parser.add_argument("--venv", type=Path, help="where zensical and mkdocs are installed")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--write", type=Path, help="a page whose text from its first '## ' on is replaced")
    arguments = parser.parse_args()
    try:
        text = "\n".join(run(size, arguments) for size in arguments.sizes)
    except Failed as failure:
        sys.exit(f"scenarios: {failure}")
    print(text)
    if arguments.write:
        head = arguments.write.read_text().split("## ")[0].rstrip()
        cores = os.cpu_count()
        arguments.write.write_text(f"{head}\n\n{text.strip()}\n\nMeasured on {cores} processors, in memory.\n")


if __name__ == "__main__":
    main()
