"""`serve` in a real browser: an edit is seen, mistakes lie over the last good page, styles change without a reload, and
ten minutes (here: SECONDS) of random edits under load end in the bytes of a clean build."""

import os
import random
import re
import signal
import socket
import statistics
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from kit import Failed, Skipped, accepts, expect, free_port, get, wait_for, write
from checks.publish import tree

PAGES = 1000
SECONDS = float(os.environ.get("HEARTH_QA_SERVE_SECONDS", "40"))


@contextmanager
def serving(work, folder, *flags):
    port = free_port()
    log = open(work.root / f"serve-{port}.log", "wb")
    process = subprocess.Popen([work.hearth, "serve", "--port", str(port), *flags], cwd=folder, env=work.env,
                               stdout=log, stderr=log)
    try:
        wait_for(lambda: accepts(port) or (process.poll() is not None and 1 / 0), 60, "the preview")
        yield port, process
        expect(process.poll() is None, f"serve ended by itself:\n{Path(log.name).read_text()[-2000:]}")
    except ZeroDivisionError:
        raise Failed(f"serve did not start:\n{Path(log.name).read_text()[-2000:]}") from None
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def chromium():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Skipped("no playwright here: run it with the Python of `make qa`") from None
    path = os.environ.get("QA_CHROMIUM") or next(
        (p for p in ["/usr/bin/chromium", "/usr/bin/google-chrome"] if Path(p).exists()), None)
    if not path:
        raise Skipped("no Chromium here")
    return sync_playwright(), path


def community(work, name):
    files = {f"groups/g{n % 10}/index.md": f"---\ntitle: Group {n % 10}\nkind: team\nmanagers: [\"@ada\"]\n---\nx\n" for n in range(10)}
    for n in range(PAGES):
        files[f"groups/g{n % 10}/page-{n}.md"] = (
            f"---\ntitle: Page {n}\ntags: [t{n % 30}]\nauthor: \"@ada\"\n---\nState zero.\n\n" + "Words. " * 200 + "\n")
    files["groups/g0/questions/q.md"] = "---\ntitle: Q?\nauthor: \"@ada\"\n---\nWhy?\n"
    return work.site(name, files)


def in_browser(work, folder):
    """How long an edit takes until it is on the screen, in milliseconds; and all that the page must do."""
    manager, path = chromium()
    times = []
    with serving(work, folder) as (port, _), manager as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        errors = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(f"http://localhost:{port}/groups/g0/page-0/")
        file = folder / "Content/groups/g0/page-0.md"
        text = file.read_text()
        page.wait_for_timeout(500)
        for number in range(12):
            start = time.monotonic()
            replaced = text.replace("State zero.", f"State number-{number}.")
            if number % 3 == 2:  # as editors do that write a new file and rename it
                write(file.with_suffix(".tmp"), replaced)
                file.with_suffix(".tmp").rename(file)
            else:
                write(file, replaced)
            page.get_by_text(f"State number-{number}.", exact=False).first.wait_for(timeout=10_000)
            times.append((time.monotonic() - start) * 1000)
        # Another page's edit does not reload this one.
        page.evaluate("window.stayed = true")
        other = folder / "Content/groups/g1/page-1.md"
        write(other, other.read_text().replace("State zero.", "State other."))
        wait_for(lambda: b"State other." in get(port, "/groups/g1/page-1/", host="localhost").body, 10, "the other page")
        page.wait_for_timeout(300)
        expect(page.evaluate("window.stayed"), "the edit of another page reloaded this one")
        # A mistake lies over the last good page, and goes when it is mended.
        write(file, text.replace("State zero.", "[x](nowhere.md) State broken."))
        page.locator(".hearth-problems").get_by_text("groups/g0/page-0.md:6").wait_for(timeout=10_000)
        expect("State number-11." in page.content(), "the last good page is gone")
        page.screenshot(path=str(work.root / "overlay.png"))
        page.set_viewport_size({"width": 390, "height": 800})
        page.screenshot(path=str(work.root / "overlay-phone.png"))
        write(file, text.replace("State zero.", "State mended."))
        page.get_by_text("State mended.").first.wait_for(timeout=10_000)
        expect(page.locator(".hearth-problems").count() == 0, "the mended mistake is still shown")
        # Broken settings: the site stays.
        settings = (folder / "hearth.yml").read_text()
        write(folder / "hearth.yml", settings + "titel: x\n")
        page.locator(".hearth-problems").get_by_text("titel").first.wait_for(timeout=10_000)
        write(folder / "hearth.yml", settings)
        page.locator(".hearth-problems").wait_for(state="detached", timeout=10_000)
        # A style sheet changes without a reload.
        page.evaluate("window.stayed = true")
        write(folder / "Layouts/assets/site.css", "body { background: rgb(1, 2, 3) !important }\n")
        wait_for(lambda: page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(1, 2, 3)", 10,
                 "the new style sheet")
        expect(page.evaluate("window.stayed"), "a style sheet reloaded the page")
        (folder / "Layouts/assets/site.css").unlink()
        policy = [error for error in errors if "Content Security Policy" in error]
        expect(not policy, f"the preview breaks its own policy: {policy[:2]}")
        browser.close()
    # Following, members' pages, and a port in use.
    with serving(work, folder, "--follow") as (port, _), chromium()[0] as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://localhost:{port}/")
        page.wait_for_timeout(500)
        write(file, text.replace("State zero.", "State followed."))
        page.get_by_text("State followed.").first.wait_for(timeout=10_000)
        browser.close()
        taken = work.run(work.hearth, "serve", "--port", port, cwd=folder, code=2)
        expect("port-taken" in taken.stderr, f"a port in use:\n{taken.stderr}")
    write(file, text)
    return times


