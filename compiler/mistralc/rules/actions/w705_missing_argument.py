"""W705: an argument that is missing."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.actions.facts import facts, listed
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """A warning only: the environment of a run may supply arguments (`__actions`), Mistral's `engine/tasks.py`."""
    for fact in facts(definitions, project):
        if fact.lacking and not fact.site.is_workflow:
            yield RULE.at(
                fact.site.span,
                f"{fact.what} needs {listed(fact.lacking)}",
                help=f"add {listed(fact.lacking, '`', ':`')} to its input",
                related=fact.related,
            )


RULE = Rule(
    code="W705",
    title="an argument is missing",
    explanation="A parameter without a default needs an argument. Without it the task and the workflow fail when "
    "the task starts, unless the environment of the run has a default for it (`__actions`).",
    bad="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.http
      input:
        method: POST
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.http
      input:
        url: http://example.org
        method: POST
""",
    check_among=check,
)
