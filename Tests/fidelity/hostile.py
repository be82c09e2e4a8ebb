#!/usr/bin/env python3
"""Exports that are broken or made to break something: every kind of harm, with every importer.

    hostile.py --hearth .build/release/hearth --data ../shared/data [--only TEXT]

A small real export of each system is damaged in each way. A run must end by itself within a minute with an exit code of
Hearth's (0 to 3), say something when it is not 0, write nothing outside of Content and migration, leave no half-written
file, and bring nothing of the machine's own files into the site.
"""
import argparse
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

SECRET = "not-for-publication-4711"
SAMPLES = {
    "html": "static-html/jedmund*", "stackexchange": "stackexchange/*", "confluence": "confluence-xml/xwiki*/**/links",
    "mediawiki": "mediawiki/*/migration", "wordpress": "wordpress-wxr/WPTT*", "mbox": "mbox/chaoss*", "slack": "slack/*",
    "discourse": "discourse/*", "ldif": "ldif/debian*", "vcard": "vcard/*", "docx": "office-docs/mwilliamson*",
    "dokuwiki": "dokuwiki/*",
}
TABLES = {
    "csv": {"people.csv": "name,mail,department,manager\nJo Larsen,jo@firm.example,Pumps,\nAda Berg,ada@firm.example,Pumps,Jo Larsen\n"},
    "yammer": {
        "Messages.csv": "id,replied_to_id,thread_id,conversation_id,group_id,group_name,participants,in_private_group,"
                        "in_private_conversation,sender_id,sender_type,sender_name,sender_email,body,api_url,attachments,"
                        "deleted_by_id,deleted_by_type,created_at,deleted_at,title,html_body\n"
                        "1,,1,,5,Pumps,,false,false,7,User,Jo Larsen,jo@firm.example,How do I start it?,,,,,"
                        "2020-01-02T03:04:05Z,,,\n",
        "Users.csv": "id,name,email,job_title,location,department,api_url,deleted_by_id,deleted_by_type,joined_at,deleted_at,"
                     "suspended_by_id,suspended_by_type,suspended_at,guid,state\n7,Jo Larsen,jo@firm.example,,,,,,,,,,,,,active\n"},
}
LIMIT = 6_000_000


def sample(system, data, target):
    """A small copy of an export, in `target`; False where there is none."""
    if system in TABLES:
        for name, text in TABLES[system].items():
            pathlib.Path(target, name).write_text(text)
        return True
    source = next((path for path in sorted(data.glob(SAMPLES[system])) if path.is_dir()), None)
    if source is None:
        return False
    total = 0
    for path in sorted(source.rglob("*")):
        if path.is_file() and total + path.stat().st_size < LIMIT:
            copy = pathlib.Path(target, path.relative_to(source))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            total += path.stat().st_size
    return True


def files(folder):
    return [path for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file() and not path.is_symlink()]


def each(folder, change):
    for path in files(folder):
        data = path.read_bytes()
        if data:
            path.write_bytes(change(data))


def deep(data):
    middle = data.find(b">", len(data) // 2) + 1
    tags = b"<div>" * 1_000_000
    return data[:middle] + tags + data[middle:]


def bomb(data):
    head = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)) + b"]>"
    start = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    return data[:start] + head + data[start:].replace(b"<title>", b"<title>&m;", 3)


def links(folder):
    """Symbolic links to a file and a folder of the machine, beside the export's own files."""
    secret = pathlib.Path(tempfile.mkdtemp(prefix="hearth-secret-"))
    for name in ("secret.html", "secret.txt", "secret.md"):
        secret.joinpath(name).write_text(SECRET)
    for number, path in enumerate(files(folder)[:40]):
        if number % 2:
            path.unlink()
            path.symlink_to(secret / "secret.html")
    for name in ("out", "pages", "images"):
        if not pathlib.Path(folder, name).exists():
            pathlib.Path(folder, name).symlink_to(secret)
    pathlib.Path(folder, "loop").symlink_to(folder)
    return secret


def quotes(data):
    return data.replace(b",", b',"', 3) + b'"unclosed,\n"' + b"x" * 1000


