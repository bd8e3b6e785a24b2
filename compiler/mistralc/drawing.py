"""The tasks and transitions of a workflow as Mermaid and as Graphviz DOT."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from mistralc.analysis.graph import graph_of
from mistralc.analysis.requirements import Requirements
from mistralc.model import Event, Workflow

_SHORT = 40


@dataclass(frozen=True)
class _Arrow:
    source: str
    target: str
    label: str
    event: Event | None


def mermaid(workflow: Workflow) -> str:
    """A Mermaid flowchart; each event has a line style of its own."""
    names = {name: f"t{index}" for index, name in enumerate(_nodes(workflow))}
    lines = ["---", f"title: {workflow.qualified_name}", "---", "flowchart TD"]
    lines += [f"    {node}{_mermaid_shape(workflow, name)}" for name, node in names.items()]
    for arrow in _arrows(workflow):
        line = "-.->" if arrow.event in (Event.ERROR, Event.SKIP) else "-->"
        label = f"|{_mermaid_text(arrow.label)}|" if arrow.label else ""
        lines.append(f"    {names[arrow.source]} {line}{label} {names[arrow.target]}")
    return "\n".join(lines) + "\n"


def dot(workflow: Workflow) -> str:
    """A Graphviz digraph."""
    lines = [f"digraph {json.dumps(workflow.qualified_name)} {{", "  node [shape=box, style=rounded];"]
    for name in _nodes(workflow):
        lines.append(f"  {json.dumps(name)} [label={json.dumps(_title(workflow, name), ensure_ascii=False)}];")
    for arrow in _arrows(workflow):
        style = ", style=dashed" if arrow.event in (Event.ERROR, Event.SKIP) else ""
        label = json.dumps(arrow.label, ensure_ascii=False)
        lines.append(f"  {json.dumps(arrow.source)} -> {json.dumps(arrow.target)} [label={label}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def _nodes(workflow: Workflow) -> list[str]:
    return list(dict.fromkeys([*workflow.tasks, *(arrow.target for arrow in _arrows(workflow))]))


def _arrows(workflow: Workflow) -> Iterator[_Arrow]:
    if workflow.type == "reverse":
        requirements = Requirements(workflow)
        for name in workflow.tasks:
            yield from (_Arrow(required, name, "", None) for required in requirements.of(name))
        return
    graph = graph_of(workflow)
    for name in workflow.tasks:
        for edge in graph.outbound(name):
            event = "" if edge.event is Event.SUCCESS else edge.event.value
            label = " ".join(part for part in (event, _shorten(edge.guard)) if part)
            yield _Arrow(name, edge.target, label, edge.event)


def _title(workflow: Workflow, name: str) -> str:
    task = workflow.tasks.get(name)
    if task is None:
        return name
    call = task.action or task.workflow
    join = f"join: {task.join}" if task.join else ""
    return "\n".join(part for part in (name, call.name if call else "", join) if part)


def _mermaid_shape(workflow: Workflow, name: str) -> str:
    text = _mermaid_text(_title(workflow, name))
    return f"({text})" if name in workflow.tasks else f"(({text}))"


def _mermaid_text(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return f'"{escaped}"'.replace("\n", "<br>")


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHORT else flat[: _SHORT - 1] + "…"
