"""Builds that start from the last one: killed at random points, copied to another place, and after random changes always
what a build from scratch makes."""

import os
import random
import shutil
import signal
import subprocess
import time

from kit import expect, write
from checks.publish import tree

KILLS = 100
CHANGES = 120
# The clock stands still, so that builds of one content are the same whenever they run.
CLOCK = {"HEARTH_AS_OF": "2026-06-01T12:00:00Z"}


def edit(folder, state):
    """State by state other titles, texts, and one page more or less."""
    for n in range(80):
        write(folder / f"Content/p{n}.md", f"---\ntitle: P{n} {state}\n---\nState {state}.\n\n" + f"Word{state} " * 300 + "\n")
    extra = folder / "Content/extra"
    shutil.rmtree(extra, ignore_errors=True)
    if state % 2:
        write(extra / "index.md", "---\ntitle: Extra\n---\nMore.\n")


def fresh(work, folder, name):
    """What a build from scratch makes of the same content."""
    copy = work.root / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".hearth", "Output", ".git"))
    work.run(work.hearth, "build", "-q", cwd=copy, env=CLOCK, code=None)
    return tree(copy / "Output")


def killed(work):
    rng = random.Random(4)
    folder = work.site("killed-builds")
    whole = []
    for state in range(3):
        edit(folder, state)
        whole.append(fresh(work, folder, "reference"))
    edit(folder, 0)
    start = time.monotonic()
    work.run(work.hearth, "build", "-q", cwd=folder, env=CLOCK)
    seconds = time.monotonic() - start
    expect(tree(folder / "Output") == whole[0], "the first build differs from one elsewhere")
    state, before, kills = 0, whole[0], 0
    while kills < KILLS:
        state = rng.choice([s for s in range(3) if s != state])
        edit(folder, state)
        process = subprocess.Popen([work.hearth, "build", "-q"], cwd=folder, env={**work.env, **CLOCK},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, seconds * 1.1))
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        found = {path: digest for path, digest in tree(folder / "Output").items() if not path.startswith(".hearth-staging")}
        for path, digest in found.items():
            expect(digest in (before.get(path), whole[state].get(path)), f"after kill {kills} {path} is neither old nor new")
        lost = [p for p in before if p in whole[state] and p not in found]
        expect(not lost, f"after kill {kills} {lost[:3]} is gone")
        if rng.random() < 0.5:
            work.run(work.hearth, "build", "-q", cwd=folder, env=CLOCK)
            expect(tree(folder / "Output") == whole[state], f"the build after kill {kills} is not right")
            before = whole[state]
        else:
            before = found
    work.run(work.hearth, "build", "-q", cwd=folder, env=CLOCK)
    expect(tree(folder / "Output") == whole[state], "the last build is not right")
    return f"killed {kills} builds within {seconds * 1.1:.2f} s"


def copied(work):
    """A clone at another path with other dates makes the same bytes; a copied cache works there."""
    folder = work.site("first-clone")
    edit(folder, 1)
    work.git("init", "-q", cwd=folder)
    work.git("add", ".", cwd=folder)
    work.git("commit", "-q", "-m", "all", cwd=folder)
    clone = work.root / "a" / "clone elsewhere"
    clone.parent.mkdir()
    work.git("clone", "-q", str(folder), str(clone), cwd=work.root)
    for n, path in enumerate(sorted((clone / "Content").rglob("*.md"))):
        os.utime(path, (10**9 + n, 10**9 + n))
    for place in (folder, clone):
        work.run(work.hearth, "build", "-q", cwd=place, env=CLOCK)
    expect(tree(folder / "Output") == tree(clone / "Output"), "two clones make different bytes")
    third = work.root / "third"
    work.git("clone", "-q", str(folder), str(third), cwd=work.root)
    for name in (".hearth", "Output"):
        shutil.copytree(folder / name, third / name, copy_function=shutil.copyfile)
    said = work.run(work.hearth, "build", "-v", cwd=third, env=CLOCK).stderr
    expect("nothing had changed" in said, f"a copied cache was not used:\n{said}")


def changes(work):
    """Random edits, renames and removals, each followed by a build; compared with a build from scratch now and then."""
    rng = random.Random(5)
    folder = work.site("changes")
    edit(folder, 1)
    reused = 0
    for number in range(CHANGES):
        page = folder / f"Content/p{rng.randrange(80)}.md"
        action = rng.randrange(10)
        if action == 0 and page.exists():
            page.unlink()
        elif action == 1 and page.exists():
            page.rename(page.with_name(f"moved-{number}.md"))
        elif action == 2:
            write(folder / "Layouts/rows/link.mustache", f"<li>{number} {{{{title}}}}</li>")
        elif page.exists():
            write(page, page.read_text() + f"\nAnother sentence, number {number}.\n")
        said = work.run(work.hearth, "build", "-v", cwd=folder, env=CLOCK, code=None).stderr
        reused += "made again: the text" in said
        if number % 10 == 9:
            expect(tree(folder / "Output") == fresh(work, folder, "reference"), f"after change {number} the output differs")
            work.run(work.hearth, "build", "--verify", "-q", cwd=folder, env=CLOCK, code=None)
    return f"{CHANGES} random changes, {reused} of them made only texts again"


def run(work):
    text = killed(work)
    copied(work)
    return f"{text}, always old or new bytes, the next build right; clones and a copied cache agree; {changes(work)}"
