"""E910: an expression that asks about all runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mistralc.analysis.texts import texts
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import ExpressionSyntaxError, reads
from mistralc.model import Definitions
from mistralc.rules.rule import Rule
from mistralc.source import Span

_FUNCTIONS = ("executions", "tasks")


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Every evaluated text of a workflow."""
    for text in texts(replace(definitions, actions=())):
        yield from _used(text.text, text.span())


def _used(text: object, place: Span) -> Iterator[Diagnostic]:
    try:
        called = reads(text).functions
    except ExpressionSyntaxError:
        return  # a remark of its own
    for name in _FUNCTIONS:
        if name in called and re.search(rf"\b{name}\(\s*\)", str(text)):
            yield RULE.at(place, f"{name}() of all executions is not available in Airflow", help=_HELP)


_HELP = "give the id of an execution: tasks(execution().id)"

RULE = Rule(
    code="E910",
    title="all tasks or executions there are cannot be listed",
    explanation="Without the id of an execution, the functions `tasks()` and `executions()` look through everything "
    "the service ever ran. A task of Airflow's sees its own run: they answer for `execution().id`, `tasks` with "
    "`recursive` for the workflows called, too. Asked for another execution, known only in the run, they fail.",
    bad="""\
version: '2.0'
backup:
  output:
    tasks: <% tasks().len() %>
  tasks:
    snapshot:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  output:
    tasks: <% tasks(execution().id).len() %>
  tasks:
    snapshot:
      action: std.noop
""",
    check=check,
)
