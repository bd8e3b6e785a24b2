"""W709: an input that the called workflow needs."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.actions.callee import Scope
from mistralc.rules.actions.calls import calls
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral: `engine/utils.py` `validate_input`, when the sub-workflow is started."""
    scope = Scope(definitions, project)
    for site in calls(definitions):
        callee = scope.callee(site) if site.is_workflow and definitions.is_intact(site.at) else None
        missing = callee.lacking(site) if callee else []
        if callee and missing:
            listed = " and ".join(f"'{name}'" for name in missing)
            yield RULE.at(
                site.span,
                f"{callee.what} needs the input {listed}",
                help=f"add `{missing[0]}:` to the input of this task, or give it a default there",
                related=(callee.declared,) if callee.declared else (),
            )


RULE = Rule(
    code="W709",
    title="an input of the called workflow is missing",
    explanation="An input without a default has to be given. Without it the sub-workflow is not started and the task "
    "fails.",
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
        queue: other
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
""",
    check_among=check,
)
