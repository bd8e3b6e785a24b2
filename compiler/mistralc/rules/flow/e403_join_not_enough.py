"""E403: a join that waits for more tasks than there are."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Workflow
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows, sources_of


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/workflows.py `_check_join_tasks`."""
    for workflow in intact_direct_workflows(definitions):
        sources = sources_of(workflow)
        for task in workflow.tasks.values():
            count = len(sources[task.name])
            if isinstance(task.join, int) and 0 < count < task.join:
                yield RULE.at(
                    workflow.document.span((*task.at, "join")),
                    f"task '{task.name}' waits for {task.join} tasks, but only {_counted(count)} to it",
                    help=f"write `join: {count}` or `join: all`, or lead more tasks to it",
                    related=_labels(workflow, sources[task.name]),
                )


def _counted(count: int) -> str:
    return "1 leads" if count == 1 else f"{count} lead"


def _labels(workflow: Workflow, names: set[str]) -> tuple[Label, ...]:
    places = [workflow.document.key_span(workflow.tasks[name].at) for name in sorted(names)]
    return tuple(Label(place, "leads to it") for place in sorted(places))


RULE = Rule(
    code="E403",
    title="a join waits for more tasks than lead to it",
    explanation="`join: N` starts a task when N of the tasks that have a transition to it have taken it. Several "
    "transitions of one task count as one.",
    bad="""\
version: '2.0'
backup:
  tasks:
    one:
      action: std.noop
      on-success: report
    two:
      action: std.noop
      on-success: report
    report:
      join: 3
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    one:
      action: std.noop
      on-success: report
    two:
      action: std.noop
      on-success: report
    report:
      join: all
      action: std.noop
""",
    check=check,
)
