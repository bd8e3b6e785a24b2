"""W653: a condition that is always true or always false."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mistralc.analysis.dataflow import Examined, data_of
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import reads
from mistralc.expressions.formula import outcome
from mistralc.expressions.formula_reading import of_jinja, of_yaql
from mistralc.expressions.text import JINJA, YAQL, language_of
from mistralc.expressions.types import NULL, Record, Type
from mistralc.model import Definitions
from mistralc.rules.expressions.found import is_condition
from mistralc.rules.rule import Rule
from mistralc.rules.types.constants import value_of

_JINJA_BLOCK = re.compile(r"\{\{.*?\}\}", re.S)


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """A condition holds when its value counts as true in Python; Mistral: direct_workflow.py `_find_next_tasks`."""
    for data in data_of(definitions).workflows:
        for examined in data.examined:
            if is_condition(examined):
                found = _outcome(examined)
                if found:
                    outcome, help_ = found
                    yield RULE.at(examined.text.span(), f"this condition is always {outcome}", help=help_)


def _outcome(examined: Examined) -> tuple[str, str] | None:
    """Whether the condition always holds or never, and what to do about it."""
    text = examined.text.text
    if language_of(text) == YAQL and not _is_whole(text):
        return "true", "write one expression, <% a and b %>: several with text between them are a text, and true"
    if language_of(text) == JINJA and _has_text_around(text):
        return "true", "take out what stands around the expression: with it the value is a text, and true"
    if not examined.findings and not examined.reads:
        known = _by_type(examined.type) or _by_value(examined)
        if known:
            return known
    holds = None if reads(text).volatile else _by_form(examined)
    if holds is None:
        return None
    return ("true" if holds else "false"), "take out the part that decides it"


def _is_whole(text: str) -> bool:
    return text.startswith("<%") and text.endswith("%>") and text.count("<%") == 1


def _has_text_around(text: str) -> bool:
    """Whether something is left of a Jinja text without its blocks."""
    return "{%" not in text and bool(_JINJA_BLOCK.sub("", text))


def _by_type(type_: Type) -> tuple[str, str] | None:
    if isinstance(type_, Record) and not type_.open:
        return "true", "compare a field of it, as in task().state = SUCCESS"
    return ("false", "null counts as false: take the condition or the transition out") if type_ == NULL else None


def _by_value(examined: Examined) -> tuple[str, str] | None:
    """The outcome of a condition that reads nothing."""
    known = value_of(examined)
    if not isinstance(known, tuple):
        return None
    (value,) = known
    if value and isinstance(value, str):
        return "true", "a bare word is a text, and true: compare it with something"
    return ("true" if value else "false"), "take the condition out, or let it depend on a value"


def _by_form(examined: Examined) -> bool | None:
    """The outcome that the form decides: `a or true`, `a = 1 and a = 2`. None when a value decides."""
    try:
        formula = of_yaql(examined.tree) if examined.tree else of_jinja(examined.text.text)
        return outcome(formula) if formula else None
    except RecursionError:  # nested too deep to be walked through: nothing is known of it
        return None


RULE = Rule(
    code="W653",
    title="a condition that is always true or always false",
    explanation="A condition holds when its value counts as true: a text that is not empty does, whatever it says, "
    "`'false'` too. So does a condition of two expressions (`<% $.a %> and <% $.b %>` is a text) and a bare word "
    "(`<% succeeded %>`, which is how Orquesta writes it). Parts that contradict each other never hold together "
    "(`$.a = 1 and $.a = 2`), and of `$.a != 1 or $.a != 2` one part always does.",
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
