"""W710: an input that the called workflow does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.actions.facts import facts
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule

_PARAMETERS = frozenset({"task_name", "env", "evaluate_env", "notify", "namespace", "description"})
"""What a run of a workflow takes beside its input."""


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral: `WorkflowAction.schedule` makes execution parameters of what is no input."""
    for fact in facts(definitions, project):
        for stray in fact.strays if fact.site.is_workflow else ():
            if stray.name not in _PARAMETERS:
                yield RULE.at(
                    stray.name_span,
                    f"{fact.what} has no input '{stray.name}' and will not see this value",
                    help=fact.nearest(stray, otherwise="declare it there, or remove it here"),
                    related=fact.related,
                )


RULE = Rule(
    code="W710",
    title="an input that the called workflow does not declare",
    explanation="What a task passes beyond the declared inputs of a workflow becomes a parameter of its execution, "
    "like `env` or `task_name`. Nothing in that workflow can read it, and Mistral says nothing.",
    bad="""\
version: '2.0'
send:
  input:
    - message
    - queue: main
  tasks:
    put:
      action: std.echo output=<% $.message + $.queue %>
backup:
  tasks:
    report:
      workflow: send
      input:
        message: done
        queu: other
""",
    good="""\
version: '2.0'
send:
  input:
    - message
    - queue: main
  tasks:
    put:
      action: std.echo output=<% $.message + $.queue %>
backup:
  tasks:
    report:
      workflow: send
      input:
        message: done
        queue: other
""",
    check_among=check,
)
