"""Every format on one faulty and one clean file: what readers of the format rely on."""

import json
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator
from xmlschema import XMLSchema

from mistralc.compilation import Sources
from mistralc.formats import FORMATS, Findings, write
from mistralc.source import load, read

FAULTY = """\
version: '2.0'
flow:
  tasks:
    one:
      action: std.noop
      on-sucess: two
    two: {action: std.noop}
    two: {action: std.echo output=1}
"""
CLEAN = "version: '2.0'\nother:\n  tasks:\n    one: {action: std.noop}\n"
SCHEMAS = Path(__file__).parent / "schemas"
GOLDEN = Path(__file__).parents[2] / "golden" / "diagnostics"
SARIF = Draft4Validator(
    json.loads((SCHEMAS / "sarif-2.1.0.json").read_text()), format_checker=Draft4Validator.FORMAT_CHECKER
)
JUNIT = XMLSchema(SCHEMAS / "junit-10.xsd")


def findings(strict=False):
    sources = Sources()
    for name, text in (("a folder/faulty,1.yaml", FAULTY), ("clean.yaml", CLEAN)):
        sources.add(load(text, name), Path(name))
    result = sources.check()
    return Findings(result.diagnostics, result.documents, strict)


def test_concise_is_one_line_each():
    assert write(findings(), "concise").splitlines() == [
        "a folder/faulty,1.yaml:6:7: E201 unknown key 'on-sucess' in task 'one'",
        "a folder/faulty,1.yaml:8:5: W105 the key 'two' is written twice; the first value is lost",
    ]


def test_json_is_one_list():
    error, warning = json.loads(write(findings(), "json"))
    assert (error["code"], error["line"], error["fix"]["edits"][0]["text"]) == ("E201", 6, "on-success")
    assert warning["related"][0]["line"] == 7


@cache
def everything():
    """All that is found in the golden files of diagnostics: nearly every rule, labels, notes, odd bytes."""
    sources = Sources()
    for path in sorted(GOLDEN.glob("*.yaml")):
        sources.add(read(path), path)
    result = sources.check()
    return Findings(result.diagnostics, result.documents)


def test_sarif_of_everything_is_valid():
    log = json.loads(write(everything(), "sarif"))
    assert len(log["runs"][0]["results"]) > 140
    SARIF.validate(log)


def test_junit_of_everything_is_valid():
    text = write(everything(), "junit")
    JUNIT.validate(text)
    assert len(ElementTree.fromstring(text).findall("testsuite/testcase")) > 140


def test_sarif_points_at_rules_places_and_fixes():
    log = json.loads(write(findings(), "sarif"))
    (run,) = log["runs"]
    error, warning = run["results"]
    assert (error["ruleId"], error["level"], warning["level"]) == ("E201", "error", "warning")
    assert [run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == ["E201", "W105"]
    place = error["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20folder/faulty%2C1.yaml", "uriBaseId": "%SRCROOT%", "index": 0}
    assert place["region"] == {"startLine": 6, "startColumn": 7, "endLine": 6, "endColumn": 16}
    (replacement,) = error["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "on-success"
    assert warning["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 7


def test_sarif_tells_of_each_rule_what_a_code_scanning_service_shows():
    log = json.loads(write(everything(), "sarif"))
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    shown = rules["W951"]
    assert shown["help"]["markdown"].startswith("# W951: ")
    assert shown["properties"] == {
        "tags": ["security"],
        "problem.severity": "warning",
        "security-severity": "6.0",
    }
    assert "security-severity" not in rules["E201"]["properties"]
    assert (rules["E201"]["defaultConfiguration"], rules["E201"]["properties"]["tags"]) == (
        {"level": "error"},
        ["shape"],
    )


def fingerprints(text):
    sources = Sources()
    sources.add(load(text, "a.yaml"), Path("a.yaml"))
    result = sources.check()
    log = json.loads(write(Findings(result.diagnostics, result.documents), "sarif"))
    return [found["partialFingerprints"]["primaryLocationLineHash"] for found in log["runs"][0]["results"]]


def test_a_fault_keeps_its_fingerprint_when_lines_move_and_twins_differ():
    twins = FAULTY + "    three:\n      action: std.noop\n      on-sucess: two\n"
    before, after = fingerprints(twins), fingerprints(twins.replace("flow:", "# a new line\nflow:", 1))
    assert before == after
    assert len(set(before)) == len(before) == 3
    assert before[0].split(":")[0] == before[2].split(":")[0]


def test_a_file_below_the_folder_of_the_call_is_named_from_there(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    sources = Sources()
    for name in (tmp_path / "flows" / "a.yaml", Path("/elsewhere/b.yaml")):
        sources.add(load(FAULTY, str(name)), name)
    result = sources.check()
    log = json.loads(write(Findings(result.diagnostics, result.documents), "sarif"))
    uris = [artifact["location"]["uri"] for artifact in log["runs"][0]["artifacts"]]
    assert uris == ["flows/a.yaml", "file:///elsewhere/b.yaml"]


def test_github_commands_are_escaped():
    error, warning = write(findings(), "github").splitlines()
    assert error.startswith(
        "::error title=mistralc E201,file=a folder/faulty%2C1.yaml,line=6,endLine=6,col=7,endColumn=16::unknown key"
    )
    assert error.endswith("%0Ahelp: did you mean 'on-success'?")
    assert warning.startswith("::warning ")


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 2)])
def test_junit_has_a_suite_a_file_and_a_failure_for_what_counts(strict, failures):
    suites = ElementTree.fromstring(text := write(findings(strict), "junit"))
    JUNIT.validate(text)
    assert suites.attrib["failures"] == str(failures)
    faulty, clean = suites
    assert len(faulty.findall("testcase")) == 2
    assert len(faulty.findall("testcase/failure")) == failures
    assert (clean.attrib["tests"], clean.attrib["failures"]) == ("1", "0")
    assert "did you mean 'on-success'?" in faulty.find("testcase/failure").text


def test_junit_holds_no_characters_that_xml_has_not():
    sources = Sources()
    sources.add(
        load("version: '2.0'\nflow: {tasks: {a: {action: std.noop, 'on-\x07': b}}}\n", "a.yaml"), Path("a.yaml")
    )
    result = sources.check()
    assert result.failed
    ElementTree.fromstring(write(Findings(result.diagnostics, result.documents), "junit"))


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_name_that_is_no_utf_8_and_a_line_without_end_can_be_written(format):
    name = "fl\udcffow.yaml"
    sources = Sources()
    sources.add(load("version: '2.0'\nflow: {tasks: {a: {acton: std.noop}}}", name), Path(name))
    result = sources.check()
    text = write(Findings(result.diagnostics, result.documents), format)
    assert "E201" in text.encode("utf-8", "backslashreplace").decode()
    if format == "sarif":
        log = json.loads(text)
        SARIF.validate(log)
        assert log["runs"][0]["artifacts"][0]["location"]["uri"] == "fl%FFow.yaml"


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found_is_well_formed_too(format):
    text = write(Findings([], {}), format)
    assert text == "" or re.match(r"[\[{<]", text)
    if format == "sarif":
        SARIF.validate(json.loads(text))
    if format == "junit":
        JUNIT.validate(text)
