"""W408: a transition that no run takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mistralc.analysis.graph import Edge, graph_of
from mistralc.analysis.reach import cut_off
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Event, Task, Workflow, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """What a command cuts off, and the success of a task that always fails (also what follows a skip by hand)."""
    for workflow in intact_direct_workflows(definitions):
        graph = graph_of(workflow)
        for edge, command in cut_off(graph):
            if _is_own(workflow, edge) and edge.target != "noop":
                yield _after(workflow, edge, command)
        for name, task in workflow.tasks.items():
            if task.action and task.action.name == "std.fail" and Event.SKIP not in task.clauses:
                never = (e for e in graph.outbound(name) if e.event is Event.SUCCESS and _is_own(workflow, e))
                yield from (_success(workflow, task, edge) for edge in islice(never, 1))


def _is_own(workflow: Workflow, edge: Edge) -> bool:
    """Whether the transition is written in the task: one of task-defaults stands for many."""
    at = workflow.tasks[edge.source].at
    return edge.transition.at[: len(at)] == at


def _after(workflow: Workflow, edge: Edge, command: Edge) -> Diagnostic:
    document = workflow.document
    return RULE.at(
        target_span(document, edge.transition),
        f"'{edge.target}' is never started from here: `{command.target}` before it ends the workflow",
        help=f"put it before `{command.target}`, or give `{command.target}` a condition",
        related=(Label(target_span(document, command.transition), "the workflow ends here"),),
    )


def _success(workflow: Workflow, task: Task, edge: Edge) -> Diagnostic:
    return RULE.at(
        target_span(workflow.document, edge.transition),
        f"task '{task.name}' always fails: its on-success is only taken when somebody skips the task by hand",
        help="use `on-error` or `on-complete`; for a skip, `on-skip`",
    )


RULE = Rule(
    code="W408",
    title="a transition that is never taken",
    explanation="`fail` and `succeed` without a condition end the workflow: targets after them in the same list are "
    "dropped. And a task with the action std.fail never ends well, so its on-success is only looked at"
    " when somebody skips the task.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-error:
        - fail
        - clean_up
    clean_up:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-error:
        - clean_up
    clean_up:
      action: std.noop
      on-success: fail
""",
    check=check,
)
