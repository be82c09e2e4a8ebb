"""The words of saved web sites, read by html5lib: what stands on most pages of a site is no page's own."""
import collections
import concurrent.futures
import os
import pathlib
import re
import urllib.parse

from measure import Page, Result, Score, Site, marks_of, name, pandoc_page, parse, words

# A line on so many of the pages is no page's own; one that says something between lines of the page's own is, up to so many.
USUAL = 0.4
WHOLE = 0.9
LEAST = 4


def repeated(pages):
    """The lines that most pages of the site, or of a folder, have; marks and spaces between the words may differ. Answers, for
    a page, which of its lines those are."""
    def plain(text):
        return " ".join(words(text)).casefold() or text

    tree, folders, sizes = collections.Counter(), collections.defaultdict(collections.Counter), collections.Counter()
    for path, page in pages.items():
        sizes[os.path.dirname(path)] += 1
        for line in {plain(text) for text, _, data in page.lines if text and not data}:
            tree[line] += 1
            folders[os.path.dirname(path)][line] += 1

    def share(path, line):
        folder, line = os.path.dirname(path), plain(line)
        shares = [0]
        if len(pages) >= LEAST and tree[line] >= LEAST:
            shares.append(tree[line] / len(pages))
        if sizes[folder] >= LEAST and folders[folder][line] >= LEAST:
            shares.append(folders[folder][line] / sizes[folder])
        return max(shares)

    def usual(path):
        lines = pages[path].lines
        shares = [share(path, line[0]) for line in lines]
        own = [place for place, each in enumerate(shares) if each < USUAL and lines[place][0].strip()]

        def is_usual(place):
            text, marks, _ = lines[place]
            says = len(words(text)) > 3 and "links" not in marks and "images" not in marks
            between = own and own[0] < place < own[-1]
            return shares[place] >= (WHOLE if says and between else USUAL)

        return [is_usual(place) for place in range(len(lines))]

    return usual


def place(page, address):
    """The picture that an address on a page means."""
    return os.path.normpath(os.path.join(os.path.dirname(page), address.strip().replace("\\", "/"))).lower()


def pictures(roots):
    """Logos and arrows: for a page, the pictures that most pages of the site, or of its folder, have."""
    tree, folders, sizes = collections.Counter(), collections.defaultdict(collections.Counter), collections.Counter()
    for path, root in roots.items():
        sizes[os.path.dirname(path)] += 1
        for picture in {place(path, node.get("src")) for node in root.iter() if name(node) == "img" and node.get("src")}:
            tree[picture] += 1
            folders[os.path.dirname(path)][picture] += 1

    def framed(path):
        folder = os.path.dirname(path)
        usual = {each for each, count in tree.items() if count >= max(LEAST, USUAL * len(roots))}
        return usual | {each for each, count in folders[folder].items() if count >= max(LEAST, USUAL * sizes[folder])}

    found = {folder: framed(folder + "/" if folder else "") for folder in sizes}
    return lambda path: found[os.path.dirname(path)]


def border(root):
    """What FrontPage marks as navigation: rows of its tables other than the cell behind the mark."""
    for parent in list(root.iter()):
        children = list(parent)
        if name(parent) == "tr":
            marked = [index for index, child in enumerate(children) if name(child) is None and child.text == "msnavigation"]
            for index, child in enumerate(children):
                if name(child) == "td" and marked and index - 1 not in marked:
                    parent.remove(child)
        for index, child in enumerate(children[:-1]):
            after = children[index + 1]
            if name(child) is None and child.text == "msnavigation" and name(after) == "table":
                first = next((row for row in after.iter() if name(row) == "tr"), None)
                if first is not None and not any(name(cell) is None and cell.text == "msnavigation" for cell in first):
                    parent.remove(after)


# What MediaWiki writes around a page, and lists of contents that a program made.
MADE = {"siteSub", "jump-to-nav", "lastmod", "viewcount", "footer-info-lastmod", "footer-info-viewcount", "f-lastmod", "f-viewcount",
        "column-one", "mw-navigation", "mw-panel", "mw-head"}
MADE_CLASSES = {"printfooter", "editsection", "mw-editsection", "mw-jump-link"}


