"""Workflows with what the real Mistral made of them, one file each in `cases/`, compiled and run in this process.

A case has a definition (or a workbook and the name of a workflow), ad-hoc actions, input, execution parameters, env and
stored environments, and what is expected: state, output, globals and for each task that ran its state, published
values, result, the transitions it took, whether its error was handled and how often its action ran (where not written:
nothing, null, none, no, once). Error texts are for people and are not compared.
"""

from pathlib import Path

import pytest
import yaml

from tests.conformance.runs.case import Case

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
pytestmark = pytest.mark.airflow


def recorded(path):
    """The case in the form of the recorded ones."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    kinds = {"workflows": "definition", "workbooks": "workbook", "actions": "actions"}
    definitions = {kind: [case[key]] for kind, key in kinds.items() if key in case}
    data = {"id": path.stem, "definitions": definitions, "workflow": case.get("workflow", "flow")}
    data |= {key: case[key] for key in ("input", "env", "params") if key in case}
    data["environments"] = [{"name": name, "variables": v} for name, v in case.get("environments", {}).items()]
    expected = case["expected"]
    if expected.get("refused"):
        return Case(path, data | {"expected": {"phase": "start"}})
    execution = {key: expected[key] for key in ("state", "output")}
    execution["published_global"] = expected.get("globals")
    execution["tasks"] = [task(name, written) for name, written in expected["tasks"].items()]
    return Case(path, data | {"expected": {"phase": "run", "execution": execution}})


def task(name, written):
    return {
        "name": name,
        "state": written["state"],
        "published": written.get("published"),
        "result": written.get("result"),
        "next_tasks": written.get("next", []),
        "error_handled": written.get("handled", False),
        "attempts": written.get("attempts", 1),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_run_ends_as_it_does_in_mistral(runner, path):
    from tests.conformance.runs.replay import replay

    verdict = replay(runner, recorded(path))
    assert (verdict.verdict, verdict.why) == ("passed", "")
