"""W712: an input of a task that is no mapping."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import WorkflowData, data_of
from mistralc.diagnostics import Diagnostic
from mistralc.expressions.text import language_of
from mistralc.expressions.types import ANY, NEVER, STR, Record, Type, join, members
from mistralc.model import Definitions, Task
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `engine/tasks.py` `_evaluate_expression`, whose result is taken for a dict."""
    for data in data_of(definitions).workflows:
        for task in data.flow.workflow.tasks.values():
            found = _given(data, task)
            if found not in (ANY, NEVER) and not any(m == ANY or isinstance(m, Record) for m in members(found)):
                yield RULE.at(
                    data.flow.workflow.document.span((*task.at, "input")),
                    f"the input of task '{task.name}' has to be a mapping, and this is {join((found,))}",
                    help="write each parameter below as `name: value`",
                )


def _given(data: WorkflowData, task: Task) -> Type:
    """The type of an input that is written as text."""
    if not isinstance(task.input, str):
        return ANY
    if language_of(task.input) is None:
        return STR
    return join(examined.type for examined in data.by_path.get((*task.at, "input"), ()))


RULE = Rule(
    code="W712",
    title="the input of a task is no mapping",
    explanation="`input` is a mapping of parameters, or one expression that gives such a mapping. With anything else "
    "the task fails when it starts.",
    bad="""\
version: '2.0'
greeting:
  input:
    - name: you
  tasks:
    hello:
      action: std.echo
      input: <% 'hello ' + str($.name) %>
""",
    good="""\
version: '2.0'
greeting:
  input:
    - name: you
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 'hello ' + str($.name) %>
""",
    check=check,
)
