"""W410: a join on one transition."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.cycles import cycles
from mistralc.analysis.graph import graph_of
from mistralc.diagnostics import Diagnostic, Label, Remedy, delete
from mistralc.model import Definitions, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows
from mistralc.source import removal


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Not in a loop, where the join keeps the task from being started a second time."""
    for workflow in intact_direct_workflows(definitions):
        if not any(task.join for task in workflow.tasks.values()):
            continue
        graph = graph_of(workflow)
        in_loops = {name for component in cycles(graph) for name in component}
        for name, task in workflow.tasks.items():
            inbound = graph.inbound(name)
            if task.join in ("all", "one", 1) and len(inbound) == 1 and name not in in_loops:
                place = (*task.at, "join")
                yield RULE.at(
                    workflow.document.span(place),
                    f"task '{name}' joins, but only one transition leads to it",
                    help=Remedy(
                        "remove `join`, or lead the other tasks to it that it has to wait for",
                        delete(removal(workflow.document, place)),
                    ),
                    related=(Label(target_span(workflow.document, inbound[0].transition), "the only way to it"),),
                )


RULE = Rule(
    code="W410",
    title="a join that waits for one task",
    explanation="`join` makes a task wait for several others. With one transition leading to it there is nothing to "
    "wait for: a transition was forgotten or misdirected, or the join is left over.",
    bad="""\
version: '2.0'
backup:
  tasks:
    database:
      action: std.noop
      on-success: report
    files:
      action: std.noop
    report:
      join: all
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    database:
      action: std.noop
      on-success: report
    files:
      action: std.noop
      on-success: report
    report:
      join: all
      action: std.noop
""",
    check=check,
)
