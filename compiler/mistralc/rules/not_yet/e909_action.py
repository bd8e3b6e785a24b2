"""E909: an action that is Mistral's own and not there yet."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import AVAILABLE, Standing, standing
from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import Definitions
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """A name that is an expression is known only when it is evaluated, and refused there."""
    table = AdHocTable(definitions.actions)
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            name = task.action.name if task.action else ""
            base = table.base(workflow, name)
            if not is_expression(name) and standing(base) is Standing.LATER:
                place = workflow.document.span((*task.at, "action"))
                below = f" (below the ad-hoc action '{name}')" if table.called(workflow, name) else ""
                yield refuse(RULE, place, f"the action '{base}'{below}", _HELP)


_HELP = f"the actions of this version are {', '.join(sorted(AVAILABLE))}"

RULE = Rule(
    code="E909",
    title="this action is not there yet",
    explanation="The action is one that comes with Mistral, and this version cannot run it. The actions it can run are "
    + ", ".join(f"`{name}`" for name in sorted(AVAILABLE))
    + ".",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: cinder.volume_snapshots_create
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
""",
    check=check,
)
