"""Every format on one faulty and one clean file: what readers of the format rely on."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from mistralc.compilation import Sources
from mistralc.formats import FORMATS, Findings, write
from mistralc.source import load

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
SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0-required.json").read_text())
"""What the schema of SARIF 2.1.0 requires of the objects we write: required keys, types, closed sets."""


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


def test_sarif_is_what_its_schema_requires():
    log = json.loads(write(findings(), "sarif"))
    Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    error, warning = run["results"]
    assert (error["ruleId"], error["level"], warning["level"]) == ("E201", "error", "warning")
    assert [run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == ["E201", "W105"]
    place = error["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20folder/faulty%2C1.yaml"
    assert place["region"] == {"startLine": 6, "startColumn": 7, "endLine": 6, "endColumn": 16}
    (replacement,) = error["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "on-success"
    assert warning["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 7


def test_github_commands_are_escaped():
    error, warning = write(findings(), "github").splitlines()
    assert error.startswith(
        "::error title=mistralc E201,file=a folder/faulty%2C1.yaml,line=6,endLine=6,col=7,endColumn=16::unknown key"
    )
    assert error.endswith("%0Ahelp: did you mean 'on-success'?")
    assert warning.startswith("::warning ")


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 2)])
def test_junit_has_a_suite_a_file_and_a_failure_for_what_counts(strict, failures):
    suites = ElementTree.fromstring(write(findings(strict), "junit"))
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
def test_nothing_found_is_well_formed_too(format):
    text = write(Findings([], {}), format)
    assert text == "" or re.match(r"[\[{<]", text)
