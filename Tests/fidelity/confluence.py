"""The words of Confluence pages, read from the exports without Hearth: by ElementTree, expat's rules mended by hand."""
import html.entities
import pathlib
import re
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

from measure import words

PREFIX = '<x xmlns:ac="ac" xmlns:ri="ri" xmlns:o="o">'
NAMES = {name.rstrip(";"): value for name, value in html.entities.html5.items()}
# Filled by the server when the page is shown: no words of the page's author.
SERVER = {"toc", "livesearch", "recently-updated", "pagetreesearch", "blog-posts", "listlabels", "contentbylabel", "contributors",
          "detailssummary", "spaces", "space-details", "create-from-template", "tasks-report-macro", "loremipsum", "children",
          "pagetree", "include", "excerpt-include", "attachments", "gallery", "jira", "jiraissues", "anchor", "content-report-table",
          "outgoing-links", "recently-updated-dashboard", "profile", "profile-picture"}
# They stand at the end of the page.
FOOTNOTES = {"footnote", "cfm-footnote"}
CODE = {"code", "noformat", "plantuml", "mathblock"}


def objects(path):
    """The objects of a dump: class, id, properties and the ids they refer to."""
    text = path.read_bytes().decode("utf-8", "replace")
    for match in re.finditer(r'<object class="(?:[\w.]*\.)?(\w+)"[^>]*>((?:<!\[CDATA\[.*?\]\]>|.)*?)</object>', text, re.S):
        inner = match[2]
        own = re.search(r'<id name="\w+">(?:<!\[CDATA\[)?([^<\]]*)', inner)
        values, references = {}, {}
        for part in re.finditer(r'<property name="(\w+)"([^>]*[^/])?>((?:<!\[CDATA\[.*?\]\]>|.)*?)</property>', inner, re.S):
            inside = re.search(r'<id name="\w+">(?:<!\[CDATA\[)?([^<\]]*)', part[3])
            if "class=" in (part[2] or "") and inside:
                references[part[1]] = inside[1].strip()
                continue
            section = re.search(r"<!\[CDATA\[(.*?)\]\]>", part[3], re.S)
            values[part[1]] = section[1] if section else html.unescape(part[3])
        yield match[1], own[1].strip() if own else "", values, references


def bodies(path):
    """The texts of pages in the storage format, by id."""
    found = {}
    for name, _, values, references in objects(path):
        if name == "BodyContent" and values.get("bodyType") == "2" and "content" in references:
            found[references["content"]] = values.get("body", "")
    return found


class Pages:
    """The pages of a dump by their spaces: a link without a space means the page's own."""

    def __init__(self, path):
        found = list(objects(path))
        keys = {own: values.get("key", "") for name, own, values, _ in found if name == "Space"}
        pages = [(own, values.get("title", ""), keys.get(references.get("space"), ""))
                 for name, own, values, references in found if name in ("Page", "BlogPost")]
        self.titles = [title for _, title, _ in pages]
        self.space = {own: space for own, _, space in pages}
        self.known = {(space.casefold(), title.casefold()) for _, title, space in pages}

    def of(self, own):
        """Whether there is a page, as a link of the page `own` names it."""
        return lambda space, title: ((space or self.space.get(own, "")).casefold(), title.casefold()) in self.known


def files(path):
    """The names of all attachments."""
    return [values.get("fileName") or values.get("title", "") for name, _, values, _ in objects(path) if name == "Attachment"]


def texts(all_bodies):
    """The words of pages, for macros that show one page in another."""
    found = [tree(body) for body in all_bodies]
    return ["\n".join(root.itertext()) for root in found if root is not None]


def whole(body, export, others=()):
    """What a page may show beside its words: names that links and macros give, and where the server fills something in, the
    titles and files of the export."""
    parts, notes = [], []

    def walk(node):
        macro = node.get("{ac}name", "") if node.tag in ("{ac}structured-macro", "{ac}macro") else ""
        parts.extend(node.attrib.values())
        # Whom the export does not name is called so.
        if node.tag == "{ri}user":
            parts.append("somebody")
        # Nor is a page that not everybody may read called by its title.
        if node.tag in ("{ri}page", "{ri}blog-post"):
            parts.append("a restricted page")
        if macro in SERVER or "view" in macro or "media" in macro:
            parts.extend(export)
        if macro in ("include", "excerpt-include"):
            parts.extend(others)
        if macro in FOOTNOTES:
            notes.extend(node.itertext())
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")

    walk(tree(body))
    return [word for part in parts + notes for text in ([part, urllib.parse.unquote(part)] if "%" in part else [part]) for word in words(text)]


