"""The page of a rule, for `mistralc explain` and for docs/rules/: made from the rule and its own examples."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby

from mistralc.diagnostics import Applicability, Diagnostic, render
from mistralc.model import load_document
from mistralc.rules import Project, Rule, all_rules, area_of
from mistralc.source import Document, load

_WIDTH = 88
_FILE = "example.yaml"
_SEVERITIES = {
    "E": "an error: Mistral rejects it, or it must fail when it is reached",
    "W": "a warning: it runs, and is likely not what was meant",
    "I": "a note",
}
_REFUSED = "a refusal: Mistral takes it, `mistralc check` says nothing of it, `mistralc compile` does not compile it"

INDEX_HEAD = """# Diagnostics

One page a code, made from the rule itself (`MISTRALC_REGENERATE=1 pytest tests/unit/diagnostics/test_pages.py`); its
examples are run by the tests. `mistralc explain CODE` prints the same text. The letter says how bad it is: E an error
(Mistral rejects it, or it must fail when it is reached), W a warning, I a note. The hundreds are the areas; E9 is what
Mistral takes and a compilation refuses. How to silence one: [the checker](../checker.md).
"""


def page(rule: Rule) -> str:
    """The page of one rule: readable in a terminal, and Markdown."""
    return "\n".join(_lines(rule)) + "\n"


def index() -> str:
    """The list of all rules in their areas, as Markdown."""
    parts = [INDEX_HEAD]
    last = {area_of(rule.code): rule.code[1:] for rule in all_rules()}  # the areas by their hundreds
    ordered = sorted(all_rules(), key=lambda rule: (last[area_of(rule.code)], rule.code[1:]))
    for area, rules in groupby(ordered, lambda rule: area_of(rule.code)):
        title = (import_module(f"mistralc.rules.{area}").__doc__ or area).strip()
        rows = [f"| [{rule.code}]({rule.code}.md) | {rule.title} |" for rule in rules]
        parts.append("\n".join([f"## {title}\n", "| code | |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.code}: {rule.title}"
    yield ""
    yield from textwrap.wrap(rule.explanation, _WIDTH, break_long_words=False, break_on_hyphens=False)
    yield ""
    is_refused = area_of(rule.code) == "not_yet"
    yield from textwrap.wrap(f"This is {_REFUSED if is_refused else _SEVERITIES[rule.code[0]]}.", _WIDTH)
    document = load(rule.bad, _FILE)
    found = _said(rule, document)
    parts = [("Faulty:", _shown(rule.bad))]
    if found:
        parts.append(("mistralc says:", list(_fitted(render(found, {_FILE: document})))))
    parts.append(("Mended:", _shown(rule.good)))
    for heading, lines in parts:
        yield from ("", heading, "")
        yield from (f"    {line}".rstrip() for line in lines)
    if found and found.fix and found.fix.applicability is Applicability.MACHINE_APPLICABLE:
        yield from ("", "`mistralc check --fix` mends this.")


def _fitted(text: str) -> Iterator[str]:
    """What a terminal shows, no wider than the page."""
    for line in text.replace("\t", " ").split("\n"):
        if " | " in line:
            yield line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
        else:
            yield from textwrap.wrap(line, _WIDTH, subsequent_indent="      ", drop_whitespace=True) or [line]


def _said(rule: Rule, document: Document) -> Diagnostic | None:
    """The diagnostic of the faulty example."""
    definitions, reading = load_document(document)
    found = list(reading)
    if definitions:
        found += rule.check(definitions) if rule.check else ()
        found += rule.check_among(definitions, Project([definitions])) if rule.check_among else ()
    return next((diagnostic for diagnostic in found if diagnostic.code == rule.code), None)


def _shown(example: str | bytes) -> list[str]:
    """The example as it can be shown: bytes that are no text escaped, blanks that are none visible, long lines cut."""
    text = example if isinstance(example, str) else example.decode("utf-8", "backslashreplace")
    lines = text.replace("\u00a0", "·").replace("\t", "→").rstrip("\n").split("\n")
    return [line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…" for line in lines]
