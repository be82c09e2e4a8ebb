"""`server-config` on the real nginx, Apache and Caddy: pages, redirects, members' folders, headers, 404."""

import base64

from kit import Skipped, accepts, apache, caddy, expect, free_port, get, need, nginx, write

GROUP = ("---\ntitle: Heron\nkind: team\nmanagers: [\"@ada\"]\nvisibility: members\naccess_group: \"cn=heron,dc=x\"\n"
         "redirect_from: [/old-heron, \"/h.php?id=1\"]\n---\nSecret.\n")
FILES = {
    "a/new page.md": "---\ntitle: New page\nredirect_from:\n  - /old\n  - \"/t.php?id=1\"\n  - \"/t.php?id=2&x=%22\"\n"
                     "  - https://one.example/same\n  - \"/gr%C3%B6%C3%9Fe/alt\"\n  - \"/with%20blank/it's%20(1)\"\n  - /A/New%20Page/\n"
                     "  - /dollar$x\n  - /Deep\n---\nx\n",
    "b.md": "---\ntitle: B\nredirect_from:\n  - \"/t.php?id=3\"\n  - https://two.example/same\n  - /deep\n---\nthis is b\n",
    "groups/heron/index.md": GROUP, "groups/heron/plan.md": "---\ntitle: Plan\n---\nplan\n",
    "picture.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}
NEW = "/a/new%20page/"
MOVED = [
    ("/old", NEW), ("/old/", NEW), ("/old?utm=1", NEW), ("/t.php?id=1", NEW), ("/t.php?id=2&x=%22", NEW),
    ("/t.php?id=3", "/b/"), ("/größe/alt", NEW), ("/gr%C3%B6%C3%9Fe/alt", NEW), ("/with blank/it's (1)", NEW),
    ("/dollar$x", NEW), ("/Deep", NEW), ("/deep", "/b/"), ("/A/New%20Page/", NEW),
]


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


def check_members(name, base, ask):
    good = {"Authorization": "Basic " + base64.b64encode(b"ada:right").decode()}
    bad = {"Authorization": "Basic " + base64.b64encode(b"ada:wrong").decode()}
    for path in ["/groups/heron/", "/groups/heron/plan/", "/groups/heron/redirects.json", "//groups//heron//plan/",
                 "/groups/x/../heron/plan/", "/groups/%68eron/plan/", "/groups/heron/nothing"]:
        for headers in ({}, bad):
            answer = ask(path, headers=headers)
            expect(answer.status == 401 and b"Secret" not in answer.body,
                   f"{name}{base}: {path} gives {answer.status} to strangers")
    expect(b"Secret" in ask("/groups/heron/", headers=good).body, f"{name}{base}: members cannot read their group")
    expect("private" in ask("/groups/heron/", headers=good).headers["cache-control"] or name == "caddy",
           f"{name}: caches may keep members' pages")
    for old in ["/old-heron", "/h.php?id=1"]:
        stranger, member = ask(old), ask(old, headers=good)
        expect(stranger.status == 401 and not stranger.location, f"{name}{base}: {old} gives {stranger.status} to strangers")
        expect(member.status == 301 and member.location == base + "groups/heron/",
               f"{name}{base}: {old} gives {member.status} {member.location} to members")


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
    return "pages, redirects, members, headers on " + ", ".join(tested)
