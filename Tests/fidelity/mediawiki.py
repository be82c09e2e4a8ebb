"""The words of MediaWiki, read without Hearth, as those of DokuWiki are."""
import collections
import html
import pathlib
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree

import html5lib

from measure import Page, marks_of, words
from wikis import Source

HTML_TAGS = ("abbr|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|dd|del|dfn|div|dl|dt|em|font|h[1-6]|hr|i|ins|kbd|li|"
             "mark|ol|p|q|rb|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|table|td|th|tr|tt|u|ul|var|wbr|translate|"
             "languages|noinclude|includeonly|onlyinclude|references|gallery|tvar|math|chem|ce|poem")


# They part no words.
INLINE = re.compile(r"</?(?:abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var)\b", re.I)


# An extension's text over several lines: tags that neither HTML nor MediaWiki itself has, around no wikitext.
FOREIGN = re.compile(r"<([a-z]{2,20})(?:\s[^<>]*)?>((?:(?!</\1\s*>).)*\n(?:(?!</\1\s*>).)*)</\1\s*>", re.S | re.I)
WIKITEXT = re.compile(rf"\[\[|\{{\{{|\[https?://|^==|^\{{\||</?(?:{HTML_TAGS}|ref|nowiki)\b", re.M | re.I)
OTHER_TAGS = re.compile(r"(?:ref|math|poem|tabber|tab|tabs|section|imagemap|html|script|style|a|img|iframe|object|embed|form|video|audio)$", re.I)


def prose(text):
    """Whether the lines in an unknown tag are sentences rather than code."""
    lines = [line.split() for line in text.split("\n") if line.strip()]
    tokens = [token for line in lines for token in line]
    plain = [token for token in tokens if re.fullmatch(r"[.,;:!?\"'()]*[\w'-]+[.,;:!?\"'()]*", token)]
    typed = len(re.sub(r"\s", "", text))
    return (not re.search(r"[;{}]\s*$", text, re.M) and bool(tokens)
            and (len(re.findall(r"[^\W\d_a-zA-Z]", text)) * 2 > typed > 12
                 or len(tokens) >= max(8, 5 * len(lines)) and len(plain) >= 0.9 * len(tokens)
                 and any(token[-1] in ".!?" for token in plain)))


