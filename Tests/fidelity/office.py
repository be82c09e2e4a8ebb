"""The words of docx and odt files, read by zipfile and ElementTree: what a printed page shows, footnotes at the end.

Left out as in print: deletions, hidden text, comments. Left out by Hearth's rule: tables of contents, since every page
of the new site has its own.
"""
import collections
import pathlib
import re
import xml.etree.ElementTree as ElementTree
import zipfile

from measure import words
from wikis import Source

STRICT = {"http://purl.oclc.org/ooxml/wordprocessingml/main": "w", "http://purl.oclc.org/ooxml/officeDocument/relationships": "r"}


def local(node):
    return node.tag.split("}")[-1] if isinstance(node.tag, str) else ""


def attribute(node, name):
    return next((value for key, value in node.attrib.items() if key.split("}")[-1] == name), None)


def child(node, *path):
    for name in path:
        node = next((each for each in node if local(each) == name), None) if node is not None else None
    return node


class Lines:
    """The lines of a document, and the one that is being read."""

    def __init__(self):
        self.lines, self.line = [], []

    def flush(self):
        text = " ".join("".join(self.line).split())
        if text:
            self.lines.append(text)
        self.line = []
        return text


class Word(Lines):
    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        super().__init__()
        self.marks, self.heads = collections.Counter(), set()
        self.notes = []
        self.fields = []
        self.cells = 0
        self.dropped = False
        self.based, self.level, self.number, self.names = {}, {}, {}, {}
        main = self.main()
        folder = main.rsplit("/", 1)[0]
        self.styles(folder + "/styles.xml")
        relations = self.part(f"{folder}/_rels/{main.rsplit('/', 1)[1]}.rels")
        self.targets = {each.get("Id"): each.get("Target") for each in (relations if relations is not None else [])}
        body = child(self.part(main), "body")
        self.walk(body)
        self.flush()
        for kind, number in self.notes:
            part = self.part(f"{folder}/{kind}s.xml")
            for note in part if part is not None else []:
                if attribute(note, "id") == number:
                    self.walk(note)
                    self.flush()

    def main(self):
        relations = self.part("_rels/.rels")
        for each in relations if relations is not None else []:
            if each.get("Type", "").endswith("/officeDocument"):
                return each.get("Target").lstrip("/")
        return "word/document.xml"

    def part(self, name):
        try:
            return ElementTree.fromstring(self.archive.read(name))
        except (KeyError, ElementTree.ParseError):
            return None

    def styles(self, name):
        root = self.part(name)
        for style in root if root is not None else []:
            if local(style) != "style":
                continue
            key = attribute(style, "styleId")
            based, level = child(style, "basedOn"), child(style, "pPr", "outlineLvl")
            number = child(style, "pPr", "numPr", "numId")
            self.based[key] = attribute(based, "val") if based is not None else None
            self.names[key] = (attribute(child(style, "name"), "val") or "").lower() if child(style, "name") is not None else ""
            if level is not None:
                self.level[key] = int(attribute(level, "val") or 9)
            if number is not None:
                self.number[key] = attribute(number, "val")

    def inherited(self, key, table):
        seen = set()
        while key is not None and key not in seen:
            if key in table:
                return table[key]
            seen.add(key)
            key = self.based.get(key)
        return None

    def add(self, text):
        if not any(self.fields):
            self.line.append(text)

    def paragraph(self, node):
        if not self.dropped:
            self.flush()
        outer, self.line = [], self.line if self.dropped else []
        self.dropped = False
        start = len(self.lines)
        hidden = any(self.fields)
        for each in node:
            self.walk_one(each)
        # A drop cap is a paragraph of its own, and the first letter of the next.
        frame = child(node, "pPr", "framePr")
        if frame is not None and attribute(frame, "dropCap") not in (None, "none"):
            self.dropped = True
            return
        text = self.flush()
        self.line = outer
        if not text and len(self.lines) == start or hidden and any(self.fields):
            return
        style = child(node, "pPr", "pStyle")
        key = attribute(style, "val") if style is not None else None
        own = child(node, "pPr", "outlineLvl")
        level = int(attribute(own, "val") or 9) if own is not None else self.inherited(key, self.level)
        if level is None and re.match(r"heading \d", self.names.get(key, "")):
            level = 1
        number = child(node, "pPr", "numPr", "numId")
        numbered = attribute(number, "val") if number is not None else self.inherited(key, self.number)
        # A level of the paragraph's own in a numbered list is how Word folds lists.
        if level is not None and level < 9 and not (own is not None and number is not None):
            self.marks["headings"] += 1
            self.heads.add(text.casefold())
        elif self.names.get(key) in ("title",):
            self.heads.add(text.casefold())
        elif numbered not in (None, "0") and not self.cells:
            # A cell of a Markdown table holds no list; the migration says so (table:block-in-cell).
            self.marks["items"] += 1

    def walk(self, node):
        for each in node:
            self.walk_one(each)

    def walk_one(self, node):
        name = local(node)
        if name in ("del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "oMath",
                    "oMathPara", "commentRangeStart", "sectPr", "pict") and not (name == "pict" and self.has_text(node)):
            if name == "instrText" and self.fields and re.match(r"\s*TOC\b", node.text or ""):
                self.fields[-1] = True
            if name == "pict":
                self.images(node)
            return
        if name == "sdt" and child(node, "sdtPr", "docPartObj", "docPartGallery") is not None:
            if "contents" in (attribute(child(node, "sdtPr", "docPartObj", "docPartGallery"), "val") or "").lower():
                return
        if name == "fldSimple" and re.match(r"\s*TOC\b", attribute(node, "instr") or ""):
            return
        if name == "fldChar":
            kind = attribute(node, "fldCharType")
            if kind == "begin":
                self.fields.append(False)
            elif kind == "end" and self.fields:
                self.fields.pop()
            return
        if name == "r" and child(node, "rPr", "vanish") is not None:
            if attribute(child(node, "rPr", "vanish"), "val") not in ("0", "false"):
                return
        if name == "p" and "wordprocessingml" in node.tag:
            self.paragraph(node)
        elif name == "t" and "wordprocessingml" in node.tag:
            self.add(node.text or "")
        elif name in ("tab", "br", "cr"):
            self.add(" ")
        elif name == "noBreakHyphen":
            self.add("-")
        elif name == "tc":
            before = len(self.lines)
            self.cells += 1
            self.walk(node)
            self.flush()
            self.cells -= 1
            if len(self.lines) > before:
                self.marks["cells"] += 1
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), attribute(node, "id")))
        elif name == "hyperlink":
            if "".join(each.text or "" for each in node.iter() if local(each) == "t").strip() and not any(self.fields):
                self.marks["links"] += bool(attribute(node, "id"))
            self.walk(node)
        elif name in ("drawing", "pict", "txbxContent"):
            self.images(node) if name == "drawing" else None
            self.walk(node)
        else:
            self.walk(node)

    def has_text(self, node):
        return any(local(each) == "txbxContent" for each in node.iter())

    def images(self, node):
        """Those that a browser can show: no pictures in the formats of Windows."""
        for each in node.iter():
            target = self.targets.get(attribute(each, "embed") or attribute(each, "id") or "", "")
            if local(each) in ("blip", "imagedata") and target and not target.lower().endswith((".emf", ".wmf", ".wmz", ".emz", ".tif", ".tiff")):
                self.marks["images"] += 1