def tree(body):
    """The storage format as a tree; None for what is no XML even when mended."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", body)
    # A section ends where its element ends, or another section begins; exporters write its end with a space.
    text = re.sub(r"\]\][ \u200b]>(?=\s*(</ac:|<!\[CDATA\[|$))", "]]>", text)
    text = re.sub(r"&(\w+);", lambda match: f"&{match[1]};" if match[1] in ("lt", "gt", "amp", "quot", "apos")
                  else escape(NAMES.get(match[1], match[0])), text)
    try:
        return ElementTree.fromstring(PREFIX + text + "</x>")
    except ElementTree.ParseError:
        return None


def node(name, text="", **attributes):
    made = ElementTree.Element(name, attributes)
    made.text = text
    return made


def shown(source, known, has_file):
    """The tree as a browser would show it, in elements of HTML."""
    name = source.tag
    kind = name.split("}")[-1] if isinstance(name, str) else None
    if kind is None:
        return None
    attribute = {key.split("}")[-1]: value for key, value in source.attrib.items()}
    if not name.startswith("{"):
        if kind == "time":
            return node("span", attribute.get("datetime", ""))
        # Markup that a program made of paragraphs in paragraphs is no paragraph to a browser.
        made = node("div" if kind == "p" else kind, source.text or "", **{key: value for key, value in attribute.items() if key in
                    ("href", "src", "style", "border", "face")})
        # A smiley is a character now.
        if kind == "img" and "emoticon" in attribute.get("class", ""):
            return node("span")
        return fill(made, source, known, has_file)
    if name.startswith("{ri}") or kind in ("placeholder", "task-id", "task-uuid", "task-status", "parameter", "adf-mark",
                                           "default-parameter", "emoticon"):
        return node("span")
    if kind in ("structured-macro", "macro"):
        return macro(source, attribute.get("name", ""), known, has_file)
    if kind == "link":
        return link(source, known, has_file)
    if kind == "image":
        file = next((part.get("{ri}filename") for part in source if part.tag == "{ri}attachment"), None)
        made = node("span" if source.find("{ac}caption") is None else "div")
        if "emoticon" in attribute.get("class", ""):
            return node("span")
        made.append(node("img", src=file or "url") if has_file(file) else node("span"))
        for part in source:
            if part.tag == "{ac}caption":
                made.append(fill(node("div", part.text or ""), part, known, has_file))
        return made
    tag = {"task-list": "ul", "task": "li", "layout": "div", "layout-section": "div", "layout-cell": "div",
           "rich-text-body": "div"}.get(kind, "span")
    return fill(node(tag, source.text or ""), source, known, has_file)


def fill(made, source, known, has_file):
    for part in source:
        inner = shown(part, known, has_file)
        if inner is None:
            inner = node("span")
        inner.tail = part.tail
        made.append(inner)
    return made


def macro(source, name, known, has_file):
    parameters = {part.get("{ac}name", ""): "".join(part.itertext()).strip() for part in source if part.tag == "{ac}parameter"}
    if name in FOOTNOTES:
        return fill(node("footnote"), source, known, has_file) if source.find("{ac}rich-text-body") is not None else made_of(parameters)
    made = node("div" if source.find("{ac}rich-text-body") is not None or name in CODE else "span")
    if name in SERVER or parameters.get("hidden") == "true":
        return made
    if name == "status":
        made.text = parameters.get("title", "")
        return made
    if name in ("info", "note", "tip", "warning", "panel", "code", "noformat", "expand", "ui-expand", "alert", "auimessage", "ui-tab",
                "ui-step") and "title" in parameters:
        made.append(node("div", parameters["title"]))
    for part in source:
        if part.tag == "{ac}plain-text-body":
            text = "".join(part.itertext())
            made.append(node("pre", text) if name in CODE else node("div", re.sub(r"<[^>]*>", " ", text) if name == "html" else text))
        elif part.tag == "{ac}rich-text-body":
            made.append(fill(node("div", part.text or ""), part, known, has_file))
    return made


def made_of(parameters):
    """A note whose text is a setting."""
    return node("footnote", parameters.get("footnote") or parameters.get("text") or "")


def link(source, known, has_file):
    target = next((part for part in source if part.tag.startswith("{ri}")), None)
    body = next((part for part in source if part.tag in ("{ac}link-body", "{ac}plain-text-link-body")), None)
    title = target.get("{ri}content-title", "") if target is not None else ""
    is_page = target is not None and target.tag == "{ri}page"
    file = target.get("{ri}filename") if target is not None else None
    leads = is_page and known(target.get("{ri}space-key"), title) or file is not None and has_file(file)
    made = node("a", href="there") if leads else node("span")
    # A picture is what the link shows, too.
    if body is not None and ("".join(body.itertext()).strip() or len(body)):
        made.text = body.text
        return fill(made, body, known, has_file)
    if is_page:
        made.text = title
    elif target is not None and target.tag == "{ri}attachment":
        made.text = file or ""
    elif target is None and not source.get("{ac}anchor"):
        made.text = ""
    return made


def document(body, known, has_file):
    """A tree with a body, as the measure of all formats takes it."""
    source = tree(body)
    if source is None:
        return None
    root = node("html")
    root.append(fill(node("body", source.text or ""), source, known, has_file))
    for parent in list(root.iter()):
        for child in [each for each in parent if each.tag == "footnote"]:
            # What stands behind the note stays where it is.
            parent.insert(list(parent).index(child), node("span", " "))
            parent[list(parent).index(child) - 1].tail = child.tail
            parent.remove(child)
            child.tag, child.tail = "div", None
            root[0].append(child)
    # A cell of a Markdown table holds one line: lists and headings in it cannot arrive as such, and the migration says so
    # (table:block-in-cell). Their words count all the same.
    for cell in [each for each in root.iter() if each.tag in ("td", "th")]:
        for inner in cell.iter():
            if inner.tag in ("li", "h1", "h2", "h3", "h4", "h5", "h6"):
                inner.tag = "div"
    return root


def wrapped(pages):
    """A folder with an export of `pages` (title and storage format), for texts that come without one."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hearth-confluence-"))
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<hibernate-generic>',
             '<object class="Space" package="p"><id name="id">1</id><property name="name">Trial</property>'
             '<property name="key">TRIAL</property></object>',
             '<object class="SpacePermission" package="p"><id name="id">2</id><property name="type">VIEWSPACE</property>'
             '<property name="group">confluence-users</property><property name="space" class="Space" package="p">'
             '<id name="id">1</id></property></object>']
    for number, (title, body) in enumerate(pages, 10):
        text = body.replace("]]>", "]] >")
        parts.append(f'<object class="Page" package="p"><id name="id">{number}</id><property name="title">{escape(title)}</property>'
                     '<property name="space" class="Space" package="p"><id name="id">1</id></property></object>')
        parts.append(f'<object class="BodyContent" package="p"><id name="id">{number + 100000}</id>'
                     f'<property name="body"><![CDATA[{text}]]></property><property name="bodyType">2</property>'
                     f'<property name="content" class="Page" package="p"><id name="id">{number}</id></property></object>')
    folder.joinpath("entities.xml").write_text("\n".join(parts) + "\n</hibernate-generic>\n", encoding="utf-8")
    return folder


def loose(folder):
    """Texts in the storage format that lie around as files: of tests, or saved from the service."""
    pages = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".xhtml", ".xml") or path.name == "entities.xml" or "output" in path.name:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if "<ac:" not in text and path.suffix != ".xhtml":
            continue
        inner = re.search(r"^\s*(?:<\?xml[^>]*>\s*)?<(xml|html)\b[^>]*>(.*)</\1>\s*$", text, re.S)
        pages.append((path.stem, inner[2] if inner else text))
    return pages