def mediawiki_page(text, titles, categories, files, full=False, templates=None, own=None):
    """Words and marks of one page; `full` also has what links show that have no text, names of files, what templates were
    given, and what those of the dump show."""
    marks, heads, notes, kept = collections.Counter(), set(), [], []
    # The numbers of those in `kept` that are blocks of code.
    code = set()

    def keep(match):
        if match[1].lower() != "nowiki":
            code.add(str(len(kept)))
        kept.append(match[2] if match[1].lower() not in ("nowiki", "pre") else html.unescape(match[2]))
        return f"\x01{len(kept) - 1}\x02"

    def foreign(match):
        if prose(match[2]):
            return f" {match[2]} "
        if re.fullmatch(HTML_TAGS, match[1], re.I) or OTHER_TAGS.match(match[1]) or WIKITEXT.search(match[2]):
            return match[0]
        code.add(str(len(kept)))
        # Tags inside are somebody's XML, to which the outer one belongs.
        kept.append(match[0] if "</" in match[2] else match[2])
        return f"\x01{len(kept) - 1}\x02"

    def raw(match):
        """HTML as a browser reads it ($wgRawHtml)."""
        page = Page(html5lib.parse(match[1], treebuilder="etree", namespaceHTMLElements=False))
        marks.update(marks_of(page.lines))
        # Of films and maps of other sites a link is left.
        films = re.findall(r"src=[\"']?([^\"'\s>]+)", match[1]) if full else []
        kept.append("\n".join([line[0] for line in page.lines] + films))
        return f"\x01{len(kept) - 1}\x02"

    # The marks of the Translate extension are taken out before all else.
    text = re.sub(r"<!--T:\d+-->", "", text)
    text = re.sub(r"<(nowiki|source|syntaxhighlight|pre)\b[^>]*>(.*?)</\1>", keep, text, flags=re.S | re.I)
    text = re.sub(r"<html>(.*?)</html>", raw, text, flags=re.S | re.I)
    text = FOREIGN.sub(foreign, text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<includeonly>.*?</includeonly>", "", text, flags=re.S)
    # Notes stand at the end of a page, below no heading that holds nothing else.
    text = re.sub(r"^=+[^=\n]+=+[ \t]*\n\s*(?=<references\b)", "", text, flags=re.M)
    rounds = 0

    def call(match):
        name = match[1].split("|")[0].strip().lower().replace("_", " ")
        # A few rounds of templates in templates; one that calls itself ends there.
        return f" {match[1]} {(templates or {}).get(name, '') if rounds < 4 and len(text) < 1 << 20 else ''} " if full else " "

    while True:
        less = re.sub(r"\{\{([^{}]*)\}\}", call, text)
        if less == text:
            break
        text, rounds = less, rounds + 1

    def note(match):
        notes.append(match[1])
        return " "

    text = re.sub(r"<ref\b[^>]*/>", " ", text)
    text = re.sub(r"<ref\b[^>]*>(.*?)</ref>", note, text, flags=re.S)

    def inner(match):
        target, _, shown = match[1].partition("|")
        name = target.strip()
        space = name.split(":")[0].strip().lower() if ":" in name.lstrip(":") else ""
        if not name.startswith(":") and space in categories | files:
            return f" {name.replace('_', ' ')} {shown} " if full else " "
        clean = name.lstrip(":").split("#")[0].replace("_", " ").strip()
        if clean[:1].upper() + clean[1:] in titles:
            marks["links"] += 1
        return shown or name.lstrip(":")

    def outer(match):
        marks["links"] += 1
        # Its text may be an address as well, which is no second link.
        shown = re.sub(r"://", ":\x05//", match[2])
        return f" {match[1]} {shown} ".replace("://", ":\x05//") if full else shown or " "

    def bare(match):
        """An address of the wiki itself shows the page's title in the new site."""
        title = urllib.parse.unquote(match[1]).replace("_", " ")
        if title not in titles:
            return match[0]
        marks["links"] += 1
        return f" {match[0]} {title} ".replace("://", ":\x05//") if full else " "

    def unmarked(line):
        is_code = line.startswith(" ") and not tables
        for _ in range(3):
            line = re.sub(r"\[\[((?:(?!\[\[).)*?)\]\]", inner, line)
        line = re.sub(r"\[((?:https?|ftp|mailto):[^\s\]]+)([^\]]*)\]", outer, line)
        line = own.sub(bare, line) if own else line
        # In a line of code an address is code.
        marks["links"] += len(re.findall(r"(?<![=\"'])https?://\S", line)) if not is_code else 0
        line = re.sub(rf"</?(?:{HTML_TAGS})\b[^>]*>", lambda m: "" if INLINE.match(m[0]) else " ", line, flags=re.I)
        line = re.sub(r"__[A-Z]{3,}__", " ", line.replace("''", "").replace("\x05", ""))
        return html.unescape(line)

    out = []
    # For each table around: the cells of its rows, its heads, how it begins, and whether it holds what no cell of data has.
    tables = []

    def close():
        rows, heads, start, placed = tables.pop()
        rows = [row for row in rows if row]
        # A reader does not call it a table when nothing stands beside anything, or when it only places boxes and columns.
        framed = re.search(r"wikitable|border=[\"']?[1-9]", start)
        beside = max(rows, default=0) > 1 or heads == 1 and not placed
        if framed or beside and (heads or not placed and (len(rows) > 1 or re.search(r"border:[^;]*(solid|double)", start))):
            marks["cells"] += sum(rows)

    for line in text.split("\n"):
        heading = re.match(r"^(={1,6})(.+?)\1\s*$", line)
        start = line.strip()
        # A cell of a Markdown table holds no list and no block of code; the migration says so (table:block-in-cell).
        if not tables:
            marks["code"] += len(code.intersection(re.findall(r"\x01(\d+)\x02", line)))
        if start.startswith("{|"):
            if tables:
                tables[-1][3] |= "wikitable" not in tables[-1][2]
            tables.append([[0], 0, start, False])
            continue
        if tables and start.startswith("|}"):
            close()
            line = start[2:]
        elif tables and start.startswith("|-"):
            tables[-1][0].append(0)
            continue
        elif tables and start[:1] in ("|", "!"):
            mark = start[0]
            protected = re.sub(r"\[\[.*?\]\]", lambda m: m[0].replace("|", "\x04"), start.lstrip("|!+"))
            cells = re.split(r"\|\||!!" if mark == "!" else r"\|\|", protected)
            cells = [cell.split("|", 1)[1] if re.match(r"^[^|]*=[^|]*\|", cell) else cell for cell in cells]
            filled = sum(1 for cell in cells if html.unescape(re.sub(r"<[^>]*>", "", cell)).strip())
            tables[-1][0][-1] += filled
            tables[-1][1] += mark == "!" and filled > 0
            tables[-1][3] |= len(words(line)) > 150 or bool(re.search(r"<h\d", line))
            line = " ".join(cells).replace("\x04", "|")
        if heading and heading[2].strip():
            marks["headings"] += not tables
            if tables:
                tables[-1][3] |= "wikitable" not in tables[-1][2]
            line = unmarked(heading[2])
            heads.add(" ".join(line.split()).casefold())
            out.append(line)
            continue
        if not tables and re.match(r"^[*#:;]*[*#]\s*\S", line):
            marks["items"] += 1
        out.append(unmarked(line))
        if full and "_" in line:
            # Names of files in galleries.
            out.append(line.replace("_", " "))
    while tables:
        close()
    body = "\n".join(out + [unmarked(note) for note in notes])
    body = re.sub(r"\x01(\d+)\x02", lambda match: " " + kept[int(match[1])] + " ", body)
    return words(body), marks, heads


def mediawiki(folder):
    for dump in sorted(pathlib.Path(folder).rglob("*.xml")):
        root = ElementTree.parse(dump).getroot()
        names = {each.get("key"): (each.text or "").lower() for each in root.iter() if each.tag.endswith("}namespace")}
        categories = {"category", names.get("14", "category")}
        files = {"file", "image", "bild", names.get("6", "file")}
        pages = {}
        for page in root.iter():
            if page.tag.endswith("}page"):
                last = page.findall("{*}revision")[-1]
                pages[page.findtext("{*}title")] = (page.findtext("{*}id"), last.findtext("{*}text") or "")
        server = urllib.parse.urlsplit(next((each.text for each in root.iter() if each.tag.endswith("}base")), None) or "")
        own = re.compile(rf"https?://{re.escape(server.netloc)}/(?:wiki/|index\.php/|(?:w/)?index\.php\?title=)?"
                         r"([^\s\]|)#?&]+)(?:#[\w.:-]*)?") if server.netloc else None
        space = names.get("10", "template") + ":"
        templates = {title.lower().removeprefix(space): re.sub(r"<noinclude>.*?</noinclude>", "", text, flags=re.S)
                     for title, (_, text) in pages.items() if title.lower().startswith(space)}
        for title, (number, text) in pages.items():
            text = text.replace("{{SERVERNAME}}", server.hostname or "")
            text = text.replace("{{SERVER}}", f"{server.scheme}://{server.netloc}" if server.netloc else "")
            found = mediawiki_page(text, set(pages), categories, files, own=own)
            whole = mediawiki_page(text, set(pages), categories, files, True, templates, own)[0]
            yield Source("page/" + number, *found, text.encode(), whole)