def hostile(work, folder):
    """Paths, hosts and methods that no browser of a reader sends."""
    (folder / "Content/link.md").symlink_to("/etc/passwd")
    (folder / "Content/link.txt").symlink_to("/etc/passwd")
    with serving(work, folder) as (port, _):
        bad = ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/%5c..%5cetc", "/a/%00", "/%zz",
               "//etc/passwd", "/./././../hearth.yml", "/hearth.yml", "/.hearth/audience-manifest.json", "/.git/config",
               "/link.txt", "/link/", "/%2fetc%2fpasswd", "/groups/..;/hearth.yml", "/%c0%ae%c0%ae/etc/passwd", "/~root/"]
        for path in bad:
            answer = get(port, path, host="localhost", raw=True)
            expect(answer.status in (400, 404) and b"root:" not in answer.body, f"{path} gives {answer.status}")
        for host in ["evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1.nip.example", "", "[::1", "localhost:x"]:
            answer = get(port, "/", host=host)
            expect(answer.status == 421 and b"Welcome" not in answer.body, f"the host '{host}' gets {answer.status}")
        for host in ["localhost", f"127.0.0.1:{port}", f"[::1]:{port}"]:
            expect(get(port, "/", host=host).status == 200, f"the host {host} is refused")
        expect(get(port, "/", host="localhost", method="POST").status == 405, "POST is answered")
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
                   "Sec-WebSocket-Version": "13"}
        answer = get(port, "/.hearth/events", host="localhost", headers={**upgrade, "Origin": "https://evil.example"})
        expect(answer.status == 403, f"a foreign page may listen: {answer.status}")
        for junk in [b"\x00\xff" * 2000, b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost: " + b"a" * 70000, b"\r\n" * 1000]:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
                raw.sendall(junk)
        expect(get(port, "/", host="localhost").status == 200, "serve does not answer after junk")
    (folder / "Content/link.md").unlink()
    (folder / "Content/link.txt").unlink()


def memory(process):
    text = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) // 1024


def descriptors(process):
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def churn(work, folder, rng, port, stop):
    """Random edits, renames, deletions, whole folders; and now and then a thousand files at once."""
    content, number, made = folder / "Content/groups", 0, []
    while not stop.is_set():
        number += 1
        action = rng.choice(["edit"] * 6 + ["new", "rename", "delete", "folder", "many"])
        pages = sorted(content.glob("g*/page-*.md"))
        one = rng.choice(pages)
        if action == "edit":
            write(one, re.sub(r"State [^.]*\.", f"State {number}.", one.read_text(), count=1))
        elif action == "new":
            write(content / f"g{rng.randrange(10)}/page-new{number}.md", f"---\ntitle: New {number}\n---\nState {number}.\n")
        elif action == "rename":
            one.rename(one.with_name(f"page-moved{number}.md"))
        elif action == "delete" and len(pages) > PAGES / 2:
            one.unlink()
        elif action == "folder":
            extra = content / f"g{rng.randrange(10)}/deep{number}/deeper"
            write(extra / "page.md", f"---\ntitle: Deep {number}\n---\nState {number}.\n")
            made.append(extra)
            if len(made) > 3:
                work.run("rm", "-rf", made.pop(0).parent)
        elif action == "many" and number % 4 == 0:
            for page in pages:
                write(page, re.sub(r"State [^.]*\.", f"State {number}.", page.read_text(), count=1))
        stop.wait(rng.uniform(0.01, 0.4))
    return number


def load(port, rng, stop, seen):
    while not stop.is_set():
        try:
            answer = get(port, rng.choice(["/", "/groups/", f"/groups/g{rng.randrange(10)}/", "/nothing", "/assets/site.css"]),
                         host="localhost")
            seen[answer.status] = seen.get(answer.status, 0) + 1
        except OSError as error:
            seen[str(error)] = seen.get(str(error), 0) + 1


def under_load(work, folder):
    rng, stop, seen = random.Random(5), threading.Event(), {}
    with serving(work, folder) as (port, process):
        loads = [threading.Thread(target=load, args=(port, random.Random(n), stop, seen)) for n in range(3)]
        for thread in loads:
            thread.start()
        time.sleep(3)
        early = memory(process)
        timer = threading.Timer(SECONDS, stop.set)
        timer.start()
        edits = churn(work, folder, rng, port, stop)
        for thread in loads:
            thread.join()
        # While the preview still builds, another build of the same project is refused.
        wait_for(lambda: work.run(work.hearth, "build", "-q", "--drafts", "-d", work.root / "clean", cwd=folder,
                                  code=None).returncode in (0, 1), 60, "a clean build")
        clean = tree(work.root / "clean")
        try:
            wait_for(lambda: tree(folder / ".hearth/preview") == clean, 30, "the bytes of a clean build")
        except Failed:
            shown = tree(folder / ".hearth/preview")
            differ = [p for p in sorted(set(clean) | set(shown)) if clean.get(p) != shown.get(p)]
            raise Failed(f"{len(differ)} files differ from a clean build: {differ[:5]}") from None
        late, files = memory(process), descriptors(process)
    expect(set(seen) <= {200, 404}, f"answers: {seen}")
    expect(late < early * 2 + 100, f"memory grew from {early} to {late} MB")
    expect(files < 60, f"{files} open files are left")
    return f"{edits} edits in {SECONDS:.0f} s under {sum(seen.values())} requests: equal to a clean build, {early} → {late} MB, {files} files open"


def run(work):
    folder = community(work, "served")
    hostile(work, folder)
    times = in_browser(work, folder)
    said = under_load(work, folder)
    return (f"an edit of {PAGES} pages is on the screen after {statistics.median(times):.0f} ms "
            f"({min(times):.0f} to {max(times):.0f}); {said}")
