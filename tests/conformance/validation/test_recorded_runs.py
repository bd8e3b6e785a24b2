"""The recorded runs of the real Mistral as judges: what was evaluated there without fault has no error here."""

from pathlib import Path

import pytest

from mistralc import rules
from mistralc.model import Event, load_text
from tests.conformance.runs.case import load

RUNS = Path(__file__).resolve().parents[3].parent / "shared" / "conformance" / "runs"

pytestmark = pytest.mark.skipif(not RUNS.is_dir(), reason="needs ../shared, runs of the real Mistral")

BEFORE = ("action", "workflow", "input", "with-items")
"""Parts of a task that were evaluated when its action has run."""
ENDED = {
    "SUCCESS": ("publish", Event.SUCCESS.value, Event.COMPLETE.value),
    "ERROR": ("publish-on-error", Event.ERROR.value, Event.COMPLETE.value),
}
"""Parts that were evaluated when it ended so and the run went on."""


def executions(execution):
    yield execution
    for task in execution["tasks"]:
        for inner in task.get("sub_workflows", ()):
            yield from executions(inner)


def evaluated(workflow, execution):
    """The places in the definition of what a run has evaluated, with no fault coming of it."""
    well = execution["state"] == "SUCCESS"
    yield from ((*workflow.at, key) for key in ("vars", *(["output"] if well else [])))
    for task in execution["tasks"]:
        written = workflow.tasks.get(task["name"])
        if written is None or not (task.get("actions") or task.get("sub_workflows")):
            continue
        parts = BEFORE + (ENDED.get(task["state"], ()) if well else ())
        yield from ((*written.at, key) for key in parts)


def inside(found, span):
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return start <= (found.span.line, found.span.column) < end


def false_errors(case):
    for kind, name, text in case.definitions:
        definitions, found = load_text(text, name, kind)
        if definitions is None or any(d.code.startswith("E") for d in found):
            continue
        errors = [d for d in rules.check(definitions) if d.code.startswith("E")]
        workflows = {workflow.qualified_name: workflow for workflow in definitions.workflows}
        for outcome in case.expected if errors else ():
            for execution in executions(outcome):
                workflow = workflows.get(execution.get("workflow"))
                for path in evaluated(workflow, execution) if workflow else ():
                    if workflow.document.value(path) is not None:
                        span = workflow.document.span(path)
                        yield from (f"{case.id}: {d.span} {d.message}" for d in errors if inside(d, span))


def test_what_ran_well_has_no_error():
    cases = load(RUNS)
    assert len(cases) > 400
    assert [fault for case in cases for fault in false_errors(case)] == []
