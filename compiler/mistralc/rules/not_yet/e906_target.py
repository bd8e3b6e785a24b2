"""E906: a `target` that is not known before its task runs."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.early import needs_the_task
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import Definitions
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule

MAX_QUEUE = 256
"""Airflow's limit for the name of a queue; an expression takes that place until the run begins."""


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Expressions in `target` that read more than the environment and the input."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            if task.target is None or not is_expression(task.target):
                continue
            span = workflow.document.key_span((*task.at, "target"))
            if needed := needs_the_task(workflow, task, task.target):
                yield refuse(RULE, span, f"a target that reads {needed}", _HELP)
            elif len(task.target) > MAX_QUEUE:
                yield refuse(RULE, span, f"a target of more than {MAX_QUEUE} characters", _HELP)


_HELP = "write the name of the queue, or an expression that reads only env() and inputs that nothing publishes over"

RULE = Rule(
    code="E906",
    title="the target must be known when the run begins",
    explanation="`target` becomes the Airflow queue of the task. Airflow chooses the worker by it, before any process "
    "of the task runs: an expression is evaluated when the run begins, when there are only its input and its "
    "environment. Once a task is in a queue, nothing that it could call moves it to another one.",
    bad="""\
version: '2.0'
backup:
  tasks:
    choose:
      action: std.echo output="north"
      publish:
        host: <% task().result %>
      on-success: snapshot
    snapshot:
      action: std.noop
      target: <% $.host %>
""",
    good="""\
version: '2.0'
backup:
  input: [host]
  tasks:
    snapshot:
      action: std.noop
      target: <% $.host %>
""",
    check=check,
)
