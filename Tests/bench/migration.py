#!/usr/bin/env python3
"""How fast old systems come in: big dumps of Stack Exchange and MediaWiki and a big tree of saved pages, made by repeating
real ones.

    migration.py --hearth .build/release/hearth --data ../shared/data [--megabytes 1000] [--pages 10000] [--pandoc PATH]

The dump's records get new ids, so that nothing is there twice. One line a measure: time, speed on one core, peak memory.
"""
import argparse
import html
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

IDS = re.compile(rb'\b(Id|PostId|ParentId|AcceptedAnswerId|RelatedPostId|OwnerUserId|UserId|LastEditorUserId|ExcerptPostId|'
                 rb'WikiPostId)="(\d+)"')
STEP = 10_000_000


def repeat_dump(source, target, megabytes):
    """Writes the dump's files as often as `megabytes` need, each time with ids of their own."""
    files = [path for path in sorted(pathlib.Path(source).rglob("*")) if path.suffix.lower() == ".xml"]
    size = sum(path.stat().st_size for path in files)
    times = max(1, round(megabytes * 1e6 / size))
    total = 0
    for path in files:
        rows = [line for line in path.read_bytes().splitlines() if b"<row " in line]
        root = path.stem.lower().encode()
        with open(pathlib.Path(target, path.name), "wb") as out:
            out.write(b'<?xml version="1.0" encoding="utf-8"?>\n<' + root + b">\n")
            for turn in range(times):
                shift = turn * STEP
                if shift and path.stem.lower() == "tags":
                    break
                for row in rows:
                    # Every site has one account -1, its robot.
                    if shift and b' Id="-1"' in row:
                        continue
                    out.write(IDS.sub(lambda m: m[1] + b'="%d"' % (int(m[2]) + shift), row) + b"\n")
            out.write(b"</" + root + b">\n")
            total += out.tell()
    return total


def repeat_wiki(source, target, megabytes):
    """Writes the dump's pages as often as `megabytes` need, with ids and titles of their own; links lead to the first."""
    head, rest = pathlib.Path(source).read_bytes().split(b"  <page>", 1)
    pages = b"  <page>" + rest.rsplit(b"</mediawiki>", 1)[0]
    with open(target, "wb") as out:
        out.write(head)
        for turn in range(max(1, round(megabytes * 1e6 / len(pages)))):
            part = pages
            if turn:
                part = re.sub(rb"<title>([^<]*)</title>", lambda m: b"<title>%s %d</title>" % (m[1], turn), part)
                part = re.sub(rb"<(id|parentid)>(\d+)</", lambda m: b"<%s>%d</" % (m[1], int(m[2]) + turn * STEP), part)
            out.write(part)
        out.write(b"</mediawiki>\n")


def repeat_pages(sources, target, pages):
    """Copies whole sites, each into a folder of its own, until there are `pages` pages."""
    done = turn = 0
    while done < pages:
        for source in sources:
            folder = pathlib.Path(target, f"{pathlib.Path(source).name}-{turn}")
            for path in sorted(pathlib.Path(source).rglob("*")):
                if path.is_file() and path.suffix.lower() in (".htm", ".html") and "_vti" not in str(path) and done < pages:
                    copy = folder / path.relative_to(source)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    copy.write_bytes(path.read_bytes())
                    done += 1
        turn += 1
    return done


def texts_of_dump(source, limit):
    """The HTML of the first posts of a dump, one after the other."""
    posts = next(path for path in pathlib.Path(source).iterdir() if path.name.lower() == "posts.xml")
    found, size = [], 0
    for match in re.finditer(r' Body="([^"]*)"', posts.read_text(encoding="utf-8")):
        found.append(html.unescape(match[1]))
        size += len(found[-1])
        if size > limit:
            break
    return "\n".join(found)


def texts_of_wiki(source, limit):
    """The wikitext of the first pages of a dump, one after the other."""
    found, size = [], 0
    for match in re.finditer(r"<text[^>]*>([^<]*)</text>", pathlib.Path(source).read_text(encoding="utf-8")):
        found.append(html.unescape(match[1]))
        size += len(found[-1])
        if size > limit:
            break
    return "\n\n".join(found)


def beside(pandoc, kind, text, rate):
    """How fast pandoc reads the same texts: only the texts, in one process, with no files to name and to write."""
    data = text.encode()
    before = os.times()
    done = subprocess.run([pandoc, "-f", kind, "-t", "gfm"], input=data, capture_output=True, check=False)
    seconds = os.times().children_user - before.children_user + os.times().children_system - before.children_system
    other = len(data) / 1e6 / seconds
    print(f"pandoc, {len(data) / 1e6:.1f} MB of the same texts ({kind}): {other:.2f} MB/s of processor time, exit {done.returncode}; "
          f"Hearth reads dumps {rate / other:.0f} times as fast")


