"""E401: no task to begin with."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows, sources_of, transitions_in_force


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/workflows.py `DirectWorkflowSpec.validate_semantics`."""
    for workflow in intact_direct_workflows(definitions):
        if all(sources_of(workflow).values()):
            first = next(iter(workflow.tasks.values()))
            back = next(t for t in transitions_in_force(workflow) if t.target == first.name)
            yield RULE.at(
                target_span(workflow.document, back),
                f"workflow '{workflow.name}' has no task to start with: a transition leads to each of them, "
                f"this one to '{first.name}'",
                help="remove it, or add a first task that leads into the cycle",
                related=(Label(workflow.document.key_span(first.at), "a run could begin here"),),
            )


RULE = Rule(
    code="E401",
    title="no task to start with",
    explanation="A direct workflow starts with the tasks no transition leads to. Where every task is the target of "
    "some transition, also of one from itself or from task-defaults, nothing can start.",
    bad="""\
version: '2.0'
poll:
  tasks:
    ask:
      action: std.noop
      on-success: wait
    wait:
      action: std.noop
      on-success: ask
""",
    good="""\
version: '2.0'
poll:
  tasks:
    begin:
      action: std.noop
      on-success: ask
    ask:
      action: std.noop
      on-success:
        - wait: <% not task().result.ready %>
    wait:
      action: std.noop
      on-success: ask
""",
    check=check,
)
