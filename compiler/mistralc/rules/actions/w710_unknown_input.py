"""W710: an input that the called workflow does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, respell
from mistralc.model import Definitions
from mistralc.rules.actions.callee import Scope
from mistralc.rules.actions.calls import calls
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule

_PARAMETERS = frozenset({"task_name", "env", "evaluate_env", "notify", "namespace", "description"})
"""What a run of a workflow takes beside its input."""


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral: `WorkflowAction.schedule` makes execution parameters of what is no input."""
    scope = Scope(definitions, project)
    for site in calls(definitions):
        callee = scope.callee(site) if site.is_workflow else None
        if callee is None:
            continue
        for name in callee.unknown(site.arguments):
            if name in _PARAMETERS:
                continue
            free = [known for known in callee.names if known not in site.arguments]
            place = site.arguments[name].name_span
            yield RULE.at(
                place,
                f"{callee.what} has no input '{name}' and will not see this value",
                help=respell(name, place, free, otherwise="declare it there, or remove it here"),
                related=(callee.declared,) if callee.declared else (),
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
