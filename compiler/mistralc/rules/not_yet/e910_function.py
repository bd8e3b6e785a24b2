"""E910: an expression that asks about other runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mistralc.analysis.texts import texts
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import ExpressionSyntaxError, reads
from mistralc.model import Definitions
from mistralc.rules.not_yet.refusal import edges, refuse
from mistralc.rules.rule import Rule
from mistralc.source import Span

_FUNCTIONS = ("executions", "tasks")


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Every evaluated text of a workflow, and the messages of engine commands."""
    for text in texts(replace(definitions, actions=())):
        yield from _used(text.text, text.span())
    for workflow, edge in edges(definitions):
        for value in edge.transition.params.values():
            yield from _used(value, workflow.document.span(edge.transition.at))


def _used(text: object, place: Span) -> Iterator[Diagnostic]:
    try:
        called = reads(text).functions
    except ExpressionSyntaxError:
        return  # a remark of its own
    for name in _FUNCTIONS:
        if name in called:
            yield refuse(RULE, place, f"the function {name}()", _HELP)


_HELP = "name the tasks one by one with task(name)"

RULE = Rule(
    code="E910",
    title="this function is not compiled yet",
    explanation="The functions `tasks()` and `executions()` look for tasks and executions in everything the service "
    "ever ran. This version answers `task()`, `execution()`, `env()`, `global()` and `uuid()`.",
    bad="""\
version: '2.0'
backup:
  output:
    failed: <% tasks(execution().id, false, ERROR) %>
  tasks:
    snapshot:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  output:
    snapshot: <% task(snapshot).state %>
  tasks:
    snapshot:
      action: std.noop
""",
    check=check,
)
