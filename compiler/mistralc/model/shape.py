"""Whether a file has the shape of the language, and what is wrong where it has not."""

from __future__ import annotations

from itertools import islice
from typing import Any

from mistralc.diagnostics import nearest, respell
from mistralc.model.build import Kind, named
from mistralc.model.problems import Problems
from mistralc.model.schema import checker, schema
from mistralc.model.wording import describe, key_in_quotes
from mistralc.source import Path

MAX_WORKFLOWS = 1000
"""Workflows of one file whose keys are looked through for remarks."""


def check_shape(data: Any, kind: Kind, problems: Problems) -> None:
    """Report every fault of shape of a file of this kind."""
    if kind == "workflow" and _has_no_name(data):
        problems.at_key(
            ("tasks",),
            "E219",
            "these tasks stand at the top of the file, not in a workflow",
            help="give the workflow a name: write `name_of_it:` and put all but the version under it, indented",
        )
        return
    reference = f"{kind}.schema.json"
    if not checker(reference)(data):
        from mistralc.model.explain import explain

        explain(data, reference, problems)
    if kind == "workflow":
        _remark_workflows(data, (), problems)
    elif kind == "workbook":
        _remark_workflows(data.get("workflows"), ("workflows",), problems)


def _has_no_name(data: dict[Any, Any]) -> bool:
    """Whether the content of one workflow stands where workflows by name should."""
    tasks = data.get("tasks")
    others = set(data) - {"version", "tasks"}
    known = schema("workflow.schema.json")["$defs"]["workflow"]["properties"]
    return isinstance(tasks, dict) and "tasks" not in tasks and others <= set(known)


def _remark_workflows(data: Any, at: Path, problems: Problems) -> None:
    """Keys that Mistral passes over in silence."""
    known = schema("workflow.schema.json")["$defs"]["workflow"]["properties"]
    for name, body in islice(named(data), MAX_WORKFLOWS):
        if not isinstance(name, str):
            message = f"a name has to be text, and YAML reads this one as {describe(name)}"
            problems.at_key((*at, name), "W112", message, help=key_in_quotes((*at, name), problems.document))
        for key in body:
            if not isinstance(key, str) or key in known or key == "tasks":
                continue
            if "tasks" in body or nearest(key, ["tasks"]) is None:  # else it is reported as the missing key
                _ignored(key, name, (*at, name, key), known, problems)
        tasks = body.get("tasks")
        if isinstance(tasks, dict) and "version" in tasks:
            problems.at_key(
                (*at, name, "tasks", "version"),
                "W213",
                "Mistral takes 'version' among tasks for a version and drops this task",
                help="rename the task",
            )


def _ignored(key: str, workflow: str, path: Path, known: Any, problems: Problems) -> None:
    remedy = respell(
        key, problems.document.key_span(path), known, otherwise="remove it; a variable belongs into `vars`"
    )
    problems.at_key(path, "W218", f"the key '{key}' of workflow '{workflow}' means nothing and is ignored", help=remedy)
