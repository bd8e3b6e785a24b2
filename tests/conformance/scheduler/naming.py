"""Names that no other case has: on one Airflow all cases are deployed at once, and most call their workflow `wf`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml

from tests.conformance.runs.case import Case


def renamed(case: Case, number: int) -> Case | None:
    """The case with names of its own; None where a name is also said in a place that only the run reads."""
    sources = case.data["definitions"]
    trees = {kind: [yaml.safe_load(text) for text in texts] for kind, texts in sources.items()}
    names = dict(_names(trees, number))
    try:
        definitions = {
            kind: [yaml.safe_dump(_document(tree, kind, names), sort_keys=False) for tree in trees[kind]]
            for kind in sources
        }
    except _SaidElsewhere:
        return None
    if _mentions((case.data.get("input"), case.data.get("params"), case.data.get("env")), names):
        return None
    steps = [_step(step, names) for step in case.data.get("steps") or []]
    workflow = _called(case.data["workflow"], names)
    return replace(case, data={**case.data, "definitions": definitions, "workflow": workflow, "steps": steps})


class _SaidElsewhere(Exception):
    """A text of the definitions has the name of a workflow in it."""


def _names(trees: Mapping[str, list[Any]], number: int) -> Iterator[tuple[str, str]]:
    for tree in trees.get("workflows", ()):
        yield from ((name, f"{name}_{number}") for name, body in tree.items() if isinstance(body, dict))
    for tree in trees.get("workbooks", ()):
        yield tree["name"], f"{tree['name']}_{number}"


def _document(tree: dict[str, Any], kind: str, names: Mapping[str, str]) -> dict[str, Any]:
    if kind == "workflows":
        return {names.get(key, key): _tasks(value, names) for key, value in tree.items()}
    if kind == "workbooks":
        return {
            **_tasks({key: value for key, value in tree.items() if key != "name"}, names),
            "name": names[tree["name"]],
        }
    return tree


def _tasks(node: Any, names: Mapping[str, str]) -> Any:
    """The same tree with the called workflows renamed. Raises _SaidElsewhere."""
    if isinstance(node, dict):
        return {
            key: _called(value, names) if key == "workflow" and isinstance(value, str) else _tasks(value, names)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_tasks(item, names) for item in node]
    if _mentions(node, names):
        raise _SaidElsewhere
    return node


def _called(text: str, names: Mapping[str, str]) -> str:
    """`workflow: name`, `workflow: workbook.name`, `workflow: name x=1`."""
    name, space, rest = text.partition(" ")
    book, dot, inner = name.partition(".")
    if "<%" in text or "{{" in text:
        if _mentions(text, names):
            raise _SaidElsewhere
        return text
    return f"{names.get(name) or names.get(book, book) + dot + inner}{space}{rest}"


def _step(step: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Steps say `workflow` or `workflow/task`."""
    said = dict(step)
    if said.get("workflow"):
        said["workflow"] = _called(said["workflow"], names)
    if "/" in said.get("task", ""):
        workflow, _, task = said["task"].rpartition("/")
        said["task"] = f"{_called(workflow, names)}/{task}"
    return said


def _mentions(data: Any, names: Mapping[str, str]) -> bool:
    text = data if isinstance(data, str) else repr(data)
    return any(re.search(rf"(?<![\w.$]){re.escape(name)}(?![\w])", text) for name in names)
