"""The words of wikis and of WordPress, read without Hearth: marks that people type are taken away, what is left is text.

`words` only looks for letters and digits, so that most marks need nothing done. Each reader gives Source records.
"""
import collections
import dataclasses
import html
import pathlib
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree

import html5lib

from measure import Page, marks_of, words


@dataclasses.dataclass
class Source:
    key: str
    words: list
    marks: collections.Counter
    # The headings, as a page's title may be one of them.
    heads: set
    # What pandoc gets.
    data: bytes
    # The words with those that the source holds without showing them; None where nothing is known of such.
    whole: list = None


# --- DokuWiki

IMAGE = re.compile(r"\.(png|jpe?g|gif|svg|webp|bmp)$", re.I)
DOKUWIKI_TAGS = re.compile(r"</?(?:WRAP|wrap|del|sub|sup|hidden|color|fs|bgcolor|note|tip|important|warning|nowiki|html|HTML|php|PHP)\b[^>\n]*>")


def dokuwiki_id(text, namespace):
    """The page that a link means, as DokuWiki cleans its names."""
    text = text.split("#")[0].split("?")[0].strip().lower().replace("/", ":").replace(" ", "_")
    absolute = ":" in text and not text.startswith(".")
    parts = [] if absolute else [part for part in namespace.split(":") if part]
    while text.startswith("."):
        if text.startswith(".."):
            parts, text = parts[:-1], text[2:].lstrip(":")
        else:
            text = text[1:].lstrip(":")
    parts += [re.sub(r"[^\w.-]+", "_", part).strip("_.-") for part in text.split(":")]
    return ":".join(part for part in parts if part) + (":start" if text.endswith(":") or not text else "")


def dokuwiki_page(text, namespace, pages, media, titles=None):
    """Words and marks of one page; with `titles` also what links show that have no text: the page's name or title, an
    address, the name of a file."""
    marks, heads, out, notes = collections.Counter(), set(), [], []
    text = text.replace("\r\n", "\n")
    text = re.sub(r"~~[A-Z]+[^~\n]*~~", " ", text)
    kept = []

    def keep(match):
        if match[1] not in ("nowiki", None):
            marks["code"] += 1
        kept.append(match[2] if match[1] else match[3])
        return f"\x01{len(kept) - 1}\x02"

    text = re.sub(r"<(code|file|nowiki|html|HTML|php|PHP)\b[^>\n]*>(.*?)</\1>|%%(.*?)%%", keep, text, flags=re.S)

    def link(match):
        target, _, shown = match[1].partition("|")
        target, shown = target.strip(), shown.strip()
        known = re.match(r"[a-z+]+://|\\\\", target) or "@" in target or ">" in target or dokuwiki_id(target, namespace) in pages
        # A link around a picture has no text of its own.
        if known and not target.startswith("#") and not re.fullmatch(r"\{\{.*\}\}", shown):
            marks["links"] += 1
        if "{{" in shown:
            return shown
        if titles is not None and not shown:
            there = dokuwiki_id(target, namespace)
            return f" {target} {titles.get(there, '')} {there.replace(':', ' ').replace('_', ' ')} "
        return shown or (re.sub(r"^https?:.*", bare, target) if re.match(r"[a-z+]+://", target) else " ")

    def bare(match):
        """An address of the wiki itself shows the page's title in the new site."""
        path = urllib.parse.urlsplit(match[0]).path.strip("/").removeprefix("doku.php/")
        if titles is not None:
            there = path.replace("/", ":")
            return f" {match[0]} {titles.get(there, '')} {path.replace('/', ' ')} "
        return " " if path.replace("/", ":") in pages else match[0]

    def medium(match):
        target, _, shown = match[1].partition("|")
        name = target.strip().split("?")[0]
        if titles is not None:
            return f" {target} {name.split(':')[-1]} {shown} "
        if ">" in name:
            return " "
        is_image = IMAGE.search(name) and "linkonly" not in target
        there = "://" in name or dokuwiki_id(name, namespace) in media
        if there:
            marks["images" if is_image else "links"] += 1
        return " " if is_image else shown

    def footnote(match):
        notes.append(match[1])
        return " "

    def lines(text):
        in_code = False
        for line in text.split("\n"):
            # Two spaces before it make a line code.
            heading = re.match(r"^ ?={2,}(.*?)={2,}\s*$", line)
            item = re.match(r"^(?:\t| {2})[ \t]*[*-](?!-)\s*(.*)", line)
            if heading and heading[1].strip():
                marks["headings"] += 1
                heads.add(" ".join(words_line(heading[1]).split()).casefold())
                line = heading[1]
            elif item and item[1].strip():
                marks["items"] += 1
                line = item[1]
            elif re.match(r"^[|^]", line):
                # In a cell the topics are its words.
                line = re.sub(r"\{\{tag>([^{}|]*)\}\}", lambda match: match[1].replace("_", " "), line)
                cells = re.split(r"[|^]", protect(line).strip("|^ \t"))
                marks["cells"] += sum(1 for cell in cells if cell.strip() and cell.strip() != ":::")
            # Code in tags is counted already, wherever it stands.
            is_code = bool(re.match(r"^(?:  |\t)\s*[^\s*\x01-]", line)) and not heading and not item
            if is_code and not in_code:
                marks["code"] += 1
            in_code = is_code
            yield line if is_code else words_line(line)

    def protect(line):
        return re.sub(r"\[\[.*?\]\]|\{\{.*?\}\}", "x", line)

    def words_line(line):
        plain = re.sub(r"\[\[.*?\]\]|\{\{.*?\}\}", " ", line)
        marks["links"] += len(re.findall(r"https?://\w", plain))
        line = re.sub(r"\[\[(.*?)\]\]", link, line)
        line = re.sub(r"\{\{(.*?)\}\}", medium, line)
        line = re.sub(r"https?://[^\s|\])}\x01\\]+", bare, line)
        return re.sub(r"__|\*\*|\'\'|(?<!:)//", "", DOKUWIKI_TAGS.sub(" ", line))

    # A note may run over several lines.
    text = re.sub(r"\(\((.*?)\)\)", footnote, text, flags=re.S)
    body = "\n".join(lines(text)) + "\n" + "\n".join(words_line(note) for note in notes)
    body = re.sub(r"\x01(\d+)\x02", lambda match: " " + kept[int(match[1])] + " ", body)
    body = re.sub(r"\x01(\d+)\x02", lambda match: " " + kept[int(match[1])] + " ", body)
    return words(body), marks, heads


