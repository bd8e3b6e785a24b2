"""W413: tasks that require each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Workflow
from mistralc.rules.rule import Rule

MAX_CYCLES = 16
"""More in one workflow are not told."""

MAX_LOOKED_AT = 16
"""So many requirements of a cycle are weighed against each other."""


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `workflow/reverse_workflow.py`, which finds nothing to start and ends well."""
    for workflow in definitions.workflows:
        if workflow.type == "reverse":
            required = {name: _required(workflow, name) for name in workflow.tasks}
            yield from islice(_cycles(workflow, required), MAX_CYCLES)


def _cycles(workflow: Workflow, required: dict[str, tuple[str, ...]]) -> Iterator[Diagnostic]:
    """One report after the other, each without the requirement that the one before has told of."""
    while waiting := _required_again(_waiting_for_ever(required), required):
        cycle = next((cycle for name in waiting if (cycle := _cycle(name, required))), None)
        if cycle is None:
            return
        first, second = _to_blame(cycle, required)
        yield _report(workflow, cycle, first, second)
        required[first] = tuple(name for name in required[first] if name != second)


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


def _required_again(waiting: list[str], required: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Those of the waiting tasks that others of them require: the others are in no cycle."""
    left = set(waiting)
    requiring = dict.fromkeys(waiting, 0)
    for name in waiting:
        for other in required[name]:
            if other in left:
                requiring[other] += 1
    free = [name for name, count in requiring.items() if not count]
    for name in free:
        left.discard(name)
        for other in required[name]:
            if other in left:
                requiring[other] -= 1
                if not requiring[other]:
                    free.append(other)
    return [name for name in waiting if name in left]


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


def _to_blame(cycle: list[str], required: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """The requirement of a cycle that is likely the mistake: most is mended without it, and it is unlike the others.

    The tasks of a workflow are mostly written in one order, those that are required first or last.
    """
    place = {name: number for number, name in enumerate(required)}
    edges = [(name, other) for name, others in required.items() for other in others if other in place]
    later = sum(place[other] > place[name] for name, other in edges)
    usual = 2 * later > len(edges)

    def doubt(edge: tuple[str, str]) -> tuple[int, bool]:
        name, other = edge
        without = {**required, name: tuple(one for one in required[name] if one != other)}
        return len(_waiting_for_ever(without)), (place[other] > place[name]) is usual

    pairs = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    return min(pairs[:MAX_LOOKED_AT], key=doubt)


def _report(workflow: Workflow, cycle: list[str], name: str, other: str) -> Diagnostic:
    document, task = workflow.document, workflow.tasks[name]
    own = (document.value(task.at) or {}).get("requires")
    owner = task.at if other in task.requires else (*workflow.at, "task-defaults")
    place = (*owner, "requires", own.index(other)) if isinstance(own, list) and other in own else (*owner, "requires")
    start = cycle.index(name)
    way = " → ".join(f"'{one}'" for one in [*cycle[start:], *cycle[:start], name])
    return RULE.at(
        document.span(place),
        f"tasks require each other, so none of them starts: {way}",
        help="remove one of the requirements",
        related=(Label(document.key_span(workflow.tasks[other].at), "required, and requires"),),
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
