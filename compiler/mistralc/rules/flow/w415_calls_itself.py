"""W415: a workflow that always calls itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mistralc.analysis.certain import certain_tasks
from mistralc.analysis.kept import kept
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Task, Workflow
from mistralc.rules.actions.callee import Scope
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule

_Calls = Mapping[str, list[tuple[Task, str]]]
"""By the qualified name of a workflow: the tasks that always run and call another one, with its qualified name."""


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Calls without a condition that come back to where they started, over as many workflows as there are between."""
    calls = _certain_calls(project)
    endless = _endless(calls)
    for workflow in definitions.workflows:
        for task, called in calls.get(workflow.qualified_name, ()):
            way = _way_back(called, workflow.qualified_name, calls) if workflow.qualified_name in endless else None
            if way is not None:
                yield _diagnostic(workflow, task, way, project)


@kept
def _certain_calls(project: Project) -> _Calls:
    found: dict[str, list[tuple[Task, str]]] = {}
    for definitions in project.files:
        scope = Scope(definitions, project)
        for workflow in definitions.workflows:
            if definitions.is_intact(workflow.at):
                found[workflow.qualified_name] = list(_called(workflow, scope))
    return found


def _called(workflow: Workflow, scope: Scope) -> Iterator[tuple[Task, str]]:
    for task in certain_tasks(workflow):
        if task.workflow and not task.with_items:
            called = scope.workflow(task.workflow.name, workflow.workbook)
            if called:
                yield task, called.qualified_name


def _endless(calls: _Calls) -> set[str]:
    """The workflows left when those that call nothing, or only what is not left, are taken away again and again."""
    left = {name: len(called) for name, called in calls.items()}
    callers: dict[str, list[str]] = {}
    for name, called in calls.items():
        for _, target in called:
            callers.setdefault(target, []).append(name)
    ended = [name for name, count in left.items() if not count]
    for name in ended:
        for caller in callers.get(name, ()):
            left[caller] -= 1
            if not left[caller]:
                ended.append(caller)
    return left.keys() - ended


def _way_back(start: str, end: str, calls: _Calls) -> list[str] | None:
    """The workflows on a shortest way from one to another."""
    before: dict[str, str | None] = {start: None}
    waiting = [start]
    for name in waiting:
        if name == end:
            way: list[str] = []
            step: str | None = name
            while step is not None:
                way.append(step)
                step = before[step]
            return way[::-1]
        for _, called in calls.get(name, ()):
            if called not in before:
                before[called] = name
                waiting.append(called)
    return None


def _diagnostic(workflow: Workflow, task: Task, way: list[str], project: Project) -> Diagnostic:
    assert task.workflow is not None
    document = workflow.document
    through = " → ".join(f"'{name}'" for name in (workflow.qualified_name, *way))
    first = project.workflows.get(way[0])
    return RULE.at(
        document.span_in(task.workflow.at, 0, len(task.workflow.name)),
        f"workflow '{workflow.name}' always calls itself, without end: {through}",
        help="give the transition to this task a condition: `- task: <% … %>`",
        related=(Label(first.document.key_span(first.at), "called here"),) if first and len(way) > 1 else (),
    )


RULE = Rule(
    code="W415",
    title="a workflow that always calls itself",
    explanation="A run of the workflow comes to this task whatever happens, and the task starts the same workflow "
    "again, at once or through others. Each run waits for the next; there is no end until Mistral is out of resources. "
    "A workflow may call itself where a condition decides whether it does.",
    bad="""\
version: '2.0'
poll:
  input: [server]
  tasks:
    look:
      action: nova.servers_get server=<% $.server %>
      on-success: again
    again:
      workflow: poll server=<% $.server %>
""",
    good="""\
version: '2.0'
poll:
  input: [server]
  tasks:
    look:
      action: nova.servers_get server=<% $.server %>
      on-success:
        - again: <% task().result.status != ACTIVE %>
    again:
      workflow: poll server=<% $.server %>
""",
    check_among=check,
)