def markdown_page(text):
    """Pages whose names end in .md, as the wiki's Markdown plugin reads them."""
    marks, heads, kept = collections.Counter(), set(), []

    def keep(match):
        marks["code"] += 1
        kept.append(match[2])
        return f"\n\x01{len(kept) - 1}\x02\n"

    text = re.sub(r"^[ >]*(```+|~~~+)[^\n`]*\n(.*?)^[ >]*\1", keep, text.replace("\r\n", "\n"), flags=re.S | re.M)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    for line in re.findall(r"^#{1,6}\s+(.*)", text, re.M):
        marks["headings"] += 1
        heads.add(line.strip("# ").casefold())
    marks["items"] += len(re.findall(r"^\s*(?:[-*+]|\d+[.)])\s+\S", text, re.M))
    marks["links"] += len(re.findall(r"(?<!!)\[[^\]]+\]\([^)\s#]", text))
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", text)
    text = re.sub(r"\[([^\[\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?(?:code|b|i|em|strong|a|font|span|tt|kbd|u|s)\b[^>]*>", "", text)
    text = re.sub(r"</?(?:p|div|br|hr|h[1-6]|ul|ol|li|table|tr|td|th|thead|tbody|img|center|pre|blockquote|details|summary)\b[^>]*>", " ", text)
    # Emphasis; inside a word an underscore is one.
    text = re.sub(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", "", text)
    # Numbers of lists are no words; marks inside a line part none.
    text = re.sub(r"^(?=\s*(?:[-*+>]|\d+[.)]))(?:\s*(?:[-*+>]|\d+[.)])(?=\s|>))+", " ", text, flags=re.M)
    text = re.sub(r"[`*]+", "", text)
    text = re.sub(r"\x01(\d+)\x02", lambda match: " " + kept[int(match[1])] + " ", text)
    return words(text), marks, heads


def dokuwiki(folder):
    root = next(path for path in pathlib.Path(folder).rglob("pages") if path.is_dir())
    paths = {":".join(path.relative_to(root).with_suffix("").parts): path for path in sorted(root.rglob("*.txt"))}
    pages = set(paths) | {urllib.parse.unquote(each) for each in paths}
    pages |= {each.removesuffix(":start") for each in pages}
    top = root.parent / "media"
    media = {":".join(path.relative_to(top).parts).lower() for path in top.rglob("*") if path.is_file()}
    texts = {key: path.read_bytes().decode("utf-8", "replace") for key, path in paths.items()}
    titles = {}
    for key, text in texts.items():
        heading = re.search(r"^ ?={2,}(.*?)={2,}\s*$", text, re.M)
        titles[key] = titles[key.removesuffix(":start")] = heading[1] if heading else ""
    for key, path in paths.items():
        text, namespace, whole = texts[key], ":".join(key.split(":")[:-1]), None
        if key.endswith(".md"):
            found = markdown_page(text)
        else:
            found = dokuwiki_page(text, namespace, pages, media)
            whole = dokuwiki_page(text, namespace, pages, media, titles)[0]
        yield Source("page/" + key, *found, path.read_bytes(), whole)


# --- MediaWiki

HTML_TAGS = ("abbr|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|dd|del|dfn|div|dl|dt|em|font|h[1-6]|hr|i|ins|kbd|li|"
             "mark|ol|p|q|rb|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|table|td|th|tr|tt|u|ul|var|wbr|translate|"
             "languages|noinclude|includeonly|onlyinclude|references|gallery|tvar")


# They part no words.
INLINE = re.compile(r"</?(?:abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var)\b", re.I)


# An extension's text over several lines: tags that neither HTML nor MediaWiki itself has, around no wikitext.
FOREIGN = re.compile(r"<([a-z]{2,20})(?:\s[^<>]*)?>((?:(?!</\1\s*>).)*\n(?:(?!</\1\s*>).)*)</\1\s*>", re.S | re.I)
WIKITEXT = re.compile(rf"\[\[|\{{\{{|\[https?://|^==|^\{{\||</?(?:{HTML_TAGS}|ref|nowiki)\b", re.M | re.I)
OTHER_TAGS = re.compile(r"(?:ref|math|poem|tabber|tab|tabs|section|imagemap|html|script|style|a|img|iframe|object|embed|form|video|audio)$", re.I)


def mediawiki_page(text, titles, categories, files, full=False, templates=None):
    """Words and marks of one page; `full` also has what links show that have no text, names of files, what templates were
    given, and what those of the dump show."""
    marks, heads, notes, kept = collections.Counter(), set(), [], []

    def keep(match):
        if match[1].lower() != "nowiki":
            marks["code"] += 1
        kept.append(match[2] if match[1].lower() not in ("nowiki", "pre") else html.unescape(match[2]))
        return f"\x01{len(kept) - 1}\x02"

    def foreign(match):
        if re.fullmatch(HTML_TAGS, match[1], re.I) or OTHER_TAGS.match(match[1]) or WIKITEXT.search(match[2]):
            return match[0]
        marks["code"] += 1
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
        return f" {match[1]} {match[2]} " if full else match[2] or " "

    def unmarked(line):
        for _ in range(3):
            line = re.sub(r"\[\[((?:(?!\[\[).)*?)\]\]", inner, line)
        line = re.sub(r"\[((?:https?|ftp|mailto):[^\s\]]+)([^\]]*)\]", outer, line)
        marks["links"] += len(re.findall(r"(?<![=\"'])https?://\S", line))
        line = re.sub(rf"</?(?:{HTML_TAGS})\b[^>]*>", lambda m: "" if INLINE.match(m[0]) else " ", line, flags=re.I)
        line = re.sub(r"__[A-Z]{3,}__", " ", line.replace("''", ""))
        return html.unescape(line)

    out = []
    depth = 0
    for line in text.split("\n"):
        heading = re.match(r"^(={1,6})(.+?)\1\s*$", line)
        start = line.strip()
        if start.startswith("{|"):
            depth += 1
            continue
        if depth and start.startswith("|}"):
            depth -= 1
            line = start[2:]
        elif depth and start.startswith("|-"):
            continue
        elif depth and start[:1] in ("|", "!"):
            mark = start[0]
            protected = re.sub(r"\[\[.*?\]\]", lambda m: m[0].replace("|", "\x04"), start.lstrip("|!+"))
            cells = re.split(r"\|\||!!" if mark == "!" else r"\|\|", protected)
            cells = [cell.split("|", 1)[1] if re.match(r"^[^|]*=[^|]*\|", cell) else cell for cell in cells]
            marks["cells"] += sum(1 for cell in cells if cell.strip())
            line = " ".join(cells).replace("\x04", "|")
        if heading and heading[2].strip():
            marks["headings"] += 1
            line = unmarked(heading[2])
            heads.add(" ".join(line.split()).casefold())
            out.append(line)
            continue
        # A cell of a Markdown table holds no list; the migration says so (table:block-in-cell).
        if not depth and re.match(r"^[*#:;]*[*#]\s*\S", line):
            marks["items"] += 1
        out.append(unmarked(line))
        if full and "_" in line:
            # Names of files in galleries.
            out.append(line.replace("_", " "))
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
        space = names.get("10", "template") + ":"
        templates = {title.lower().removeprefix(space): re.sub(r"<noinclude>.*?</noinclude>", "", text, flags=re.S)
                     for title, (_, text) in pages.items() if title.lower().startswith(space)}
        for title, (number, text) in pages.items():
            text = text.replace("{{SERVERNAME}}", server.hostname or "")
            text = text.replace("{{SERVER}}", f"{server.scheme}://{server.netloc}" if server.netloc else "")
            found = mediawiki_page(text, set(pages), categories, files)
            whole = mediawiki_page(text, set(pages), categories, files, True, templates)[0]
            yield Source("page/" + number, *found, text.encode(), whole)


# --- WordPress

SHORTCODE = re.compile(r"\[/?(?:[a-z][a-z0-9_-]+(?:\s+[\w-]+=[^\]]*)?|(?:audio|video|embed|playlist)\s[^\]]*)\s*/?\]")
CAPTION = re.compile(r"\[(?:wp_)?caption[^\]]* caption=(?:\"([^\"]*)\"|'([^']*)')[^\]]*\]")
# Boxes that open with a click, and buttons: readers see their titles, and follow their links.
TITLED = re.compile(r"\[((?:[a-z0-9]+[_-])*(?:accordions?|toggles?|tabs?|spoiler|expand(?:er)?|collaps(?:e|ibles?)|faq|"
                    r"panel|section|blurb|cta|(?:info)?box)(?:[_-][a-z0-9]+)*)\s[^\]]*?\btitle=(?:\"([^\"\]]*)\"|'([^'\]]*)')[^\]]*\]")
BUTTON = re.compile(r"\[((?:[a-z0-9]+[_-])*(?:button|btn)(?:[_-][a-z0-9]+)*)\s[^\]]*?\b(?:url|link|href)=[\"']"
                    r"(https?://[^\"'\s\]]*)[\"'][^\]]*\]([^<\[]*)\[/\1\]")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


# CodeColorer: what stands in it is no HTML.
CODE = re.compile(r"<code\s[^>]*\blang(?:uage)?=[^>]*>((?:(?!</code>).)*\n(?:(?!</code>).)*)</code>", re.S | re.I)


def code(match):
    # With a bare tag in it, nothing in it was escaped.
    text = match[1] if "<" in match[1] else html.unescape(match[1])
    return "<pre>\n" + html.escape(text).replace("[", "&#91;") + "</pre>"


def wordpress(file):
    """Posts and pages; an export that no parser of XML takes is not compared."""
    data = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", pathlib.Path(file).read_bytes())
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return
    for item in root.iter("item"):
        values = {child.tag.split("}")[-1]: child.text or "" for child in item if child.tag != CONTENT}
        text = re.sub(r"<!--.*?-->", "", CODE.sub(code, item.findtext(CONTENT) or ""), flags=re.S)
        # Readers see the caption; and the style sheet parts a file from its button.
        text = CAPTION.sub(lambda match: f" {match[1] or match[2]} ", text)
        text = BUTTON.sub(lambda match: f'<a href="{match[2]}">{match[3]}</a>', text)
        text = TITLED.sub(lambda match: f" <p>{match[2] or match[3]}</p> ", text)
        text = re.sub(r"(</a>)(<a\b[^>]*\bwp-block-file__button)", r"\1 \2", text)
        # `#` leads nowhere: a theme's demonstration.
        page = Page(html5lib.parse(SHORTCODE.sub(" ", text), treebuilder="etree", namespaceHTMLElements=False),
                    keep_link=lambda address: address != "#")
        source = [word for line in page.lines for word in words(line[0])]
        yield Source(f"{values.get('post_type')}/{values.get('post_id')}", source, marks_of(page.lines), page.heads,
                     text.encode())
