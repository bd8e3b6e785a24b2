"""The constructs of the language, in one table: how each is found in a workflow, and what is to be known of it.

Nothing here says what is compiled: that is what the refusals of `mistralc.rules.not_yet` say, found at the same places.
A `note` is the first column of a row of docs/deviations.md; `NOTES` says it in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mistralc.actions import Standing, standing
from mistralc.analysis.cycles import cycles, edges_inside
from mistralc.analysis.graph import ENGINE_COMMANDS, graph_of
from mistralc.analysis.texts import texts
from mistralc.expressions import is_expression
from mistralc.expressions.text import is_jinja, is_yaql
from mistralc.model import Definitions, Event, Task, TaskDefaults, Workflow, target_span
from mistralc.rules import Project
from mistralc.source import Span


@dataclass(frozen=True)
class Use:
    """One place where a construct is used. `name` says more than that of the construct where it has to."""

    name: str
    span: Span
    person: str = ""
    """Why a person has to look at it, when that is known without compiling."""


@dataclass(frozen=True)
class Construct:
    """One thing of the language."""

    name: str
    group: str
    find: Callable[[Workflow, Project], Iterator[Use]]
    note: str = ""
    refusable: bool = True
    """Whether a refusal at the place of a use is about this construct, not about what it is part of."""


def uses(workflow: Workflow, project: Project) -> Iterator[tuple[Construct, Use]]:
    """Every use of every construct in a workflow."""
    for construct in CONSTRUCTS:
        for use in construct.find(workflow, project):
            yield construct, use


def _of_workflow(key: str, group: str, note: str = "") -> Construct:
    """A key of a workflow."""

    def find(workflow: Workflow, _project: Project) -> Iterator[Use]:
        body = workflow.document.value(workflow.at)
        if isinstance(body, dict) and key in body:
            yield Use(key, workflow.document.key_span((*workflow.at, key)))

    return Construct(key, group, find, note)


def _of_task(key: str, group: str, note: str = "") -> Construct:
    """A key of a task or of task-defaults."""

    def find(workflow: Workflow, _project: Project) -> Iterator[Use]:
        owners: list[Task | TaskDefaults] = [*workflow.tasks.values()]
        if workflow.task_defaults:
            owners.append(workflow.task_defaults)
        for owner in owners:
            body = workflow.document.value(owner.at)
            if isinstance(body, dict) and key in body:
                yield Use(key, workflow.document.key_span((*owner.at, key)))

    return Construct(key, group, find, note)


def _joins(wanted: Callable[[Task], bool]) -> Callable[[Workflow, Project], Iterator[Use]]:
    def find(workflow: Workflow, _project: Project) -> Iterator[Use]:
        for task in workflow.tasks.values():
            if task.join is not None and wanted(task):
                yield Use("", workflow.document.key_span((*task.at, "join")))

    return find


def _workflows(kind: str, key: str = "") -> Callable[[Workflow, Project], Iterator[Use]]:
    def find(workflow: Workflow, _project: Project) -> Iterator[Use]:
        if workflow.type == kind:
            place = (*workflow.at, key) if key else workflow.at
            yield Use("", workflow.document.key_span(place))

    return find


def _commands(wanted: str) -> Callable[[Workflow, Project], Iterator[Use]]:
    def find(workflow: Workflow, _project: Project) -> Iterator[Use]:
        for task in workflow.tasks.values():
            for clause in task.clauses.values():
                for transition in clause.next:
                    if transition.target == wanted:
                        yield Use("", target_span(workflow.document, transition))

    return find


def _conditions(workflow: Workflow, _project: Project) -> Iterator[Use]:
    for task in workflow.tasks.values():
        for clause in task.clauses.values():
            for transition in clause.next:
                if transition.guard:
                    yield Use("", workflow.document.span(transition.at))


def _published(section: str) -> Callable[[Workflow, Project], Iterator[Use]]:
    def find(workflow: Workflow, _project: Project) -> Iterator[Use]:
        for task in workflow.tasks.values():
            for clause in task.clauses.values():
                if clause.publish and section in (workflow.document.value(clause.publish.at) or {}):
                    yield Use("", workflow.document.key_span((*clause.publish.at, section)))

    return find


def _loops(workflow: Workflow, _project: Project) -> Iterator[Use]:
    if workflow.type == "direct":
        graph = graph_of(workflow)
        for loop in cycles(graph):
            yield Use("", workflow.document.span(edges_inside(graph, loop)[0].transition.at))


_CUSTOM = "a custom action: a run on Airflow fails at it. Use std.http, std.ssh, an ad-hoc action or a workflow instead"


def _actions(workflow: Workflow, project: Project) -> Iterator[Use]:
    for task in workflow.tasks.values():
        name = task.action.name if task.action else ""
        if not name:
            continue
        place = workflow.document.span((*task.at, "action"))
        if is_expression(name):
            yield Use("an action named by an expression", place)
        elif project.action(name, workflow.workbook):
            yield Use(f"ad-hoc action {name}", place)
        elif standing(name) is Standing.UNKNOWN:
            yield Use(f"action {name}", place, _CUSTOM)
        else:
            yield Use(f"action {name}", place)


_ABSENT = "a workflow that is not among these files: add its file, or mend the name"


def _called(workflow: Workflow, project: Project) -> Iterator[Use]:
    for task in workflow.tasks.values():
        name = task.workflow.name if task.workflow else ""
        if not name:
            continue
        place = workflow.document.key_span((*task.at, "workflow"))
        if is_expression(name):
            yield Use("a workflow named by an expression", place)
        elif project.workflow(name, workflow.workbook):
            yield Use("workflow", place)
        else:
            yield Use(f"workflow {name}", place, _ABSENT)


def _expressions(language: Callable[[str], bool]) -> Callable[[Workflow, Project], Iterator[Use]]:
    def find(workflow: Workflow, _project: Project) -> Iterator[Use]:
        for text in texts(Definitions(workflow.document, "workflow", (workflow,))):
            if language(text.text):
                yield Use("", text.span())

    return find


_CHANGING = re.compile(
    r"\{%-?\s*do\b|\.(?:append|clear|extend|insert|pop|popitem|remove|reverse|setdefault|sort|update)\("
)


def _changes(text: str) -> bool:
    """Whether a Jinja text calls what the sandbox refuses: methods that change a list or a dict."""
    return is_jinja(text) and bool(_CHANGING.search(text))


_LATE = "`join: one` and `join: N` with late triggers"
_ENDING = "`fail` and `succeed` while other branches run"
_GLOBAL = "a dict published globally over a global dict"
_JINJA = "`{% do %}`, `append()` and the like in Jinja"

NOTES = {
    _LATE: "runs once; Mistral runs it again for each trigger that comes late",
    _ENDING: "the run shows its state when the branches that are running have ended; Mistral at once",
    _GLOBAL: "a dict over a dict that is global already is merged; Mistral loses it without a word",
    _JINJA: "fails: an expression may not change what it is given; Mistral lets it",
}

CONSTRUCTS: tuple[Construct, ...] = (
    Construct("direct workflow", "workflows", _workflows("direct")),
    Construct("reverse workflow", "workflows", _workflows("reverse", "type")),
    *(_of_workflow(key, "workflows") for key in ("input", "vars", "output", "output-on-error", "task-defaults")),
    Construct("workflow", "calls", _called),
    _of_task("with-items", "calls"),
    Construct("action", "calls", _actions),
    *(_of_task(event.value, "flow") for event in Event),
    _of_task("requires", "flow"),
    Construct("transition with a condition", "flow", _conditions, refusable=False),
    Construct("loop", "flow", _loops),
    Construct("join: all", "flow", _joins(lambda task: task.join == "all")),
    Construct("join: one or a number", "flow", _joins(lambda task: task.join != "all"), _LATE),
    *(
        Construct(f"command {name}", "flow", _commands(name), _ENDING if name in ("fail", "succeed") else "")
        for name in sorted(ENGINE_COMMANDS)
    ),
    *(_of_task(key, "data") for key in ("publish", "publish-on-error", "publish-on-skip", "keep-result")),
    Construct("publish branch", "data", _published("branch")),
    Construct("publish global", "data", _published("global"), _GLOBAL),
    Construct("publish atomic", "data", _published("atomic")),
    *(
        _of_task(key, "policies")
        for key in (
            "retry",
            "timeout",
            "wait-before",
            "wait-after",
            "pause-before",
            "concurrency",
            "fail-on",
            "safe-rerun",
            "target",
        )
    ),
    Construct("YAQL", "expressions", _expressions(is_yaql), refusable=False),
    Construct("Jinja", "expressions", _expressions(is_jinja), refusable=False),
    Construct("Jinja that changes its input", "expressions", _expressions(_changes), _JINJA, refusable=False),
)
