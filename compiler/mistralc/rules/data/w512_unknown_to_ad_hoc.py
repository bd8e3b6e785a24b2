"""W512: a variable of an ad-hoc action that nobody gives it."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.analysis.kept import kept
from mistralc.analysis.texts import Moment
from mistralc.diagnostics import Diagnostic, respell
from mistralc.model import Action, Definitions
from mistralc.rules.data.variables import shown
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral evaluates `base-input` with the context of the task that calls, too (case: a variable of `vars`)."""
    file = data_of(definitions)
    owners = {action.at: action for action in definitions.actions}
    for examined in file.actions:
        action = owners.get(examined.text.path[:1]) or owners.get(examined.text.path[:2])
        if action is None or examined.text.point.moment is not Moment.BASE or definitions.lacks_input(action.at):
            continue
        declared = [declared.name for declared in action.input]
        for read in examined.reads:
            if read.name not in declared and read.name not in _of_workflows(project) and not read.name.startswith("__"):
                place = examined.text.span(read.start, read.end)
                yield RULE.at(
                    place,
                    f"'{shown(examined, read.name)}' is no input of {_named(action)}, and no workflow has it",
                    help=respell(read.name, place, declared, otherwise="declare it under `input`"),
                )


def _named(action: Action) -> str:
    return f"the ad-hoc action '{action.name}'"


@kept
def _of_workflows(project: Project) -> frozenset[str]:
    """Every variable of every workflow, and what Mistral adds."""
    found = {"openstack"}
    for definitions in project.files:
        for data in data_of(definitions).workflows:
            flow = data.flow
            found.update(declared.name for declared in flow.workflow.input)
            found.update(flow.workflow.vars or {}, flow.sites.published, flow.sites.globals)
            found.update(loop.variable for task in flow.workflow.tasks.values() for loop in task.with_items)
    return frozenset(found)


RULE = Rule(
    code="W512",
    title="a variable that an ad-hoc action does not get",
    explanation="`base-input` sees the input of the ad-hoc action, and the variables of the workflow that calls it. "
    "This name is neither declared nor a variable of any workflow that is checked: the action fails.",
    bad="""\
version: '2.0'
name: book
actions:
  greet:
    input: [name]
    base: std.echo
    base-input:
      output: hello <% $.nmae %>
workflows:
  greeting:
    tasks:
      hello:
        action: greet name="you"
""",
    good="""\
version: '2.0'
name: book
actions:
  greet:
    input: [name]
    base: std.echo
    base-input:
      output: hello <% $.name %>
workflows:
  greeting:
    tasks:
      hello:
        action: greet name="you"
""",
    check_among=check,
)
