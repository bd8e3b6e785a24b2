"""W806: a policy that Mistral does not ask of a join."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Task, Workflow
from mistralc.rules.rule import Rule

_MEANINGS = {
    "wait-before": "does not wait once it may start",
    "pause-before": "does not pause the run",
    "concurrency": "runs all its items at once",
    "timeout": "is limited only while it runs a synchronous action",
}


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `engine/tasks.py`, `_run_existing`: a join begins when it starts to wait, without its policies."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            if task.join and workflow.type == "direct":
                yield from _policies(workflow, task)


def _policies(workflow: Workflow, task: Task) -> Iterator[Diagnostic]:
    for key, meaning in _MEANINGS.items():
        if getattr(task.policies, key.replace("-", "_")):
            yield RULE.at(
                workflow.document.key_span((*task.at, key)),
                f"task '{task.name}' is a join: it {meaning}, whatever `{key}` says",
                help=f"join in a task of its own, without an action, and let it lead to one that has `{key}`",
            )


RULE = Rule(
    code="W806",
    title="a policy that is not asked of a join",
    explanation="`wait-before`, `pause-before`, `timeout` and `concurrency` are asked when a task begins. Mistral's "
    "engine begins a join when it starts to wait for others, and does not ask them there; what is compiled does the "
    "same. `timeout` still ends a synchronous action, and all four count when a person runs the join again.",
    bad="""\
version: '2.0'
release:
  tasks:
    build:
      action: std.noop
      on-success: publish
    test:
      action: std.noop
      on-success: publish
    publish:
      join: all
      pause-before: true
      action: std.noop
""",
    good="""\
version: '2.0'
release:
  tasks:
    build:
      action: std.noop
      on-success: ready
    test:
      action: std.noop
      on-success: ready
    ready:
      join: all
      on-success: publish
    publish:
      pause-before: true
      action: std.noop
""",
    check=check,
)
