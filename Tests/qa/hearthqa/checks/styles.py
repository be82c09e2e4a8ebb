"""Style sheets that parse, and that say only what the browser knows.

CSS moves faster than its validators, so the browser is asked: every `property: value` goes to `CSS.supports()`. Values
with `var()` and the descriptors of at-rules cannot be asked about that way and are passed over.
"""

import tinycss2

from . import Result

_DESCRIPTORS = {"font-face", "property", "counter-style", "page", "font-palette-values", "view-transition",
                "position-try"}
# Meant for other browsers than the one that is asked.
_OTHERS = ("-moz-", "-webkit-", "-ms-")
_ASK = """list => list.map(([name, value]) =>
    CSS.supports(name, value) ? '' : CSS.supports(name, 'inherit') ? 'value unknown' : 'property unknown')"""


def _declarations(nodes):
    for node in nodes:
        if node.type in ("error", "declaration"):
            yield node
        elif node.type == "qualified-rule" or (
            node.type == "at-rule" and node.content is not None and node.lower_at_keyword not in _DESCRIPTORS
        ):
            inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield from _declarations(inside)


def run(session):
    files = session.site.files(".css")
    findings, asked = [], []
    for file in files:
        name = session.site.name(file)
        sheet = tinycss2.parse_stylesheet(file.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True)
        for node in _declarations(sheet):
            if node.type == "error":
                findings.append(f"{name}:{node.source_line}: {node.message}")
                continue
            value = tinycss2.serialize(node.value).strip()
            if not node.name.startswith(("--", *_OTHERS)) and "var(" not in value and "env(" not in value:
                asked.append((f"{name}:{node.source_line}: {node.name}: {value[:60]}", node.name, value))
    page = session.browser.new_page()
    answers = page.evaluate(_ASK, [[name, value] for _, name, value in asked])
    page.close()
    findings += [f"{where}: {answer}" for (where, _, _), answer in zip(asked, answers) if answer]
    return Result(f"{len(files)} files, {len(asked)} declarations", findings)
