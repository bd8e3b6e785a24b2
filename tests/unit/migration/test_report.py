"""The migration report: every construct with the verdict that compiling it would give."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mistralc.compilation import Sources
from mistralc.migration import CONSTRUCTS, Verdict, html, make_report, text
from mistralc.migration import json as as_json
from mistralc.source import load
from tests.unit.making import definition

ROOT = Path(__file__).parents[3]


def report(**texts):
    sources = Sources()
    for name, source in texts.items():
        sources.add(load(source, f"{name}.yaml"), Path(f"{name}.yaml"))
    return make_report(sources)


def verdicts(found):
    return {row.name: row.verdict for row in found.rows}


def test_what_is_compiled_is_exact_or_has_a_note():
    found = report(
        a=definition(
            {
                "one": {"action": "std.echo output=1", "on-success": [{"two": "<% true %>"}, "fail"]},
                "two": {"join": "one", "publish": {"x": "{{ 1 }}"}},
            }
        )
    )
    told = verdicts(found)
    for name in ("direct workflow", "action std.echo", "on-success", "transition with a condition", "YAQL", "Jinja"):
        assert told[name] is Verdict.EXACT, name
    assert told["join: one or a number"] is told["command fail"] is Verdict.NOTE
    assert found.workflows == {"a.yaml: flow": Verdict.NOTE}


def test_what_a_compilation_refuses_needs_a_person_and_is_counted_over_files():
    source = definition({"one": {"action": "std.noop", "target": "<% $.x %>"}, "two": {"action": "std.noop"}})
    found = report(a=source, b=source.replace("flow", "other"), c=definition({"t": None}).replace("flow", "third"))
    (row,) = found.of(Verdict.PERSON)
    assert (row.name, row.group, len(row.places), row.files) == ("target", "policies", 2, ["a.yaml", "b.yaml"])
    assert "target" in row.why
    assert found.count(Verdict.PERSON) == 2
    assert found.workflows["c.yaml: third"] is Verdict.EXACT


def test_every_refusal_is_in_the_report():
    from mistralc.rules import all_rules, area_of

    for rule in all_rules():
        if area_of(rule.code) == "not_yet":
            assert report(bad=rule.bad).count(Verdict.PERSON), rule.code
            assert not report(good=rule.good).count(Verdict.PERSON), rule.code


def test_a_file_that_mistral_rejects_needs_a_person():
    found = report(a=definition({"one": {"action": "std.noop", "on-success": "nowhere"}}))
    (row,) = found.of(Verdict.PERSON)
    assert (row.group, row.name.split()[0]) == ("faults", "E301")
    assert found.workflows == {"a.yaml: flow": Verdict.PERSON}


def test_an_action_of_ones_own_needs_a_person_and_an_ad_hoc_action_is_named():
    found = report(a=definition({"one": {"action": "acme.explode"}}))
    assert verdicts(found)["action acme.explode"] is Verdict.PERSON


def test_the_notes_are_rows_of_the_page_on_deviations():
    page = (ROOT / "docs" / "deviations.md").read_text()
    for construct in CONSTRUCTS:
        assert not construct.note or f"| {construct.note} |" in page, construct.name


class Checker(HTMLParser):
    """Counts what is open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def example():
    return report(a=definition({"<one>": {"action": "acme.<b>"}, "two": {"action": "std.noop"}}))


def test_the_page_is_well_formed_and_escapes_names(example):
    page = html.write(example)
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    assert "acme.&lt;b&gt;" in page
    assert "acme.<b>" not in page


def test_text_and_json_say_the_same(example):
    told = json.loads(as_json.write(example))
    assert (told["files"], told["tasks"]) == (1, 2)
    assert told["workflows"] == {"a.yaml: flow": "person"}
    (person,) = [row for row in told["constructs"] if row["verdict"] == "person"]
    assert (person["construct"], person["uses"], person["files"]) == ("action acme.<b>", 1, ["a.yaml"])
    assert person["places"] == ["a.yaml:5:15"]
    lines = text.write(example).splitlines()
    assert lines[0] == "1 files, 1 workflows, 2 tasks"
    assert "     1 workflows: needs a person" in lines
    assert any("action acme.<b>: it does not come with Mistral" in line for line in lines)