class OpenDocument(Lines):
    SKIPPED = {"tracked-changes", "table-of-content", "annotation", "annotation-end", "hidden-text", "hidden-paragraph",
               "note-citation", "sequence-decls", "forms", "title", "desc", "user-field-decls", "variable-decls",
               "table-of-content-source", "bibliography-source", "index-title-template", "illustration-index", "table-index", "object-index"}

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        super().__init__()
        self.marks, self.heads = collections.Counter(), set()
        self.notes = []
        root = ElementTree.fromstring(self.archive.read("content.xml"))
        text = next(node for node in root.iter() if local(node) == "text" and "office" in node.tag)
        self.walk(text)
        self.flush()
        for note in self.notes:
            self.walk(note)
            self.flush()

    def walk(self, node):
        self.line.append(node.text or "")
        for each in node:
            self.walk_one(each)
            self.line.append(each.tail or "")

    def walk_one(self, node):
        name = local(node)
        if name in self.SKIPPED:
            return
        if name in ("p", "h"):
            self.flush()
            self.walk(node)
            text = self.flush()
            if text and name == "h":
                self.marks["headings"] += 1
                self.heads.add(text.casefold())
        elif name == "list-item":
            before = len(self.lines)
            heads = self.marks["headings"]
            self.walk(node)
            self.flush()
            if len(self.lines) > before and heads == self.marks["headings"]:
                self.marks["items"] += 1
        elif name == "table-cell":
            before = len(self.lines)
            self.walk(node)
            self.flush()
            if len(self.lines) > before:
                self.marks["cells"] += 1
        elif name in ("s", "tab", "line-break"):
            self.line.append(" ")
        elif name == "note":
            body = child(node, "note-body")
            if body is not None:
                self.notes.append(body)
        elif name == "a":
            address = attribute(node, "href") or ""
            if "".join(node.itertext()).strip() and not address.startswith("#"):
                self.marks["links"] += 1
            self.walk(node)
        elif name == "image":
            source = attribute(node, "href") or ""
            if source in self.archive.namelist():
                self.marks["images"] += 1
        elif name in ("object", "binary-data"):
            return
        else:
            self.walk(node)


def documents(folder):
    for path in sorted(pathlib.Path(folder).rglob("*")):
        kind = {".docx": Word, ".odt": OpenDocument}.get(path.suffix.lower())
        if kind is None:
            continue
        try:
            read = kind(path)
        except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, StopIteration, TypeError):
            continue
        found = [word for line in read.lines for word in words(line)]
        yield path, Source(path.name, found, read.marks, read.heads, path.read_bytes())
