"""`server-config` on the real nginx, Apache and Caddy: pages, redirects, members' folders, headers, 404."""

import base64

from kit import Skipped, accepts, apache, caddy, expect, free_port, get, need, nginx, write

GROUP = ("---\ntitle: Heron\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: \"cn=heron,dc=x\"\n"
         "redirect_from: [/old-heron, \"/h.php?id=1\"]\n---\nSecret.\n")
FILES = {
    "a/new page.md": "---\ntitle: New page\nredirect_from:\n  - /old\n  - \"/t.php?id=1\"\n  - \"/t.php?id=2&x=%22\"\n"
                     "  - https://one.example/same\n  - \"/gr%C3%B6%C3%9Fe/alt\"\n  - \"/with%20blank/it's%20(1)\"\n  - /A/New%20Page/\n"
                     "  - /dollar$x\n  - /Deep\n  - \"/empty?\"\n  - \"/x{path}\"\n  - \"/{$HOME}\"\n  - \"/back%5C%22slash\"\n  - https://wiki.example/wiki/Why%3F\n---\nx\n",
    "b.md": "---\ntitle: B\nredirect_from:\n  - \"/t.php?id=3\"\n  - https://two.example/same\n  - /deep\n---\nthis is b\n",
    "groups/heron/index.md": GROUP, "groups/heron/plan.md": "---\ntitle: Plan\n---\nplan\n",
    "picture.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}
NEW = "/a/new%20page/"
MOVED = [
    ("/old", NEW), ("/old/", NEW), ("/old?utm=1", NEW), ("/t.php?id=1", NEW), ("/t.php?id=2&x=%22", NEW),
    ("/t.php?id=3", "/b/"), ("/größe/alt", NEW), ("/gr%C3%B6%C3%9Fe/alt", NEW), ("/with blank/it's (1)", NEW),
    ("/dollar$x", NEW), ("/Deep", NEW), ("/deep", "/b/"), ("/A/New%20Page/", NEW),
    ("/empty", NEW), ("/empty?", NEW), ("/old?", NEW), ("/x%7Bpath%7D", NEW), ("/%7B$HOME%7D", NEW), ("/back%5C%22slash", NEW),
    ("/gr%C3%B6%C3%9Fe%2Falt", NEW), ("/wiki/Why%3F", NEW), ("/wiki/Why%3F?from=mail", NEW),
]
# Every server tells capital letters from small ones.
OTHERS = ["/OLD", "/T.PHP?id=1", "/Empty", "/DOLLAR$X", "/wiki/Why?", "/wiki/Why"]


def check_server(name, port, base):
    def ask(path, **more):
        return get(port, base + path.lstrip("/"), **{"host": "intranet.example", **more})

    def is_moved(path, target, **more):
        answer = ask(path, **more)
        expect(answer.status == 301 and answer.location == base + target.lstrip("/"),
               f"{name}{base}: {path} gives {answer.status} {answer.location}, not 301 {target}")
        followed = get(port, answer.location, host="intranet.example", raw=True)
        expect(followed.status in (200, 401), f"{name}: the target of {path} gives {followed.status}")

    expect(b"this is b" in ask("/b/").body, f"{name}{base}: no page /b/")
    for path, target in MOVED:
        is_moved(path, target)
    for path in OTHERS:
        expect(ask(path).status == 404, f"{name}{base}: {path} gives {ask(path).status} {ask(path).location}, not 404")
    expect(ask("/a%2Fnew%20page/").status == 200, f"{name}{base}: %2F is no slash: {ask('/a%2Fnew%20page/').status}")
    expect(ask("/b?x=1&y=%22").location.endswith("/b/?x=1&y=%22"), f"{name}{base}: /b?x=1 leads to {ask('/b?x=1').location}")
    # A query in another order is not known; the page that finds it out must get it.
    reordered = ask("/t.php?x=%22&id=2")
    expect(reordered.location.endswith("/t.php/?x=%22&id=2"), f"{name}{base}: a reordered query leads to {reordered.location}")
    if base == "/":
        expect(get(port, "/same", host="two.example").location == "/b/", f"{name}: /same of two.example")
        expect(get(port, "/same", host="one.example").location == NEW, f"{name}: /same of one.example")
    missing = ask("/nothing")
    expect(missing.status == 404 and b"<html" in missing.body, f"{name}{base}: /nothing gives {missing.status}")
    expect(ask("/404.html").status == 404, f"{name}{base}: 404.html can be asked for")
    expect(ask("/.hearth/x").status == 404, f"{name}{base}: a dot file is not 404")
    expect(ask("/b").status in (301, 308) and ask("/b").location.endswith("/b/"), f"{name}{base}: /b is not moved to /b/")
    page = ask("/b/")
    for header, wanted in [("content-security-policy", "default-src 'self'"), ("x-content-type-options", "nosniff"),
                           ("cache-control", "no-cache"), ("content-type", "utf-8")]:
        expect(wanted in page.headers.get(header, ""), f"{name}{base}: {header} is {page.headers.get(header)}")
    expect("sandbox" in ask("/picture.svg").headers["content-security-policy"], f"{name}: SVG is not inert")
    expect(ask("/assets/site.css").headers["content-type"].startswith("text/css"), f"{name}: type of CSS")
    etag = page.headers.get("etag")
    expect(etag and ask("/b/", headers={"If-None-Match": etag}).status == 304, f"{name}: no 304")
    check_members(name, base, ask)
    if base != "/":
        check_outside(name, port, base)


def check_outside(name, port, base):
    """What lies beside the site's path is not there, least of all the folders for members."""
    for path in ["/", "/b/", "/groups/heron/", "/groups/heron/plan/", base[:-1] + "x/", "/assets/site.css"]:
        answer = get(port, path, host="intranet.example")
        expect(answer.status == 404 and b"Secret" not in answer.body and b"<html" in answer.body,
               f"{name}{base}: {path}, which is outside of the site, gives {answer.status}")
    bare = get(port, base[:-1], host="intranet.example")
    expect(bare.status == 301 and bare.location.endswith(base), f"{name}{base}: {base[:-1]} gives {bare.status}")


def check_members(name, base, ask):
    good = {"Authorization": "Basic " + base64.b64encode(b"ada:right").decode()}
    bad = {"Authorization": "Basic " + base64.b64encode(b"ada:wrong").decode()}
    for path in ["/groups/heron/", "/groups/heron/plan/", "/groups/heron/redirects.json", "//groups//heron//plan/",
                 "/groups/x/../heron/plan/", "/groups/%68eron/plan/", "/groups/heron/nothing", "/groups%2Fheron/plan/"]:
        for headers in ({}, bad):
            answer = ask(path, headers=headers)
            expect(answer.status == 401 and b"Secret" not in answer.body,
                   f"{name}{base}: {path} gives {answer.status} to strangers")
    expect(b"Secret" in ask("/groups/heron/", headers=good).body, f"{name}{base}: members cannot read their group")
    expect("private" in ask("/groups/heron/", headers=good).headers["cache-control"],
           f"{name}: caches may keep members' pages")
    for old in ["/old-heron", "/h.php?id=1"]:
        stranger, member = ask(old), ask(old, headers=good)
        expect(stranger.status == 401 and not stranger.location, f"{name}{base}: {old} gives {stranger.status} to strangers")
        expect(member.status == 301 and member.location == base + "groups/heron/",
               f"{name}{base}: {old} gives {member.status} {member.location} to members")


def check_nobody(name, port, why):
    for headers in ({}, {"Authorization": "Basic " + base64.b64encode(b"ada:right").decode()}):
        answer = get(port, "/groups/heron/", host="intranet.example", headers=headers)
        expect(answer.status in (401, 403, 500) and b"Secret" not in answer.body,
               f"{name}: with {why} file of members /groups/heron/ gives {answer.status}")
    expect(get(port, "/b/", host="intranet.example").status == 200, f"{name}: with {why} file of members nothing works")


def run(work):
    need("nginx", "apache2", "openssl")
    members = work.root / "members"
    members.mkdir()
    hashed = work.run("openssl", "passwd", "-apr1", "right").stdout.strip()
    write(members / "heron.htpasswd", f"ada:{hashed}\n")
    tested = []
    for number, base in enumerate(["/", "/community/"]):
        folder = work.site(f"servers{number}", FILES, f"title: T\nbaseURL: https://intranet.example{base}\n")
        work.run(work.hearth, "build", cwd=folder)
        for name, start in [("nginx", nginx), ("apache", apache), ("caddy", caddy)]:
            port = free_port()
            listen = str(port) if name == "caddy" else f"127.0.0.1:{port}"
            maps = ["--maps", work.root / f"maps{number}"] if name == "apache" else []
            if name == "caddy":
                try:
                    need("caddy")
                except Skipped:
                    continue
                secret = work.run("caddy", "hash-password", "--plaintext", "right").stdout.strip()
                write(members / "heron.caddy", f"ada {base64.b64encode(secret.encode()).decode() if not secret.startswith('JD') else secret}\n")
            text = work.run(work.hearth, "server-config", name, "--listen", listen, "--members", members,
                            "--server-name", "intranet.example", *maps, cwd=folder).stdout
            with start(work, text, port):
                check_server(name, port, base)
            tested.append(name + base)
            if base != "/":
                continue
            for why in ["a missing", "an empty"]:
                nobody = work.root / f"nobody-{name}-{why[-5:]}"
                nobody.mkdir()
                if why == "an empty":
                    # Caddy 2.6 takes a file of no bytes for a mistake; a line without an account is an empty one.
                    write(nobody / f"heron.{'caddy' if name == 'caddy' else 'htpasswd'}", "\n")
                port = free_port()
                text = work.run(work.hearth, "server-config", name, "--listen", str(port) if name == "caddy" else f"127.0.0.1:{port}",
                                "--members", nobody, "--server-name", "intranet.example", *maps, cwd=folder).stdout
                with start(work, text, port):
                    check_nobody(name, port, why)
    return "pages, redirects, members, headers on " + ", ".join(tested)
