"""W804: a policy whose expression gives a value of the wrong type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mistralc.analysis.dataflow import Examined, WorkflowData, data_of
from mistralc.diagnostics import Diagnostic
from mistralc.expressions.types import ANY, BOOL, FLOAT, INT, NEVER, Type, join, members
from mistralc.model import Definitions
from mistralc.rules.rule import Rule

_NUMBER, _TRUTH = ("a whole number", frozenset({INT, FLOAT})), ("true or false", frozenset({BOOL}))
_WANTED: Mapping[str, tuple[str, frozenset[Type]]] = {
    **dict.fromkeys(("wait-before", "wait-after", "timeout", "concurrency", "count", "delay"), _NUMBER),
    "pause-before": _TRUTH,
}


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `engine/base.py` `TaskPolicy._validate`, after the expressions of a policy are evaluated."""
    for data in data_of(definitions).workflows:
        for examined in data.examined:
            if _is_policy(data, examined):
                yield from _misfit(examined)


def _is_policy(data: WorkflowData, examined: Examined) -> bool:
    path = examined.text.path
    owner = path[: -2 if path[-2:-1] == ("retry",) else -1]
    workflow = data.flow.workflow
    return path[-1] in _WANTED and owner in ((*workflow.at, "task-defaults"), *_at(data, examined))


def _at(data: WorkflowData, examined: Examined) -> Iterator[tuple[str | int, ...]]:
    task = data.flow.workflow.tasks.get(examined.text.point.task or "")
    if task:
        yield task.at


def _misfit(examined: Examined) -> Iterator[Diagnostic]:
    key = str(examined.text.path[-1])
    what, wanted = _WANTED[key]
    found = examined.assumed
    if found in (ANY, NEVER) or not wanted.isdisjoint(members(found)) or ANY in members(found):
        return
    like = "" if examined.type == found else ", with inputs like their defaults"
    yield RULE.at(
        examined.text.span(),
        f"`{key}` has to be {what}, and this is {join((found,))}{like}",
        help="convert the value, or read another one",
    )


RULE = Rule(
    code="W804",
    title="a policy of the wrong type",
    explanation="Mistral looks at the value of a policy when the task starts. Waits, time limits, `concurrency` and "
    "the numbers of `retry` are whole numbers, `pause-before` is true or false; with anything else the task fails.",
    bad="""\
version: '2.0'
backup:
  input:
    - patience: long
  tasks:
    snapshot:
      action: std.noop
      wait-before: <% $.patience %>
""",
    good="""\
version: '2.0'
backup:
  input:
    - patience: 10
  tasks:
    snapshot:
      action: std.noop
      wait-before: <% $.patience %>
""",
    check=check,
)