def run(command, cwd):
    """Seconds, processor seconds, peak memory in MB and exit code."""
    start = time.monotonic()
    with open(os.path.join(cwd, "log.txt"), "wb") as log:
        process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def site(folder):
    pathlib.Path(folder, "hearth.yml").write_text("title: Trial\nbaseURL: https://trial.example/\n")
    pathlib.Path(folder, "Content").mkdir()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearth", required=True)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=10000)
    parser.add_argument("--pandoc", default=shutil.which("pandoc"))
    options = parser.parse_args()
    hearth = os.path.abspath(options.hearth)
    dumps = [path.parent for path in pathlib.Path(options.data).glob("stackexchange/**/*") if path.name.lower() == "posts.xml"]
    sites = sorted(path for path in pathlib.Path(options.data).glob("static-html/*") if path.is_dir())
    wikis = []
    for path in sorted(pathlib.Path(options.data).glob("mediawiki/**/*.xml")):
        with open(path, "rb") as start:
            if b"<mediawiki" in start.read(1000):
                wikis.append(path)
    if not dumps and not sites and not wikis:
        print(f"migration bench: skipped, there is no data in {options.data}")
        return 0
    rates = {}
    with tempfile.TemporaryDirectory(prefix="hearth-migration-bench-") as top:
        for jobs in (1, os.cpu_count()):
            if dumps and options.megabytes:
                export, work = pathlib.Path(top, "dump"), tempfile.mkdtemp(dir=top)
                site(work)
                if not export.exists():
                    export.mkdir()
                    repeat_dump(dumps[0], export, options.megabytes)
                size = sum(path.stat().st_size for path in export.iterdir()) / 1e6
                wall, cpu, memory, status = run([hearth, "migrate", "stackexchange", str(export), "-j", str(jobs)], work)
                rates.setdefault("stackexchange", size / cpu)
                print(f"stackexchange, {size:.0f} MB, {jobs} worker(s): {wall:.1f} s, {size / cpu:.1f} MB/s of processor time, "
                      f"{memory:.0f} MB peak, exit {status}")
                shutil.rmtree(work)
            if wikis and options.megabytes:
                export, work = pathlib.Path(top, "wiki.xml"), tempfile.mkdtemp(dir=top)
                site(work)
                if not export.exists():
                    repeat_wiki(wikis[0], export, options.megabytes)
                size = export.stat().st_size / 1e6
                wall, cpu, memory, status = run([hearth, "migrate", "mediawiki", str(export), "-j", str(jobs)], work)
                rates.setdefault("mediawiki", size / cpu)
                print(f"mediawiki, {size:.0f} MB, {jobs} worker(s): {wall:.1f} s, {size / cpu:.1f} MB/s of processor time, "
                      f"{memory:.0f} MB peak, exit {status}")
                shutil.rmtree(work)
            if sites and options.pages:
                export, work = pathlib.Path(top, "pages"), tempfile.mkdtemp(dir=top)
                site(work)
                if not export.exists():
                    export.mkdir()
                    repeat_pages(sites, export, options.pages)
                wall, cpu, memory, status = run([hearth, "migrate", "html", str(export), "-j", str(jobs)], work)
                print(f"html, {options.pages} pages, {jobs} worker(s): {wall:.1f} s, {options.pages / cpu:.0f} pages/s of processor "
                      f"time, {memory:.0f} MB peak, exit {status}")
                shutil.rmtree(work)
        if options.pandoc and "stackexchange" in rates:
            beside(options.pandoc, "html", texts_of_dump(dumps[0], 1_000_000), rates["stackexchange"])
        if options.pandoc and "mediawiki" in rates:
            beside(options.pandoc, "mediawiki", texts_of_wiki(wikis[0], 500_000), rates["mediawiki"])
        if options.pandoc and sites and options.pages:
            some = sorted(pathlib.Path(top, "pages").rglob("*.htm"))[:: max(1, options.pages // 50)][:50]
            start = time.monotonic()
            for path in some:
                subprocess.run([options.pandoc, "-f", "html", "-t", "gfm", str(path)], capture_output=True, check=False)
            seconds = (time.monotonic() - start) / max(1, len(some))
            print(f"pandoc, 50 of the same pages, one process each: {1 / seconds:.0f} pages/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
