#!/usr/bin/env python3
"""Does the measure see what it is there to see? `selftest.py` exits 1 when it overlooks a loss or an invention."""
import collections
import sys

from conversations import own_words
from measure import Page, Result, Score, parse, words
from mediawiki import mediawiki_page
from sites import made, pictures
from wikis import dokuwiki_page
from wordpress import CODE, PRE, code

SOURCE = words("Pumps Home Presses flat The press has four columns and one cylinder")
NONE = collections.Counter()


def score(result, source=SOURCE, whole=None):
    made = Score()
    made.add("page", source, NONE, result, whole)
    return made


def result(text, **more):
    return Result(words(text), NONE, **more)


def wiki(text):
    return mediawiki_page(text, set(), {"category"}, {"file"})


def saved(html):
    root = parse(html.encode())
    made(root)
    return [word for line in Page(root).lines for word in words(line[0])]


def words_of_template(html):
    return [word for line in Page(parse(html.encode()), has_template=True).lines for word in words(line[0])]


def main():
    same = "Pumps Home Presses flat The press has four columns and one cylinder"
    whole = SOURCE + words("valve.png 1200 rpm")
    checks = {
        "the same text is the same": score(result(same)).same == 1,
        "a lost word counts": score(result(same.replace("four", ""))).found == len(SOURCE) - 1,
        "an invented word counts": score(result(same + " invented")).extra == 1,
        "an invented word counts beside what the source holds": score(result(same + " invented"), whole=whole).extra == 1,
        "what the source holds beside its text does not": score(result(same + " valve png"), whole=whole).extra == 0,
        "a text that is there twice counts": score(result(f"{same} {same}"), whole=whole).extra == len(SOURCE),
        "words in another order count": score(result("cylinder one and columns four")).found == 1,
        "a title of its own does not": score(result("Machines " + same, aside=("Machines",))).extra == 0,
        "but a second one does": score(result(f"Machines {same} Machines", aside=("Machines",))).extra == 1,
        "a heading that became the title is found": score(
            result("Presses flat Pumps Home The press has four columns and one cylinder", title=2)).same == 1,
        "people by handle do not count": score(result(same + " jo larsen", people=("jo", "larsen"))).extra == 0,
        "other names do": score(result(same + " jo larsen", people=("jo",))).extra == 1,
        "other spaces are named as such": score(result(same.replace("four columns", "fourcolumns"))).kinds["parted"] == 2,
        "an extension's block is its text": wiki("<twelf>\na ''b\n</twelf>")[0] == ["a", "b"],
        "a tag around wikitext is text": wiki("<box>\n[[a]]\n</box>")[0] == ["box", "a", "box"],
        "raw HTML is read": wiki("<html><p>a<script>b</script></html>")[0] == ["a"],
        "topics in a cell are words": dokuwiki_page("^ a | {{tag>b c_d}} |\n{{tag>e}}", "", set(), set())[0] == ["a", "b", "c", "d"],
        "a listing is no HTML": words(CODE.sub(code, "<code lang='c'>\n<b>&lt;</code>")) == words("<pre>\n&lt;b&gt;&amp;lt;</pre>"),
        "a wiki's own lines go": saved("<p>a</p><div class=printfooter>b</div>c<table id=toc class=toc><tr><td>d</table>") == ["a", "c"],
        "prose in an unknown tag is no code": wiki("<box>\nWe care for pumps.\nAsk us first, before you order one.\n</box>")[1]["code"] == 0,
        "an address as the text of a link is no second one": wiki("[http://a.example http://a.example] http://b.example")[1]["links"] == 2,
        "a formula's tag is no word": wiki("the <math>x+1</math>")[0] == ["the", "x", "1"],
        "a code line is read as it is": dokuwiki_page("a\n\n  b ((c)) ~~NOTOC~~", "", set(), set())[0] == ["a", "b", "c", "NOTOC"],
        "a plugin's frame is no word": dokuwiki_page("<callout type=\"info\">a</callout>", "", set(), set())[0] == ["a"],
        "a user without a page is no link": dokuwiki_page("[[user>jo]] [[wp>a]]", "", set(), set())[1]["links"] == 1,
        "code of WP-Syntax is no HTML": words(PRE.sub(code, "<pre lang='php'><?php a</pre><pre lang=en><b>c</b></pre>")) == words(
            "<pre>\n&lt;?php a</pre><pre lang=en><b>c</b></pre>"),
        "what a template frames is none of the page": words_of_template("a<!-- #BeginEditable \"m\" --><p>b<!-- #EndEditable -->c") == ["b"],
        "nor what brackets without text do": words_of_template("a<!-- #BeginEditable \"m\" --><!-- #EndEditable -->c") == ["a", "c"],
        "a picture on most pages is none of a page": pictures({f"{n}.htm": parse(f"<img src=l.gif><img src={n}.gif>".encode()) for n in range(5)})(
            "1.htm") == {"l.gif"},
        "lines above quotes are not typed": own_words("a\nAm 1.2.09 um 10:11\nschrieb Jo <x@y.example>:\n> b\nEr schrieb:").split() == ["a"],
        "other lines with a colon are": own_words("a b:\n> c\nd") == "a b:\nd",
        "typed rules are no words": words("a ____ b_c \u200b d\u200be") == ["a", "b_c", "de"],
    }
    wrong = [what for what, holds in checks.items() if not holds]
    for what in wrong:
        print("not so: " + what)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