def made(root):
    """Takes them out; the lines of the print footer may stand on the page a second time."""
    printed = set()
    for parent in list(root.iter()):
        for child in list(parent):
            classes = set((child.get("class") or "").split()) if name(child) else set()
            if not (name(child) and (child.get("id") in MADE or classes & MADE_CLASSES or child.get("id") == "toc" and "toc" in classes)):
                continue
            if "printfooter" in classes:
                printed |= {" ".join("".join(part.itertext()).split()) for part in child.iter() if name(part) in ("p", "div")}
            # What follows it stays.
            before = list(parent).index(child) - 1
            if before >= 0:
                parent[before].tail = (parent[before].tail or "") + (child.tail or "")
            else:
                parent.text = (parent.text or "") + (child.tail or "")
            parent.remove(child)
    return printed - {""}


def clipped(root):
    """The end of a text for which a cell of Excel was too narrow is hidden in the page, and was not in the sheet."""
    for cell in root.iter():
        if name(cell) == "td" and (cell.get("class") or "").startswith("xl"):
            for part in cell:
                if name(part) == "span" and "display:none" in re.sub(r"\s", "", part.get("style") or ""):
                    part.attrib.pop("style")


def written(root):
    """What the scripts of a page of frames write into them: Excel's names of sheets. None for other pages."""
    scripts = " ".join("".join(node.itertext()) for node in root.iter() if name(node) == "script")
    return words(" ".join(re.findall(r'"([^"\n]*)"', scripts))) if "<frameset" in scripts else None


def measure_html(hearth, pandoc, folder):
    site = Site(hearth, folder, "html", "groups/trial")
    files = {os.path.relpath(os.path.join(top, each), folder) for top, _, names in os.walk(folder) for each in names}
    folded = {path.lower() for path in files}

    def exists(page, address):
        address = address.strip().replace("\\", "/")
        if re.match(r"(?i)(https?|mailto|ftp|tel):", address):
            return True
        if re.match(r"(?i)[a-z]+:", address) or address.startswith("#"):
            return False
        path = urllib.parse.unquote(address.split("#")[0].split("?")[0])
        base = "" if path.startswith("/") else os.path.dirname(page)
        full = os.path.normpath(os.path.join(base, path.lstrip("/"))).lower()
        # A link to the very page that one reads leads nowhere.
        if full == page.lower():
            return False
        return full in folded or any(os.path.join(full, index) in folded for index in ("index.htm", "index.html"))

    pages, raw, scripts, roots = {}, {}, {}, {}
    for path in sorted(files & set(site.files)):
        raw[path] = pathlib.Path(folder, path).read_bytes()
        roots[path] = parse(raw[path])
    framed = pictures(roots)
    for path, root in roots.items():
        border(root)
        clipped(root)
        printed = made(root)
        scripts[path] = written(root)

        def image(node, page=path):
            source = node.get("src") or ""
            size = [int(re.match(r"\d+", node.get(side) or "99")[0]) if re.match(r"\d+", node.get(side) or "99") else 99
                    for side in ("width", "height")]
            drawn = "_themes" in source or "_derived" in source or min(size) <= 2 or (size[0] >= 150 and size[1] <= 20)
            return not drawn and bool(source) and exists(page, source) and place(page, source) not in framed(page)

        pages[path] = Page(root, image, lambda address, page=path: exists(page, address), has_template=True)
        pages[path].lines = [line for line in pages[path].lines if line[0] not in printed]
    usual = repeated(pages)
    ours, theirs = Score(), Score()

    def one(path):
        lines = [line for line, is_usual in zip(pages[path].lines, usual(path)) if not is_usual]
        # A line that most pages have may be left out of a page or not.
        whole = [word for line in pages[path].lines for word in words(line[0])] + (scripts[path] or [])
        source = [word for line in lines for word in words(line[0])]
        result = site.page(path, pages[path].heads, [words(line[0].casefold()) for line in lines])
        result = result._replace(aside=result.aside + tuple(pages[path].instead))
        return path, source, marks_of(lines), result, whole, pandoc and pandoc_page(pandoc, raw[path])

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, source, marks, result, whole, other in pool.map(one, sorted(pages)):
            ours.add(path, source, marks, result, whole)
            if pandoc and other is None:
                theirs.failed += 1
            if pandoc:
                theirs.add(path, source, marks, other or Result([], collections.Counter()))
    return site, ours, theirs
