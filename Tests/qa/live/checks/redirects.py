"""50,000 old addresses, half of them with queries, on nginx and Apache: each answers 301 to a page that answers 200."""

import http.client
import time

from kit import apache, expect, free_port, nginx

PAGES, EACH = 1000, 50


def addresses():
    for page in range(PAGES):
        for number in range(EACH):
            old = page * EACH + number
            yield page, f"/forum/view.php?t={old}&p={number}" if number % 2 else f"/wiki/Old_Page_{old}/of-{page}.aspx"


def ask_all(port, name):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    good, asked, start = set(), 0, time.monotonic()
    for page, old in addresses():
        connection.request("GET", old, headers={"Host": "intranet.example"})
        response = connection.getresponse()
        response.read()
        location = response.getheader("Location", "")
        location = location[location.index("/", 8):] if "://" in location else location
        expect(response.status == 301 and location == f"/docs/page-{page}/",
               f"{name}: {old} gives {response.status} {location}")
        asked += 1
        good.add(location)
    rate = asked / (time.monotonic() - start)
    for location in good:
        connection.request("GET", location, headers={"Host": "intranet.example"})
        response = connection.getresponse()
        expect(response.status == 200 and response.read(), f"{name}: {location} gives {response.status}")
    return f"{name} {asked} in order, {rate:.0f} a second"


def run(work):
    old = {}
    for page, address in addresses():
        old.setdefault(page, []).append(f"  - \"{address}\"\n")
    files = {f"docs/page-{page}.md": f"---\ntitle: Page {page}\nredirect_from:\n{''.join(lines)}---\nx\n"
             for page, lines in old.items()}
    folder = work.site("many", files)
    work.run(work.hearth, "build", cwd=folder, timeout=600)
    said = []
    for name, start in [("nginx", nginx), ("apache", apache)]:
        port = free_port()
        maps = ["--maps", work.root / "maps"] if name == "apache" else []
        text = work.run(work.hearth, "server-config", name, "--listen", f"127.0.0.1:{port}", *maps, cwd=folder).stdout
        with start(work, text, port):
            said.append(ask_all(port, name))
    return "; ".join(said)
