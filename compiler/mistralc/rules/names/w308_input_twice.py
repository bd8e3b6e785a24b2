"""W308: an input that is declared twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mistralc.diagnostics import Diagnostic, Label, Remedy, delete
from mistralc.model import Action, Definitions, Workflow
from mistralc.rules.rule import Rule
from mistralc.source import Path, removal


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: mistral_lib `get_dict_from_entries`, in which the last one counts."""
    owners: list[Workflow | Action] = [*definitions.workflows, *definitions.actions]
    for owner in owners:
        first: dict[str, Path] = {}
        for name, at in _declared(owner):
            if name in first:
                yield _twice(owner, name, first[name], at)
            first.setdefault(name, at)


def _declared(owner: Workflow | Action) -> Iterator[tuple[str, Path]]:
    written: Any = owner.document.value((*owner.at, "input"))
    for index, entry in enumerate(written if isinstance(written, list) else ()):
        at = (*owner.at, "input", index)
        if isinstance(entry, str):
            yield entry, at
        elif isinstance(entry, Mapping):
            yield from ((name, (*at, name)) for name in entry)


def _twice(owner: Workflow | Action, name: str, first: Path, again: Path) -> Diagnostic:
    document = owner.document
    return RULE.at(
        document.key_span(again),
        f"the input '{name}' is declared twice: only this one counts",
        help=Remedy("remove one of the two, or rename it", delete(removal(document, _entry(owner, first)))),
        related=(Label(document.key_span(first), "first declared here"),),
    )


def _entry(owner: Workflow | Action, path: Path) -> Path:
    """What to remove of an input at `path`: its list item, when it is all of that."""
    item = owner.document.value(path[:-1])
    return path[:-1] if isinstance(item, dict) and len(item) == 1 else path


RULE = Rule(
    code="W308",
    title="an input is declared twice",
    explanation="Of two inputs of one name the last counts, with its default or without one. The first has no effect.",
    bad="""\
version: '2.0'
greeting:
  input:
    - name: you
    - name
  tasks:
    hello:
      action: std.echo output=<% $.name %>
""",
    good="""\
version: '2.0'
greeting:
  input:
    - name: you
  tasks:
    hello:
      action: std.echo output=<% $.name %>
""",
    check=check,
)
