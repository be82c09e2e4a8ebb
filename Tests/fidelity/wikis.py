"""The words of DokuWiki, read without Hearth: marks that people type are taken away, what is left is text.

`words` only looks for letters and digits, so that most marks need nothing done. Each reader gives Source records.
"""
import collections
import dataclasses
import pathlib
import re
import urllib.parse

from measure import words


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


IMAGE = re.compile(r"\.(png|jpe?g|gif|svg|webp|bmp)$", re.I)
DOKUWIKI_TAGS = re.compile(r"</?(?:WRAP|wrap|del|sub|sup|hidden|color|fs|bgcolor|note|tip|important|warning|nowiki|html|HTML|php|PHP|"
                           r"alert|callout|well|jumbotron|lead|panel|accordion|grid|row|col|columns?|tabs?|label|badge)\b[^>\n]*>")


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
    kept = []

    def keep(match):
        if match[1] not in ("nowiki", None):
            marks["code"] += 1
        kept.append(match[2] if match[1] else match[3])
        return f"\x01{len(kept) - 1}\x02"

    def literal(match):
        """A line with two spaces before it is code, in which nothing is read."""
        kept.append(match[2])
        return f"{match[1]}\x03{len(kept) - 1}\x02"

    text = re.sub(r"^((?:  |\t)[ \t]*)(</?nowiki>)$", literal, text, flags=re.M)
    text = re.sub(r"<(code|file|nowiki|html|HTML|php|PHP)\b[^>\n]*>(.*?)</\1>|%%(.*?)%%", keep, text, flags=re.S)
    text = re.sub(r"^((?:  |\t)[ \t]*)(?! *=)([^\s*\x01-].*)$", literal, text, flags=re.M)
    text = re.sub(r"~~[A-Z]+[^~\n]*~~", " ", text)

    def link(match):
        target, _, shown = match[1].partition("|")
        target, shown = target.strip(), shown.strip()
        # Shortcuts for addresses; `user>` is one for a page of the wiki's own.
        shortcut = ">" in target and not target.startswith(("user>", "this>"))
        known = (re.match(r"[a-z+]+://", target) or "@" in target or shortcut
                 or dokuwiki_id(re.sub(r"^user>", ":user:", target), namespace) in pages)
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
        line = re.sub(r"</?box\b[^|>\n]*\|?", " ", line)
        line = re.sub(r"https?://[^\s|\])}\x01\\]+", bare, line)
        return re.sub(r"__|\*\*|\'\'|(?<!:)//", "", DOKUWIKI_TAGS.sub(" ", line))

    # A note may run over several lines.
    text = re.sub(r"\(\((.*?)\)\)", footnote, text, flags=re.S)
    body = "\n".join(lines(text)) + "\n" + "\n".join(words_line(note) for note in notes)
    for _ in range(3):
        body = re.sub(r"[\x01\x03](\d+)\x02", lambda match: " " + kept[int(match[1])] + " ", body)
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
