"""W414: a task that runs once for each of several branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from mistralc.analysis.exclusive import Way, extends
from mistralc.analysis.graph import Edge, Graph, graph_of
from mistralc.analysis.reach import FINAL_COMMANDS
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Event, Workflow, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows

_GOES_WELL = (Event.SUCCESS, Event.COMPLETE)

MAX_EDGES = 16
"""Transitions to one task that are compared two by two."""


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Only what happens in every run that comes to the second transition and in which no task fails."""
    for workflow in intact_direct_workflows(definitions):
        graph = graph_of(workflow)
        for name, taken in _taken(graph).items():
            if "join" not in (workflow.document.value(graph.tasks[name].at) or ()):
                pairs = combinations(taken[:MAX_EDGES], 2)
                pair = next(((a, b) for (a, x), (b, y) in pairs if a.source != b.source and extends(x, y)), None)
                if pair:
                    yield _twice(workflow, *pair)


def _taken(graph: Graph) -> Mapping[str, Sequence[tuple[Edge, Way]]]:
    """The transitions to each task that are taken when all goes well, with the conditions that were met before."""
    found: dict[str, list[tuple[Edge, Way]]] = {}
    runs: dict[str, Way] = {}
    start = Way(None, frozenset())
    for name in graph.order():
        edges = [edge for edge in graph.inbound(name) if edge.event in _GOES_WELL and _goes_on(edge, graph)]
        taken = found[name] = [(edge, _way(edge, runs)) for edge in edges if edge.source in runs]
        if not graph.inbound(name):
            runs[name] = start
        elif taken and (not graph.tasks[name].join or _completes(name, taken, graph)):
            runs[name] = _last(taken)
    return found


def _last(taken: Sequence[tuple[Edge, Way]]) -> Way:
    return max((way for _, way in taken), key=lambda way: way.depth)


def _completes(name: str, taken: Sequence[tuple[Edge, Way]], graph: Graph) -> bool:
    """Whether all that a join waits for comes in one run."""
    sources = {edge.source for edge in graph.inbound(name)}
    last = _last(taken)
    return sources == {edge.source for edge, _ in taken} and all(extends(way, last) for _, way in taken)


def _way(edge: Edge, runs: Mapping[str, Way]) -> Way:
    """A condition is a fact of its own: nothing is known of it but that it held."""
    return runs[edge.source].on(
        frozenset({(f"{edge.source}: {edge.target}", edge.guard)}) if edge.guard else frozenset()
    )


def _goes_on(edge: Edge, graph: Graph) -> bool:
    """A condition on `fail` is met when something does not go well."""
    final = [other for other in graph.outbound(edge.source) if other.target in FINAL_COMMANDS]
    return all(other.target == "fail" and (other.guard or other.event not in _GOES_WELL) for other in final)


def _twice(workflow: Workflow, first: Edge, second: Edge) -> Diagnostic:
    document = workflow.document
    return RULE.at(
        document.key_span(workflow.tasks[first.target].at),
        f"task '{first.target}' runs twice: after '{first.source}' and again after '{second.source}'",
        help="write `join: all` to run it once, when both have ended",
        related=tuple(Label(target_span(document, edge.transition), "started here") for edge in (first, second)),
    )


RULE = Rule(
    code="W414",
    title="a task that runs once for each branch",
    explanation="A task without `join` runs each time that a transition leads to it. Branches that run side by side "
    "and end in one task start it several times.",
    bad="""\
version: '2.0'
backup:
  tasks:
    begin:
      action: std.noop
      on-success: [snapshot, notify]
    snapshot:
      action: std.noop
      on-success: report
    notify:
      action: std.noop
      on-success: report
    report:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    begin:
      action: std.noop
      on-success: [snapshot, notify]
    snapshot:
      action: std.noop
      on-success: report
    notify:
      action: std.noop
      on-success: report
    report:
      join: all
      action: std.noop
""",
    check=check,
)
