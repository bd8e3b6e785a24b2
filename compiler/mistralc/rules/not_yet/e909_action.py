"""E909: an action of Mistral that cannot run on Airflow."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import Standing, standing, unsupported
from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import Definitions
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """A name that is an expression is known only when it is evaluated, and refused there."""
    table = AdHocTable(definitions.actions)
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            name = task.action.name if task.action else ""
            base = table.base(workflow, name)
            if not is_expression(name) and standing(base) is Standing.UNSUPPORTED:
                reason, remedy = unsupported(base)
                below = f" (below the ad-hoc action '{name}')" if table.called(workflow, name) else ""
                place = workflow.document.span((*task.at, "action"))
                yield RULE.at(place, f"the action '{base}'{below} cannot run on Airflow: {reason}", help=remedy)


RULE = Rule(
    code="E909",
    title="this action cannot run on Airflow",
    explanation="The action is one that comes with Mistral. It changes what is deployed, is a helper inside of a "
    "client library, or what it does cannot be done through openstacksdk. The list of all actions, with the reason for "
    "each that is missing, is `mistralc actions`.",
    bad="""\
version: '2.0'
nightly:
  tasks:
    clean_up:
      action: mistral.workflows_delete identifier="backup"
""",
    good="""\
version: '2.0'
nightly:
  tasks:
    snapshot:
      action: cinder.volume_snapshots_create volume_id="a1b2"
""",
    check=check,
)
