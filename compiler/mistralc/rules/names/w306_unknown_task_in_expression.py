"""W306: task() of a task that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mistralc.analysis.texts import Text, texts
from mistralc.diagnostics import Diagnostic, Span, respell
from mistralc.expressions import ExpressionSyntaxError, reads
from mistralc.expressions.text import is_jinja
from mistralc.model import Definitions, Workflow
from mistralc.rules.rule import Rule
from mistralc.rules.walk import task_names
from mistralc.source import Path


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `expressions/std_functions.py` `task_`, which gives null for a task that was not run."""
    owners: Mapping[Path, Workflow] = {workflow.at: workflow for workflow in definitions.workflows}
    for text in texts(definitions):
        if "task" not in text.text or not (_NAMED.search(text.text) or is_jinja(text.text)):
            continue
        workflow = owners.get(text.path[:1]) or owners.get(text.path[:2])
        if workflow:
            for name in _named(text):
                if name not in workflow.tasks:
                    yield _unknown(name, text, workflow)


_NAMED = re.compile(r"\btask\s*\(\s*[^\s)]")
"""A call of task() with something in it. In Jinja it may be a filter."""


def _named(text: Text) -> list[str]:
    try:
        return sorted(reads(text.text).tasks)
    except ExpressionSyntaxError:
        return []


def _unknown(name: str, text: Text, workflow: Workflow) -> Diagnostic:
    place = _place(name, text)
    return RULE.at(
        place or text.span(),
        f"there is no task '{name}' in workflow '{workflow.name}', so `task({name})` is null",
        help=respell(name, place, task_names(workflow), otherwise=_OTHERWISE) if place else _OTHERWISE,
    )


_OTHERWISE = "name a task of this workflow"


def _place(name: str, text: Text) -> Span | None:
    found = re.search(rf"\btask\s*\(\s*['\"]?({re.escape(name)})\b", text.text)
    return text.span(*found.span(1)) if found else None


RULE = Rule(
    code="W306",
    title="`task()` names a task that does not exist",
    explanation="`task(name)` is the last run of a task of the same workflow, and null for one that was not run. Of "
    "a task that does not exist it is always null, and reading its result fails.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="hi"
      on-success: upload
    upload:
      action: std.echo output=<% task(snapshto).result %>
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="hi"
      on-success: upload
    upload:
      action: std.echo output=<% task(snapshot).result %>
""",
    check=check,
)
