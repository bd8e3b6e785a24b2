"""W609: an expression where none is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import Action, Definitions, Workflow
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `engine/workflows.py` `prepare_input` takes defaults as they are written."""
    owners: list[Workflow | Action] = [*definitions.workflows, *definitions.actions]
    for owner in owners:
        yield from _defaults(owner)


def _defaults(owner: Workflow | Action) -> Iterator[Diagnostic]:
    for declared in owner.input:
        if not declared.required and _holds_expression(declared.default):
            yield RULE.at(
                owner.document.span(declared.at),
                f"the default of input '{declared.name}' is this text itself: defaults are not evaluated",
                help="write a plain value, or compute it in `vars`",
            )


def _holds_expression(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_expression, value.values()))
    return any(map(_holds_expression, value)) if isinstance(value, list) else is_expression(value)


RULE = Rule(
    code="W609",
    title="an expression where none is evaluated",
    explanation="The default of an input is taken as it is written. An expression in it is not evaluated, so the "
    "workflow gets its text.",
    bad="""\
version: '2.0'
greeting:
  input:
    - name: <% env().name %>
  tasks:
    hello:
      action: std.echo output=<% $.name %>
""",
    good="""\
version: '2.0'
greeting:
  vars:
    name: <% env().name %>
  tasks:
    hello:
      action: std.echo output=<% $.name %>
""",
    check=check,
)
