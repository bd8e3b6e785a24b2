"""I703: actions that the checker does not know."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import Standing, standing
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.actions.facts import facts
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Once for each family in a file, where it is met first. Names that have no family are W702's."""
    told = {"std"}
    for fact in facts(definitions, project):
        site = fact.site
        family, dot, _ = site.name.partition(".")
        if site.is_workflow or not dot or family in told or standing(site.name) is not Standing.UNKNOWN:
            continue
        if fact.callee is None:
            told.add(family)
            yield RULE.at(
                site.span,
                f"actions named '{family}.…' are custom: their names and arguments are not checked",
                help="Mistral needs them installed; on Airflow use `std` actions or a workflow instead",
            )


RULE = Rule(
    code="I703",
    title="actions that are not checked",
    explanation="Mistral finds custom actions by the packages that are installed beside it. The checker knows those "
    "of Mistral and of OpenStack's clients; of others it cannot say whether they exist or what they take.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: acme.snapshot
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
""",
    check_among=check,
)
