"""`publish` killed with SIGKILL at random points: what is live is always one whole release, and the next publish succeeds."""

import hashlib
import os
import random
import signal
import subprocess
import time

from kit import expect, write

KILLS = 50


def tree(folder):
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def check_live(live, known):
    """What is live is a whole release that its own list describes."""
    current = live / "current"
    if not current.exists():
        expect(not known, "nothing is live any more")
        return None
    files = tree(current / "site")
    listed = {line.split("\t")[3]: line.split("\t")[2] for line in (current / "pages.tsv").read_text().splitlines()[1:]}
    expect(set(files) == set(listed), f"{os.readlink(current)}: files and list differ: {set(files) ^ set(listed)}")
    for path, digest in files.items():
        expect(digest.startswith(listed[path]), f"{os.readlink(current)}: {path} is not what was published")
    numbers = {(current / "site" / f"p{n}/index.html").read_text().split("<p>state ")[1].split("<")[0] for n in range(40)}
    expect(len(numbers) == 1, f"a mix of states is live: {numbers}")
    return numbers.pop()


def run(work):
    rng = random.Random(6)
    folder = work.site("killed", configuration=f"title: T\npublish: {{live: {{folder: {work.root}/live, keep: 3}}}}\n")

    def edit(state):
        for n in range(40):
            write(folder / f"Content/p{n}.md", f"---\ntitle: P{n}\n---\nstate {state}\n")

    edit("0")
    start = time.monotonic()
    work.run(work.hearth, "publish", "-q", cwd=folder)
    whole = time.monotonic() - start
    live = work.root / "live"
    known, killed, last = check_live(live, None), 0, "0"
    number = 0
    while killed < KILLS:
        number += 1
        edit(str(number))
        process = subprocess.Popen([work.hearth, "publish", "-q"], cwd=folder, env=work.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, whole * 1.1))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        state = check_live(live, known)
        expect(state in (last, str(number)), f"after kill {number} the state {state} is live")
        last = state
        if number % 5 == 0:
            work.run(work.hearth, "publish", cwd=folder)
            expect(check_live(live, known) == str(number), f"the publish after kill {number} did not go live")
            last = str(number)
    work.run(work.hearth, "publish", cwd=folder)
    expect(not [p for p in (live / "releases").iterdir() if p.name.startswith(".")], "something was left behind")
    expect(len(list((live / "releases").iterdir())) <= 4, "too many releases are kept")
    return f"killed {killed} times within {whole * 1.1:.2f} s; always whole, each next publish succeeded"
