"""The words of WordPress, read without Hearth: what plugins of posts show, and HTML."""
import html
import pathlib
import re
import xml.etree.ElementTree as ElementTree

import html5lib

from measure import Page, marks_of, words
from wikis import Source

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
# WP-Syntax: the same in a <pre>, unless its language is a people's.
PRE = re.compile(r"<pre\s[^>]*\blang(?:uage)?=[\"']?(?!(?:en|fr|de|es|it|pt|nl|ru|zh|ja)\b)[^>]*>(.*?)</pre>", re.S | re.I)


# CodeColorer's shortcodes; an editor may have taken the lines in them for paragraphs.
CC = re.compile(r"\[(cc[a-zA-Z]*(?:_\w+)?)(?:\s[^\]]*)?\](.*?)\[/\1\]", re.S)
COLOURS = re.compile(r"</?(?:span|font|b|i|br)\b[^>]*>", re.I)


def code(match):
    # With a bare tag in it, nothing in it was escaped, unless the tags are those of colours.
    if "<" in match[1] and match[0].startswith("<pre") and "<" not in COLOURS.sub("", match[1]) and not re.match(
            r"<pre[^>]*\blang(?:uage)?=[\"']?[^\"'>]*(html|xml|php|asp|jsp)", match[0], re.I):
        return match[0]
    text = match[1] if "<" in match[1] else html.unescape(match[1])
    return "<pre>\n" + html.escape(text).replace("[", "&#91;") + "</pre>"


def shortcode(match):
    less = re.sub(r"<(/?p|br ?/?)>", " ", match[2])
    return "<pre>\n" + html.escape(html.unescape(less if "<" not in less else match[2])).replace("[", "&#91;") + "</pre>"


def wordpress(file):
    """Posts and pages; an export that no parser of XML takes is not compared."""
    data = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", pathlib.Path(file).read_bytes())
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return
    for item in root.iter("item"):
        values = {child.tag.split("}")[-1]: child.text or "" for child in item if child.tag != CONTENT}
        text = re.sub(r"<!--.*?-->", "", CC.sub(shortcode, PRE.sub(code, CODE.sub(code, item.findtext(CONTENT) or ""))), flags=re.S)
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
