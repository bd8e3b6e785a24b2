"""W653: a condition that is always true or always false."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import Examined, data_of
from mistralc.analysis.texts import Moment
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import ExpressionError, evaluate_text, reads
from mistralc.expressions.text import YAQL, language_of
from mistralc.expressions.types import NULL, Record
from mistralc.model import Definitions, Event
from mistralc.rules.rule import Rule

_CLAUSES = frozenset(event.value for event in Event)
_CONDITIONS = frozenset({"break-on", "continue-on", "fail-on", "pause-before"})


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """A condition holds when its value counts as true in Python; Mistral: direct_workflow.py `_find_next_tasks`."""
    for data in data_of(definitions).workflows:
        for examined in data.examined:
            if _is_condition(examined):
                found = _outcome(examined)
                if found:
                    outcome, help_ = found
                    yield RULE.at(examined.text.span(), f"this condition is always {outcome}", help=help_)


def _is_condition(examined: Examined) -> bool:
    path = examined.text.path
    if path[-1] in _CONDITIONS:
        return True
    return examined.text.point.moment is Moment.AFTER and any(step in _CLAUSES for step in path[:-1])


def _outcome(examined: Examined) -> tuple[str, str] | None:
    text = examined.text.text
    if language_of(text) == YAQL and not (text.startswith("<%") and text.endswith("%>") and text.count("<%") == 1):
        return "true", "write one expression, <% a and b %>: several with text between them are a text, and true"
    if examined.findings or examined.reads:
        return None
    if isinstance(examined.type, Record) and not examined.type.open:
        return "true", "compare a field of it, as in task().state = SUCCESS"
    if examined.type == NULL:
        return "false", "null counts as false: take the condition or the transition out"
    found = reads(text)
    if found.functions or found.filters or found.everything or found.variables or found.volatile:
        return None
    try:
        value = evaluate_text(text, {})
    except ExpressionError:
        return None
    help_ = "a bare word is a text, and true: compare it with something" if value and isinstance(value, str) else ""
    return ("true" if value else "false"), help_ or "take the condition out, or let it depend on a value"


RULE = Rule(
    code="W653",
    title="a condition that is always true or always false",
    explanation="A condition holds when its value counts as true: a text that is not empty does, whatever it says, "
    "`'false'` too. So does a condition of two expressions (`<% $.a %> and <% $.b %>` is a text) and a bare word "
    "(`<% succeeded %>`, which is how Orquesta writes it).",
    bad="""\
version: '2.0'
backup:
  input: [ready, full]
  tasks:
    snapshot:
      action: std.noop
      on-success:
        - upload: <% $.ready %> and <% $.full %>
    upload:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  input: [ready, full]
  tasks:
    snapshot:
      action: std.noop
      on-success:
        - upload: <% $.ready and $.full %>
    upload:
      action: std.noop
""",
    check=check,
)
