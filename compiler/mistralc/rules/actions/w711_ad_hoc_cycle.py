"""W711: ad-hoc actions based on each other."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Action, Definitions
from mistralc.rules.actions.callee import Scope
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral: `actions/adhoc.py`, which gives up on the chain when the action is called."""
    scope = Scope(definitions, project)
    told: set[str] = set()
    for action in definitions.actions:
        chain = [action]
        while (base := scope.action(chain[-1].base.name, chain[-1].workbook)) and base not in chain:
            chain.append(base)
        if base is action and action.qualified_name not in told:
            told.update(each.qualified_name for each in chain)
            yield _cycle(chain)


def _cycle(chain: list[Action]) -> Diagnostic:
    first, last = chain[0], chain[-1]
    way = " → ".join(f"'{action.name}'" for action in [*chain, first])
    return RULE.at(
        last.document.span(last.base.at),
        f"ad-hoc actions are based on each other: {way}",
        help="base one of them on an action that does something",
        related=tuple(Label(a.document.key_span(a.at), "in the cycle") for a in chain[:2] if a is not last),
    )


RULE = Rule(
    code="W711",
    title="ad-hoc actions are based on each other",
    explanation="An ad-hoc action is another name for its base. Where the bases lead back to where they began "
    "there is nothing to run, and a task with such an action fails.",
    bad="""\
version: '2.0'
name: book
actions:
  greet:
    base: shout
  shout:
    base: greet
workflows:
  hello:
    tasks:
      say:
        action: greet
        on-success: cry
      cry:
        action: shout
""",
    good="""\
version: '2.0'
name: book
actions:
  greet:
    base: std.echo output="hi"
  shout:
    base: greet
workflows:
  hello:
    tasks:
      say:
        action: greet
        on-success: cry
      cry:
        action: shout
""",
    check_among=check,
)
