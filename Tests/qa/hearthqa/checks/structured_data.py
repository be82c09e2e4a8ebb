"""JSON-LD and microdata: the words exist in schema.org's vocabulary, and questions follow the rules for QAPage.

A search engine that finds one of these rules broken shows the page without its answers.
"""

import importlib
import re
from functools import cache

import extruct
from schema_org import registry

from . import Result

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_COUNTS = {"upvoteCount", "answerCount", "commentCount"}


@cache
def _properties(type_name):
    # registry.get_model() would build every model of the vocabulary, which takes seconds; one module is enough.
    module = registry._MODEL_MODULES.get(type_name)
    model = getattr(importlib.import_module("schema_org.models." + module), type_name, None) if module else None
    return {p.schema_name for p in model.SCHEMA_PROPERTIES} if model else None


def _listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def _types(node):
    return [re.sub(r"^(https?://schema\.org/|schema:)", "", t) for t in _listed(node.get("@type"))]


def _nodes(value, path=""):
    """Every object of the data, with the way to it."""
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from _nodes(element, f"{path}[{index}]")
    elif isinstance(value, dict):
        yield path, value
        for key, element in value.items():
            if not key.startswith("@") or key == "@graph":
                yield from _nodes(element, f"{path}.{key}")


def _vocabulary(path, node):
    types = _types(node)
    for name in types:
        if _properties(name) is None:
            yield f"{path}: schema.org has no type {name!r}"
    known = set().union(*(_properties(name) or set() for name in types))
    for key, value in node.items():
        if known and not key.startswith("@") and key not in known:
            yield f"{path}: {'/'.join(types)} has no property {key!r}"
        if key.startswith("date") and isinstance(value, str) and not _DATE.fullmatch(value):
            yield f"{path}.{key}: not an ISO 8601 date: {value!r}"
        if key in _COUNTS and not re.fullmatch(r"-?\d+", str(value)):
            yield f"{path}.{key}: not a number: {value!r}"
        if key == "url" and isinstance(value, str) and not re.match(r"https?://", value):
            yield f"{path}.url: not absolute: {value!r}"


def _question(page_data):
    questions = [q for q in _listed(page_data.get("mainEntity")) if isinstance(q, dict) and "Question" in _types(q)]
    if len(questions) != 1 or len(_listed(page_data.get("mainEntity"))) != 1:
        yield "QAPage: mainEntity must be exactly one Question"
        return
    question = questions[0]
    for key in ("name", "answerCount"):
        if question.get(key) in (None, ""):
            yield f"Question: no {key}"
    accepted = _listed(question.get("acceptedAnswer"))
    answers = accepted + _listed(question.get("suggestedAnswer"))
    count = str(question.get("answerCount") or "0")
    if len(accepted) > 1:
        yield "Question: more than one accepted answer"
    if count.isdigit() and int(count) != len(answers):
        yield f"Question: answerCount is {count}, but {len(answers)} answers are marked up"
    for answer in answers:
        if not (isinstance(answer, dict) and answer.get("text")):
            yield "Answer: no text"


def run(session):
    findings, seen = [], 0
    for page in session.site.readable_pages:
        said = []
        try:
            data = extruct.extract(page.html, base_url=session.site.base_url, syntaxes=["json-ld", "microdata"],
                                   uniform=True, errors="strict")
        except Exception as error:  # whatever extruct's parsers throw at broken data
            findings.append(f"{page.path}: cannot be read: {type(error).__name__}: {error}")
            continue
        nodes = [pair for syntax in data.values() for pair in _nodes(syntax)]
        seen += bool(nodes)
        for path, node in nodes:
            said += _vocabulary(path, node)
        question_pages = [node for _, node in nodes if "QAPage" in _types(node)]
        for node in question_pages:
            said += _question(node)
        if page.kind.startswith("question, ") and "duplicate" not in page.kind and not question_pages:
            said.append("a question without QAPage")
        findings += [f"{page.path}: {what}" for what in said]
    return Result(f"{seen} of {len(session.site.readable_pages)} pages have some", findings)
