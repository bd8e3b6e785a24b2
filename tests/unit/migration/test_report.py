"""The migration report: every construct with the verdict that compiling it would give."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mistralc.compilation import Sources
from mistralc.migration import CONSTRUCTS, Verdict, html, make_report, text
from mistralc.migration import json as as_json
from mistralc.migration.constructs import NOTES
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
    assert row.why.startswith("the target must be known when the run begins: write the name of the queue")
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
    assert {construct.note for construct in CONSTRUCTS} - {""} == set(NOTES)
    page = (ROOT / "docs" / "deviations.md").read_text()
    for construct in CONSTRUCTS:
        assert not construct.note or f"| {construct.note} |" in page, construct.name


def test_what_is_said_of_a_construct_is_said_once_over_all_of_its_kind():
    found = report(
        a=definition({"one": {"action": "acme.b"}, "two": {"action": "acme.a"}, "three": {"action": "acme.a"}}),
        b=definition({"one": {"action": "std.noop"}}),
        c=definition({"one": {"action": "std.noop", "on-success": "none"}}).replace("flow", "other"),
    )
    groups = {why.split(":")[0]: [row.name for row in rows] for why, rows in found.groups(Verdict.PERSON)}
    assert next(iter(groups)) == "a custom action"
    assert groups["a custom action"] == ["action acme.a", "action acme.b"]
    assert set(groups) == {"a custom action", "two workflows would be one DAG", "faults"}
    assert {why for why, _ in found.groups(Verdict.EXACT)} >= {"workflows", "calls"}


def test_a_workflow_that_is_not_there_needs_a_person():
    tasks = {"one": {"workflow": "gone"}, "two": {"workflow": "flow"}, "three": {"workflow": "<% $.x %>"}}
    told = verdicts(report(a=definition(tasks)))
    assert told["workflow gone"] is Verdict.PERSON
    assert told["workflow"] is told["a workflow named by an expression"] is Verdict.EXACT


def test_an_action_of_openstack_is_judged_by_the_catalogue():
    tasks = {"one": {"action": "nova.servers_list"}, "two": {"action": "murano.sessions_get"}}
    told = {row.name: (row.verdict, row.why) for row in report(a=definition(tasks)).rows}
    assert told["action nova.servers_list"] == (Verdict.EXACT, "")
    assert told["action murano.sessions_get"] == (
        Verdict.PERSON,
        "this action cannot run on Airflow: call its API with `std.http`",
    )


@pytest.mark.parametrize(
    ("text", "changes"),
    [("{{ _.x.append(1) }}", True), ("{% do _.x %}", True), ("{% for a in _.x %}{{ a }}{% endfor %}", False)],
)
def test_only_jinja_that_changes_its_input_has_a_note(text, changes):
    told = verdicts(report(a=definition({"one": {"action": "std.noop", "publish": {"y": text}}}, input=["x"])))
    assert ("Jinja that changes its input" in told) is changes


def test_paths_are_shown_from_the_folder_of_all(example_of_folders):
    lines = text.write(example_of_folders).splitlines()
    assert "Paths are below there/flows/" in lines
    assert any(
        line.endswith("action acme.a                                one/a.yaml:5:15 and 1 more") for line in lines
    )
    assert json.loads(as_json.write(example_of_folders))["constructs"][0]["files"][0] == "there/flows/one/a.yaml"


@pytest.fixture
def example_of_folders():
    sources = Sources(passed_over=[Path("there/chart.yaml")])
    for name in ("there/flows/one/a.yaml", "there/flows/two/b.yaml"):
        source = definition({"one": {"action": "acme.a"}, "two": {"action": "std.echo output=1"}})
        sources.add(load(source.replace("flow", name[-6]), name), Path(name))
    return make_report(sources)


@pytest.mark.slow
def test_a_browser_sorts_filters_and_shows_the_page_in_a_narrow_window(example_of_folders, tmp_path):
    screenshot = pytest.importorskip("tests.e2e.screenshot", reason="needs selenium")
    if not screenshot.available():
        pytest.skip("needs chromium and chromedriver (Debian: chromium, chromium-driver)")
    (tmp_path / "page.html").write_text(html.write(example_of_folders))

    def visible(selector):
        return [part.text for part in browser.driver.find_elements("css selector", selector) if part.is_displayed()]

    with screenshot.browser(f"file://{tmp_path}") as browser:
        browser.open("/page.html")
        assert "1 file passed over, nothing of Mistral's: there/chart.yaml" in browser.text()
        verdict = "section:last-of-type td.v"
        name = "section:last-of-type th:first-child"
        browser.driver.find_element("css selector", name).click()
        assert visible("section:last-of-type td:first-child") == ["a", "b"]
        browser.driver.find_element("css selector", name).click()
        assert visible("section:last-of-type td:first-child") == ["b", "a"]
        browser.type("filter", "acme")
        assert visible("tbody summary") == ["action acme.a"]
        assert visible(verdict) == []
        browser.driver.set_window_size(360, 800)
        assert browser.driver.execute_script("return document.body.scrollWidth <= document.body.clientWidth")
        assert browser.driver.get_log("browser") == []


class Checker(HTMLParser):
    """Counts what is open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "br", "input"):
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
    assert lines[0] == "1 file, 1 workflow, 2 tasks"
    assert "     1  100 %  needs a person" in lines
    assert any("action acme.<b>   " in line and line.endswith(" a.yaml:5:15") for line in lines)
