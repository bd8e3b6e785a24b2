"""What the rules about expressions and types share: findings of the type inference as diagnostics, and conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mistralc.analysis.dataflow import Examined, data_of
from mistralc.analysis.texts import Moment
from mistralc.diagnostics import Diagnostic
from mistralc.expressions.types import Finding, Kind
from mistralc.model import Definitions, Event
from mistralc.rules.rule import Rule

CALLS = frozenset({Kind.UNKNOWN_METHOD, Kind.ARITY, Kind.UNKNOWN_ARGUMENT, Kind.REPEATED_ARGUMENT})
SITES = frozenset({Kind.UNKNOWN_FUNCTION, Kind.UNKNOWN_FILTER, Kind.UNKNOWN_TEST})
"""A site may add functions of its own, which Mistral offers as filters too."""
VALUES = frozenset({Kind.TYPES, Kind.UNKNOWN_PROPERTY})

_CLAUSES = frozenset(event.value for event in Event)
_CONDITIONS = frozenset({"break-on", "continue-on", "fail-on", "pause-before"})


def findings(definitions: Definitions, kinds: Collection[Kind]) -> Iterator[tuple[Examined, Finding]]:
    """Each finding of these kinds."""
    for examined in data_of(definitions).examined():
        for finding in examined.findings:
            if finding.kind in kinds:
                yield examined, finding


def certain(rule: Rule, definitions: Definitions, kinds: Collection[Kind], otherwise: str) -> Iterator[Diagnostic]:
    """A diagnostic for each finding that every evaluation of its text comes to."""
    for examined, finding in findings(definitions, kinds):
        if finding.always:
            yield diagnostic(rule, examined, finding, finding.message, otherwise)


def diagnostic(rule: Rule, examined: Examined, finding: Finding, message: str, otherwise: str) -> Diagnostic:
    """A finding at its place; `otherwise` is the help when the finding has none of its own."""
    notes = (f"expected {finding.expected}",) if finding.expected else ()
    span = examined.text.span(finding.start, finding.end)
    return rule.at(span, message, help=finding.help or otherwise, notes=notes)


def is_condition(examined: Examined) -> bool:
    """Whether the text decides about a transition, a retry or a policy."""
    path = examined.text.path
    if path[-1] in _CONDITIONS:
        return True
    if path[-1] == "next" or not isinstance(path[-1], str):  # the message of a command, not a guard behind a target
        return False
    return examined.text.point.moment is Moment.AFTER and any(step in _CLAUSES for step in path[:-1])
