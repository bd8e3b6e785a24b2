"""W508: with-items over lists of different lengths."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions
from mistralc.rules.data.loops import Looped, loops
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: tasks.py `_get_with_items_values` asks for arrays of one length."""
    for data in data_of(definitions).workflows:
        known: dict[tuple[str | int, ...], Looped] = {}
        for loop, looped in loops(data):
            if looped.length is None:
                continue
            owner = loop.at[: loop.at.index("with-items")]
            first = known.setdefault(owner, looped)
            if first.length != looped.length:
                yield RULE.at(
                    looped.span,
                    f"this list has {looped.length} items and the first one {first.length}",
                    help="lists in one with-items are walked side by side: give them the same length",
                    related=(Label(first.span, f"{first.length} items"),),
                )


RULE = Rule(
    code="W508",
    title="with-items over lists of different lengths",
    explanation="Several lists in one `with-items` are walked side by side, an item of each for every action. When "
    "they differ in length the task and the workflow fail.",
    bad="""\
version: '2.0'
backup:
  tasks:
    rename:
      with-items:
        - server in ["alpha", "beta"]
        - name in ["a"]
      action: nova.servers_update server=<% $.server %> name=<% $.name %>
""",
    good="""\
version: '2.0'
backup:
  tasks:
    rename:
      with-items:
        - server in ["alpha", "beta"]
        - name in ["a", "b"]
      action: nova.servers_update server=<% $.server %> name=<% $.name %>
""",
    check=check,
)