CHANGES = {
    "cut at a quarter": lambda data: data[: len(data) // 4],
    "cut in the middle": lambda data: data[: len(data) // 2],
    "cut near the end": lambda data: data[:-7],
    "NUL bytes": lambda data: data[:200] + b"\0\0\0" + data[200: len(data) // 2] + b"\0" * 500 + data[len(data) // 2:],
    "UTF-16": lambda data: data.decode("utf-8", "replace").encode("utf-16"),
    "Latin-1 and stray bytes": lambda data: data.replace(b"e", b"\xe9\xff\x80", 50),
    "a million tags": deep,
    "entity bomb": bomb,
    "unclosed quotes": quotes,
    "empty files": lambda data: b"",
    "random bytes": lambda data: bytes((byte * 7 + index * 13) & 255 for index, byte in enumerate(data[:200_000])),
    "one long line": lambda data: data.replace(b"\n", b" "),
}


def archives(folder, target):
    """Archives around the export: paths that lead out, links, a bomb, a cut one."""
    first = files(folder)[0]
    made = {}
    up = pathlib.Path(target, "paths.zip")
    with zipfile.ZipFile(up, "w") as out:
        for path in files(folder):
            out.write(path, path.relative_to(folder))
        out.writestr("../../escaped.md", SECRET)
        out.writestr("/tmp/hearth-hostile-escaped.md", SECRET)
        out.writestr("a/../../../escaped.html", SECRET)
        out.writestr("..\\..\\escaped.html", SECRET)
    made["zip with ../ paths"] = up
    tar = pathlib.Path(target, "links.tar")
    with tarfile.open(tar, "w") as out:
        out.add(first, first.name)
        for name, link in (("secret.html", "/etc/passwd"), ("dir", "/etc"), ("hard.html", "/etc/hostname")):
            entry = tarfile.TarInfo(name)
            entry.type = tarfile.LNKTYPE if name.startswith("hard") else tarfile.SYMTYPE
            entry.linkname = link
            out.addfile(entry)
        entry = tarfile.TarInfo("dir/escaped.html")
        entry.size = 5
        out.addfile(entry, io.BytesIO(b"plain"))
    made["tar with links"] = tar
    big = pathlib.Path(target, "bomb.zip")
    with zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as out:
        for path in files(folder)[:50]:
            out.write(path, path.relative_to(folder))
        with out.open("bomb.xml", "w", force_zip64=True) as entry:
            for _ in range(3000):
                entry.write(b"\0" * 1_000_000)
    made["zip bomb"] = big
    cut = pathlib.Path(target, "cut.zip")
    cut.write_bytes(up.read_bytes()[: up.stat().st_size * 2 // 3])
    made["cut zip"] = cut
    return made


def check(hearth, system, path, name):
    """What is wrong after a run, in words."""
    top = tempfile.mkdtemp(prefix="hearth-hostile-")
    root = pathlib.Path(top, "a", "b", "site")
    try:
        root.joinpath("Content").mkdir(parents=True)
        root.joinpath("hearth.yml").write_text("title: Trial\nbaseURL: https://trial.example/\n")
        try:
            done = subprocess.run([hearth, "migrate", system, str(path)], cwd=root, capture_output=True, timeout=60)
        except subprocess.TimeoutExpired:
            return "?", ["takes longer than a minute"]
        wrong = []
        if done.returncode not in (0, 1, 2, 3):
            wrong.append(f"ends with {done.returncode}: {done.stderr[-120:]!r}")
        if done.returncode and b"error[" not in done.stderr and b"failed" not in done.stderr:
            wrong.append("says nothing")
        outside = [each for each in pathlib.Path(top).rglob("*") if each.is_file() and root not in each.parents]
        strays = [each for each in root.iterdir() if each.name not in ("Content", "migration", "hearth.yml", ".hearth")]
        if outside or strays or os.path.exists("/tmp/hearth-hostile-escaped.md"):
            wrong.append(f"writes elsewhere: {(outside + strays)[:2]}")
        for written in files(root):
            if written.name.endswith(".hearth-tmp"):
                wrong.append(f"half-written: {written.name}")
            if written.is_relative_to(root / "Content"):
                text = written.read_bytes()
                if SECRET.encode() in text or b"root:x:0:0" in text:
                    wrong.append(f"brings a file of the machine: {written.relative_to(root)}")
                if written.suffix == ".md" and b"\0" in text:
                    wrong.append(f"NUL in {written.relative_to(root)}")
        return done.returncode, wrong
    finally:
        shutil.rmtree(top, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearth", required=True)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--only", default="", help="only systems whose name contains this")
    options = parser.parse_args()
    data, hearth = pathlib.Path(options.data).resolve(), os.path.abspath(options.hearth)
    systems = [system for system in [*SAMPLES, *TABLES] if options.only in system]
    runs = bad = 0
    for system in systems:
        codes = []
        with tempfile.TemporaryDirectory(prefix="hearth-export-") as base:
            if not sample(system, data, base):
                print(f"{system:<14} skipped, there is no data in {options.data}")
                continue
            trials = []
            for name, change in CHANGES.items():
                copy = tempfile.mkdtemp(prefix="hearth-export-")
                shutil.copytree(base, copy, dirs_exist_ok=True)
                # A million tags in every file would measure the disk.
                if change is deep:
                    chosen = max(files(copy), key=lambda path: path.stat().st_size)
                    chosen.write_bytes(change(chosen.read_bytes()))
                else:
                    each(copy, change)
                trials.append((name, copy, copy))
            copy = tempfile.mkdtemp(prefix="hearth-export-")
            shutil.copytree(base, copy, dirs_exist_ok=True)
            secret = links(copy)
            trials.append(("symbolic links", copy, copy))
            packed = tempfile.mkdtemp(prefix="hearth-export-")
            trials += [(name, path, None) for name, path in archives(base, packed).items()]
            for name, path, remove in trials:
                code, wrong = check(hearth, system, path, name)
                runs += 1
                codes.append(str(code))
                for problem in wrong:
                    bad += 1
                    print(f"{system}, {name}: {problem}")
                if remove:
                    shutil.rmtree(remove, ignore_errors=True)
            shutil.rmtree(packed, ignore_errors=True)
            shutil.rmtree(secret, ignore_errors=True)
        print(f"{system:<14} exit codes: {' '.join(codes)}")
        sys.stdout.flush()
    print(f"{runs} hostile exports, {bad} things wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
