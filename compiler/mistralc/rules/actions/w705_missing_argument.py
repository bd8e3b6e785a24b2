"""W705: an argument that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.actions.callee import Scope
from mistralc.rules.actions.calls import calls
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """A warning only: the environment of a run may supply arguments (`__actions`), Mistral's `engine/tasks.py`."""
    scope = Scope(definitions, project)
    for site in calls(definitions):
        callee = scope.callee(site) if not site.is_workflow and definitions.is_intact(site.at) else None
        missing = callee.lacking(site) if callee else []
        if callee and missing:
            listed = _listed(f"'{name}'" for name in missing)
            yield RULE.at(
                site.span,
                f"{callee.what} needs {listed}",
                help=f"add {_listed(f'`{name}:`' for name in missing)} to its input",
                related=(callee.declared,) if callee.declared else (),
            )


def _listed(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


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
