"""E310: two workflows that would be one DAG, two ad-hoc actions of one name."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Label
from mistralc.identifiers import CRON_TRIGGERS_DAG, airflow_id
from mistralc.model import Action, Definitions, Workflow
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Looks at all workflows that are compiled together, of several files too."""
    first: dict[str, Workflow] = {}
    for workflow in definitions.workflows:
        dag_id = airflow_id(workflow.qualified_name)
        if dag_id.casefold() == CRON_TRIGGERS_DAG:
            yield RULE.at(
                workflow.document.key_span(workflow.at),
                f"workflow '{workflow.qualified_name}' would be the DAG of cron triggers: {dag_id}.py",
                help="give the workflow another name",
            )
        earlier = first.setdefault(dag_id.casefold(), workflow)
        if earlier is not workflow:
            place = earlier.document.key_span(earlier.at)
            yield RULE.at(
                workflow.document.key_span(workflow.at),
                _message(workflow, earlier, dag_id),
                help="give one of the two another name, or compile them into different folders",
                related=(Label(place, "defined here"),) if place.file == workflow.document.name else (),
            )

    yield from _same_actions(definitions)


def _same_actions(definitions: Definitions) -> Iterator[Diagnostic]:
    """Ad-hoc actions are found by name, as workflows are (in Mistral names are unique in its database)."""
    first: dict[str, Action] = {}
    for action in definitions.actions:
        earlier = first.setdefault(action.qualified_name, action)
        if earlier is not action:
            place = earlier.document.key_span(earlier.at)
            yield RULE.at(
                action.document.key_span(action.at),
                f"the ad-hoc action '{action.qualified_name}' is already defined at {place}",
                help="give one of the two another name, or compile their workflows separately",
            )


def _message(workflow: Workflow, earlier: Workflow, dag_id: str) -> str:
    name, other = workflow.qualified_name, earlier.qualified_name
    place = earlier.document.key_span(earlier.at)
    if name == other:
        return f"workflow '{name}' is already defined at {place}"
    return f"workflow '{name}' would be the same DAG file as '{other}' at {place}: {dag_id}.py"


RULE = Rule(
    code="E310",
    title="two workflows would be one DAG",
    explanation="Each workflow becomes one DAG file, named after it. Airflow allows letters, digits, `_`, `-` and `.` "
    "in the id of a DAG; what else is in a name becomes `_`, and file systems may not tell capital letters from small "
    "ones. So two names that differ in nothing else, or one name in two files, cannot be compiled together. Nor can "
    "two ad-hoc actions of one name. The DAG of cron triggers, `mistral_cron_triggers`, is ours.",
    bad="""\
version: '2.0'
nightly_backup:
  tasks:
    snapshot:
      action: std.noop
nightly backup:
  tasks:
    snapshot:
      action: std.noop
""",
    good="""\
version: '2.0'
nightly_backup:
  tasks:
    snapshot:
      action: std.noop
weekly backup:
  tasks:
    snapshot:
      action: std.noop
""",
    check=check,
)
