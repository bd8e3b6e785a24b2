"""W413: tasks that require each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Workflow
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `workflow/reverse_workflow.py`, which finds nothing to start and ends well."""
    for workflow in definitions.workflows:
        if workflow.type == "reverse":
            required = {name: _required(workflow, name) for name in workflow.tasks}
            told: set[str] = set()
            for name in _waiting_for_ever(required):
                cycle = None if name in told else _cycle(name, required)
                if cycle:
                    told.update(cycle)
                    yield _report(workflow, cycle)


def _required(workflow: Workflow, name: str) -> tuple[str, ...]:
    """What a task requires itself, and by task-defaults, which leave out the task."""
    defaults = workflow.task_defaults.requires if workflow.task_defaults else ()
    own = workflow.tasks[name].requires
    return tuple(dict.fromkeys([*own, *(other for other in defaults if other != name)]))


def _waiting_for_ever(required: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Tasks that require each other, and those that require these."""
    missing = {name: sum(other in required for other in others) for name, others in required.items()}
    requiring: dict[str, list[str]] = {name: [] for name in required}
    for name, others in required.items():
        for other in others:
            requiring.get(other, []).append(name)
    ready = [name for name, count in missing.items() if not count]
    for done in ready:
        for name in requiring[done]:
            missing[name] -= 1
            if not missing[name]:
                ready.append(name)
    return [name for name, count in missing.items() if count]


def _cycle(start: str, required: Mapping[str, tuple[str, ...]]) -> list[str] | None:
    """A shortest way from a task back to itself."""
    before: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for other in required.get(name, ()):
            if other == start:
                way = [name]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if other not in before:
                before[other] = name
                waiting.append(other)
    return None


def _report(workflow: Workflow, cycle: list[str]) -> Diagnostic:
    document, last = workflow.document, workflow.tasks[cycle[-1]]
    owner = last.at if "requires" in (document.value(last.at) or {}) else (*workflow.at, "task-defaults")
    way = " → ".join(f"'{name}'" for name in [*cycle, cycle[0]])
    return RULE.at(
        document.span((*owner, "requires")),
        f"tasks require each other, so none of them starts: {way}",
        help="remove one of the requirements",
        related=(Label(document.key_span(workflow.tasks[cycle[0]].at), "required, and requires"),),
    )


RULE = Rule(
    code="W413",
    title="tasks that require each other",
    explanation="A task of a reverse workflow starts when all that it requires are done. Tasks that require each "
    "other wait for ever: Mistral starts nothing and reports success.",
    bad="""\
version: '2.0'
report:
  type: reverse
  tasks:
    collect:
      action: std.noop
      requires: [send]
    send:
      action: std.noop
      requires: [collect]
""",
    good="""\
version: '2.0'
report:
  type: reverse
  tasks:
    collect:
      action: std.noop
    send:
      action: std.noop
      requires: [collect]
""",
    check=check,
)
