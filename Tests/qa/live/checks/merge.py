"""The merge driver with the real git: random pairs of concurrent answers merge without loss, or say that they conflict."""

import random
import re

from kit import expect, write

PAIRS = 1000
PEOPLE = ["ada", "ben", "cy", "dee"]


def entry(rng, kind, serial, author=None):
    author, day = author or rng.choice(PEOPLE), rng.randrange(1, 29)
    sign = "###" if kind == "Comment" else "##"
    body = f"Text {serial} of {author}."
    if rng.random() < 0.2:
        body += f"\n\n```sh\necho {serial}\n```"
    if rng.random() < 0.1:
        body += f"\n\n- one\n- two {serial}"
    return f"{sign} {kind} — @{author}, 2026-05-{day:02}\n{body}\n"


def question(rng, serial):
    parts = [f"---\ntitle: Why {serial}?\nauthor: \"@ada\"\ndate: 2026-05-01\ntags: [a]\n---\nBecause of {serial}?\n"]
    for number in range(rng.randrange(4)):
        parts.append(entry(rng, "Answer", f"b{serial}.{number}"))
        if rng.random() < 0.3:
            parts.append(entry(rng, "Comment", f"c{serial}.{number}"))
    return parts


def change(rng, parts, mark):
    """One thing that somebody does; answers the new parts, what was added, and whether it may conflict."""
    parts, kind = list(parts), rng.choice(["answer", "answer", "answer", "comment", "edit", "tag", "accept"])
    if kind == "edit" and len(parts) > 1:
        index = rng.randrange(1, len(parts))
        parts[index] = parts[index].rstrip("\n") + f"\nEdited {mark}.\n"
        return parts, f"Edited {mark}."
    if kind == "tag":
        parts[0] = parts[0].replace("tags: [a]", f"tags: [a, {mark}]")
        return parts, f"tags: [a, {mark}]"
    if kind == "accept":
        answers = [i for i, part in enumerate(parts) if part.startswith("## Answer")]
        if answers:
            parts[index] = parts[(index := rng.choice(answers))].replace("## Answer", "## Accepted answer")
            return parts, "## Accepted answer"
    text = entry(rng, "Comment" if kind == "comment" else "Answer", mark)
    return parts + [text], f"Text {mark}"


def texts(content):
    return set(re.findall(r"Text [\w.]+", content)) | set(re.findall(r"Edited \w+\.", content))


def run(work):
    rng = random.Random(23)
    site = work.site("merge")
    work.git("init", "-q", cwd=site)
    work.run(work.hearth, "hook", "install", cwd=site)
    paths = [f"Content/questions/q{number}.md" for number in range(PAIRS)]
    bases = {path: question(rng, str(number)) for number, path in enumerate(paths)}
    wanted = {}

    def commit(side, contents):
        for path, parts in contents.items():
            write(site / path, "\n".join(parts))
        work.git("add", "-A", cwd=site)
        work.git("commit", "-q", "-m", side, cwd=site)

    commit("base", bases)
    sides = {}
    for side in ["ours", "theirs"]:
        work.git("checkout", "-q", "-b", side, "main", cwd=site)
        changed = {}
        for number, path in enumerate(paths):
            changed[path], added = change(rng, bases[path], f"{side}{number}")
            wanted.setdefault(path, []).append(added)
        sides[side] = changed
        commit(side, changed)
    result = work.git("merge", "-q", "ours", cwd=site, code=None, timeout=900)
    conflicted = set(work.git("diff", "--name-only", "--diff-filter=U", cwd=site).stdout.split())
    expect(result.returncode in (0, 1), result.stderr[-500:])
    merged = 0
    for path in paths:
        content = (site / path).read_text()
        if path in conflicted:
            continue
        merged += 1
        expect("<<<<<<<" not in content, f"{path} has markers, but git was told that it merged")
        before = texts("\n".join(bases[path]))
        both = before | texts("\n".join(sides["ours"][path])) | texts("\n".join(sides["theirs"][path]))
        expect(texts(content) == both, f"{path} lost {both - texts(content)}")
        expect(all(content.count(text + "\n") <= 1 or text.startswith("##") for text in both), f"{path} has text twice")
        expect(content.count("## Accepted") <= 1, f"{path} accepts two answers")
        headings = sum(part.startswith("#") for part in sides["ours"][path]) \
            + sum(part.startswith("#") for part in sides["theirs"][path]) - sum(p.startswith("#") for p in bases[path])
        expect(len(re.findall(r"^##+ (?:Accepted answer|Answer|Comment) — @", content, re.M)) == headings,
               f"{path} has not {headings} entries")
    for path in conflicted:
        ours, theirs = sides["ours"][path], sides["theirs"][path]
        content = (site / path).read_text()
        both = texts("\n".join(ours)) | texts("\n".join(theirs))
        expect(both <= texts(content) | texts("\n".join(bases[path])), f"the conflict in {path} lost text")
    expect(merged > PAIRS * 0.8, f"only {merged} of {PAIRS} merged")
    if conflicted:
        work.git("checkout", "-q", "--theirs", ".", cwd=site, code=None)
    report = work.run(work.hearth, "check", "--format", "json", cwd=site, code=None)
    expect("answer-in-code" not in report.stdout and "two-accepted" not in report.stdout, "the merged site is corrupt")
    return f"{PAIRS} pairs: {merged} merged without loss, {len(conflicted)} reported as conflicts"
