"""Real pushes to a repository with the hook, and nginx in front of what it publishes."""

import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from kit import expect, free_port, get, nginx, wait_for, write
from checks.publish import tree

CLONES, PUSHES = 4, 200


def prepare(work, *install):
    """A bare repository with the hook, a first clone with a site in it, and the folder that is live."""
    site = work.site("first", {"groups/g/index.md": "---\ntitle: G\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n"})
    bare = work.root / "site.git"
    work.git("init", "-q", "--bare", bare, cwd=work.root)
    work.run(work.hearth, "hook", "install", bare, "--to", work.root / "live", *install)
    work.git("init", "-q", cwd=site)
    work.git("remote", "add", "origin", bare, cwd=site)
    commit(work, site, "first")
    return site, bare, work.root / "live"


def commit(work, clone, text):
    work.git("add", "-A", cwd=clone)
    work.git("commit", "-q", "-m", text, cwd=clone)


def push(work, clone, code=0):
    return work.git("push", "-q", "origin", "HEAD:main", cwd=clone, code=code).stderr


def one_by_one(work):
    site, bare, live = prepare(work)
    said = push(work, site)
    expect("published" in said and "https://intranet.example/" in said, f"the pusher reads no address:\n{said}")
    page = live / "current/site/groups/g/index.html"
    expect(page.exists(), "the pushed group is not live")
    # Broken: the old site stays, and the pusher reads why.
    write(site / "Content/groups/g/bad.md", "---\ntitle: Bad\n---\n[x](nowhere.md)\n")
    commit(work, site, "broken")
    said = push(work, site)
    expect("broken-link" in said and "bad.md:4" in said and "stays as it was" in said, f"not said why:\n{said}")
    expect(not (live / "current/site/groups/g/bad").exists(), "a broken push went live")
    # Mended: live again.
    write(site / "Content/groups/g/bad.md", "---\ntitle: Good\n---\nfine\n")
    commit(work, site, "mended")
    push(work, site)
    expect((live / "current/site/groups/g/bad/index.html").exists(), "the mended push is not live")
    # A branch that is not the one.
    expect("hearth:" not in work.git("push", "-q", "origin", "HEAD:other", cwd=site).stderr, "another branch was built")
    # hearth.yml cannot lead elsewhere, nor read outside.
    write(site / "hearth.yml", "title: T\ncontent: /etc\n")
    commit(work, site, "outside")
    said = push(work, site)
    expect("outside of the repository" in said or "error" in said, f"content: /etc was taken:\n{said}")
    secret = work.root / "secret"
    write(secret, "password: hunter2 [\n")
    (site / "hearth.yml").unlink()
    (site / "hearth.yml").symlink_to(secret)
    commit(work, site, "link")
    said = push(work, site)
    expect("no link" in said and "hunter2" not in said, f"hearth.yml as a link:\n{said}")
    (site / "hearth.yml").unlink()
    write(site / "hearth.yml", "title: T\nbaseURL: https://intranet.example/\n")
    commit(work, site, "back")
    push(work, site)
    # A repository of somebody else, as on a server with one account for all pushes.
    if os.getuid() == 0:
        work.run("chown", "-R", "www-data", bare)
        write(site / "Content/owner.md", "---\ntitle: Owner\n---\nx\n")
        commit(work, site, "owner")
        said = work.git("-c", "safe.directory=*", "push", "-q", "--receive-pack", "git -c safe.directory=* receive-pack",
                        "origin", "HEAD:main", cwd=site).stderr
        expect("published" in said, f"a repository of another owner:\n{said}")
        work.run("chown", "-R", "root", bare)
    # Refused before it lands.
    work.run(work.hearth, "hook", "install", bare, "--to", live, "--refuse")
    write(site / "Content/worse.md", "---\ntitle: Worse\n---\n[x](nowhere.md)\n")
    commit(work, site, "worse")
    said = push(work, site, code=1)
    expect("broken-link" in said and "refused" in said, f"--refuse:\n{said}")
    head = work.git("rev-parse", "main", cwd=bare).stdout
    expect(head != work.git("rev-parse", "HEAD", cwd=site).stdout, "a refused push has landed")
    work.git("reset", "-q", "--hard", "HEAD~1", cwd=site)
    work.run(work.hearth, "hook", "install", bare, "--to", live)
    return site, bare, live


def polled(port, stop, seen, problems):
    """Asks all the time; the page of all pushes shows one state, and its neighbour exists."""
    while not stop.is_set():
        try:
            for path in ["/", "/groups/g/", "/people/ada/", "/assets/site.css"]:
                answer = get(port, path)
                whole = answer.body.rstrip().endswith(b"</html>") or path.endswith(".css")
                if answer.status != 200 or not whole or len(answer.body) != int(answer.headers["content-length"]):
                    problems.append(f"{path}: {answer.status}, {len(answer.body)} bytes")
                seen[0] += 1
        except OSError as error:
            problems.append(f"{error}")


def many(work, site, bare, live):
    configuration = work.run(work.hearth, "server-config", "nginx", "--root", live / "current/site", "--listen",
                             f"127.0.0.1:{(port := free_port())}", cwd=site).stdout.replace("gzip on;", "gzip off;")
    clones = []
    for number in range(CLONES):
        clone = work.root / f"clone{number}"
        work.git("clone", "-q", bare, clone, cwd=work.root)
        clones.append(clone)
    stop, seen, problems = threading.Event(), [0], []

    def pushes(clone, number):
        rng = random.Random(number)
        done = 0
        while done < PUSHES // CLONES:
            write(clone / f"Content/groups/g/from-{number}-{rng.randrange(20)}.md",
                  f"---\ntitle: From {number}\n---\nstate {done}\n")
            work.git("add", "-A", cwd=clone)
            if not work.git("status", "--porcelain", cwd=clone).stdout:
                continue
            work.git("commit", "-q", "-m", f"{number}.{done}", cwd=clone)
            for _ in range(200):
                result = work.git("push", "-q", "origin", "HEAD:main", cwd=clone, code=None, timeout=600)
                if result.returncode == 0:
                    break
                work.git("pull", "-q", "--rebase", "origin", "main", cwd=clone, code=None)
            done += 1

    start = time.monotonic()
    with nginx(work, configuration, port):
        poller = threading.Thread(target=polled, args=(port, stop, seen, problems))
        poller.start()
        try:
            with ThreadPoolExecutor(CLONES) as pool:
                for future in [pool.submit(pushes, clone, number) for number, clone in enumerate(clones)]:
                    future.result()
        finally:
            stop.set()
            poller.join()
    elapsed = time.monotonic() - start
    expect(not problems, f"{len(problems)} bad answers, such as {problems[:3]}")
    clean = work.root / "clean"
    work.git("clone", "-q", bare, clean, cwd=work.root)
    work.run(work.hearth, "build", "-q", cwd=clean)
    expect(tree(live / "current/site") == tree(clean / "Output"), "what is live is not a clean build of the head")
    builds = len(list((bare / "hearth/log").iterdir()))
    return f"{PUSHES} pushes from {CLONES} clones in {elapsed:.0f} s, {seen[0]} requests all good, {builds} logs kept"


def run(work):
    return many(work, *one_by_one(work))
