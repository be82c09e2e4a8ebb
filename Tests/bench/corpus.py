#!/usr/bin/env python3
"""Writes one invented community twice, for Hearth and for Hugo: `corpus.py QUESTIONS FOLDER`.

FOLDER/hearth and FOLDER/hugo hold the same 500 people, 50 groups and QUESTIONS questions with up to three answers each,
word for word the same bodies; only the front matter and the templates are each program's own. The same SEED (an
environment variable, 1 by default) gives the same files.
"""

import os
import random
import sys
from datetime import date, timedelta
from pathlib import Path

PEOPLE = 500
GROUPS = 50
TAGS = 100


class Writer:
    """Invents text. Words are letters only, so that nothing in them is Markdown by accident."""

    def __init__(self, seed, questions):
        self.random = random.Random(seed)
        self.questions = questions
        self.words = ["".join(self.random.choices("etaoinshrdlucmfwypvbgk", k=self.random.randint(2, 10)))
                      for _ in range(8000)]

    def some_words(self, count):
        return " ".join(self.random.choices(self.words, k=count))

    def title(self, count=6):
        return self.some_words(count).capitalize()

    def day(self):
        return date(2010, 1, 1) + timedelta(days=self.random.randrange(16 * 365))

    def person(self):
        return self.random.randrange(PEOPLE)

    def sentence(self):
        words = self.random.choices(self.words, k=self.random.randint(6, 18))
        if self.random.random() < 0.15:
            words[2] = f"**{words[2]}**"
        if self.random.random() < 0.10:
            words[4] = f"`{words[4]}`"
        if self.random.random() < 0.20:
            group, number = place(self.random.randrange(self.questions))
            words[1] = f"[{words[1]}](/groups/g{group}/questions/q{number}/)"
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def paragraph(self):
        return "\n".join(f"{self.sentence()} {self.sentence()}" for _ in range(self.random.randint(1, 4)))

    def section(self, level):
        """A heading, a paragraph, for two sections in three one of Markdown's larger pieces, and another paragraph."""
        parts = [f"{'#' * level} {self.title(4)}", self.paragraph()]
        kind = self.random.random()
        if kind < 0.3:
            parts.append("\n".join("- " + self.sentence() for _ in range(5)))
        elif kind < 0.5:
            name, number = self.random.choice(self.words), self.random.randint(0, 99)
            parts.append(f"```swift\nfunc {name}() -> Int {{\n    return {number}\n}}\n```")
        elif kind < 0.6:
            rows = [f"| {self.some_words(1)} | {self.some_words(1)} | {self.random.randint(0, 99)} |" for _ in range(5)]
            parts.append("\n".join(["| Part | Place | Count |", "|---|:-:|--:|", *rows]))
        elif kind < 0.7:
            parts.append("> " + self.sentence())
        return "\n\n".join([*parts, self.paragraph()])

    def sections(self, most, level):
        return "\n\n".join(self.section(level) for _ in range(self.random.randint(1, most)))

    def question(self):
        parts = [self.sections(3, level=3)]
        for number in range(self.random.randint(0, 3)):
            heading = "Answer" if number else "Accepted answer"
            parts.append(f"## {heading} — @p{self.person()}, {self.day()}\n\n{self.sections(2, level=4)}")
        return "\n\n".join(parts)


def place(index):
    """Group and number of a question: they are dealt out to the groups like cards."""
    return index % GROUPS, index // GROUPS


def write(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def page(path, front_matter, body):
    write(path, "---", *front_matter, "---", "", body)


HUGO_CONFIGURATION = """\
baseURL = "https://intranet.example/"
title = "Bench intranet"
[taxonomies]
tag = "tags"
author = "author"
[pagination]
pagerSize = 50
[markup.highlight]
codeFences = false
"""

# Templates as small as they can be and still have what a reader of a question needs.
HUGO_LAYOUTS = {
    "baseof.html": """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} · {{ site.Title }}</title>
<link rel="stylesheet" href="/site.css"></head>
<body><header><nav><a href="/">Home</a> <a href="/groups/">Groups</a> <a href="/tags/">Topics</a></nav></header>
<main>{{ block "main" . }}{{ end }}</main><footer>Intranet</footer></body></html>
""",
    "single.html": """\
{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p>By <a href="/author/{{ .Params.author }}/">{{ .Params.author }}</a>
on <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 Jan 2006" }}</time></p>
<ul>{{ range .Params.tags }}<li><a href="/tags/{{ . }}/">{{ . }}</a></li>{{ end }}</ul>
{{ .TableOfContents }}{{ .Content }}</article>{{ end }}
""",
    "list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ $pages := .Paginate .Pages }}
<ul>{{ range $pages.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<time>{{ .Date.Format "2006-01-02" }}</time></li>{{ end }}</ul>
{{ if $pages.HasPrev }}<a href="{{ $pages.Prev.URL }}">Newer</a>{{ end }}
{{ if $pages.HasNext }}<a href="{{ $pages.Next.URL }}">Older</a>{{ end }}{{ end }}
""",
}


def write_community(text, questions, hearth, hugo):
    write(hearth / "hearth.yml", "title: Bench intranet", "baseURL: https://intranet.example/")
    write(hugo / "hugo.toml", HUGO_CONFIGURATION)
    for name, layout in HUGO_LAYOUTS.items():
        write(hugo / "layouts/_default" / name, layout)

    page(hearth / "Content/index.md", ["title: Bench intranet"], "Welcome.")
    page(hugo / "content/_index.md", ["title: Bench intranet"], "Welcome.")
    for number in range(PEOPLE):
        name, body = text.some_words(2).title(), text.sentence()
        page(hearth / f"Content/people/p{number}.md",
             [f"name: {name}", "title: Engineer", f"department: d{number % 12}"], body)
        page(hugo / f"content/people/p{number}.md", [f"title: {name}"], body)
    for number in range(GROUPS):
        title, body = text.title(2), text.paragraph()
        page(hearth / f"Content/groups/g{number}/index.md",
             [f'title: "{title}"', "kind: community", f"problem: {text.title(3)}", f'managers: ["@p{number}"]'],
             body)
        page(hugo / f"content/groups/g{number}/_index.md", [f'title: "{title}"'], body)
    for index in range(questions):
        group, number = place(index)
        path = f"groups/g{group}/questions/q{number}.md"
        tags = ", ".join(f"tag{n}" for n in text.random.sample(range(TAGS), 3))
        author, body = text.person(), text.question()
        shared = [f'title: "{text.title()}"', f"date: {text.day()}", f"tags: [{tags}]"]
        page(hearth / "Content" / path, [*shared, f'author: "@p{author}"'], body)
        page(hugo / "content" / path, [*shared, f"author: p{author}"], body)


def main():
    questions, folder = int(sys.argv[1]), Path(sys.argv[2])
    text = Writer(int(os.environ.get("SEED", "1")), questions)
    write_community(text, questions, folder / "hearth", folder / "hugo")


if __name__ == "__main__":
    main()
