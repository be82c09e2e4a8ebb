"""The whole way as README tells it: init, new, serve, a repository with the hook, push, nginx, a broken push, rollback."""

import re

from kit import Skipped, expect, free_port, get, nginx, wait_for, write
from checks.serve import chromium, serving


def run(work):
    folder, bare, live = work.root / "our-intranet", work.root / "intranet.git", work.root / "srv"
    hearth = work.hearth
    work.run(hearth, "init", folder, "--title", "Our intranet")
    work.git("init", "-q", cwd=folder)
    work.run(hearth, "hook", "install", cwd=folder)
    made = work.run(hearth, "new", "question", "Who orders safety shoes?", "--group", "first-group", "--author", "a.manager",
                    "--tags", "clothing", cwd=folder).stdout.strip()
    work.run(hearth, "new", "answer", "who-orders-safety-shoes", "--author", "a.manager", "--body", "The front desk.",
             "--accept", cwd=folder)
    expect("The front desk." in (folder / made).read_text(), "the answer is not in the question's file")
    work.run(hearth, "check", "--strict", cwd=folder)
    seen = ""
    try:
        manager, path = chromium()
        with serving(work, folder) as (port, _), manager as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"http://localhost:{port}/groups/first-group/questions/who-orders-safety-shoes/")
            page.wait_for_timeout(400)
            write(folder / made, (folder / made).read_text().replace("The front desk.", "The front desk, from 8 to 10."))
            page.get_by_text("from 8 to 10").first.wait_for(timeout=10_000)
            browser.close()
    except Skipped as reason:
        seen = f" (browser skipped: {reason})"
    work.git("init", "-q", "--bare", bare, cwd=work.root)
    work.run(hearth, "hook", "install", bare, "--to", live)
    work.git("remote", "add", "origin", bare, cwd=folder)
    text = work.run(hearth, "server-config", "nginx", "--root", live / "current/site", "--listen",
                    f"127.0.0.1:{(port := free_port())}", cwd=folder).stdout

    def push(message):
        work.git("add", "-A", cwd=folder)
        work.git("commit", "-q", "-m", message, cwd=folder)
        return work.git("push", "-q", "origin", "HEAD:main", cwd=folder).stderr

    said = push("first")
    expect("published" in said, said)
    place = "/groups/first-group/questions/who-orders-safety-shoes/"
    with nginx(work, text, port):
        expect(b"from 8 to 10" in get(port, place).body, "nginx does not serve the new page")
        write(folder / made, (folder / made).read_text().replace("from 8 to 10", "see [the list](list.md)"))
        said = push("broken")
        expect("broken-link" in said and "stays as it was" in said, f"the pusher does not read why:\n{said}")
        expect(b"from 8 to 10" in get(port, place).body, "a broken push changed the site")
        write(folder / made, (folder / made).read_text().replace("see [the list](list.md)", "from 9 to 10"))
        push("mended")
        expect(b"from 9 to 10" in get(port, place).body, "the mended push is not live")
        work.run(hearth, "rollback", "--folder", live, cwd=folder)
        expect(b"from 8 to 10" in get(port, place).body, "rollback did not bring the old page back")
        # A page that is renamed without a redirect is an error that names the way out.
        work.git("mv", made, made.replace("who-orders", "ordering"), cwd=folder)
        said = push("renamed")
        expect(re.search(r"vanished-address.*", said) and "redirect_from" in said, f"a vanished address is not noticed:\n{said}")
    return "init, new, serve, hook install, push, nginx, broken push, rollback, renamed page" + seen
