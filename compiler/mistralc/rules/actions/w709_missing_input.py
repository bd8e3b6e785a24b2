"""W709: an input that the called workflow needs."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.actions.facts import facts, listed
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral: `engine/utils.py` `validate_input`, when the sub-workflow is started."""
    for fact in facts(definitions, project):
        if fact.lacking and fact.site.is_workflow:
            yield RULE.at(
                fact.site.span,
                f"{fact.what} needs the input {listed(fact.lacking)}",
                help=f"add {listed(fact.lacking, '`', ':`')} to the input of this task, or give it a default there",
                related=fact.related,
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
