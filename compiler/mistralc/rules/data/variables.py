"""What the rules about undefined variables share: the words and places of a diagnostic."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from mistralc.analysis.dataflow import Examined, Flow, Read, Site, WorkflowData
from mistralc.analysis.texts import Moment, Point
from mistralc.diagnostics import Label, Remedy, near, respell
from mistralc.expressions.text import JINJA, language_of
from mistralc.model import Event

MAX_LABELS = 3
MAX_TASKS = 64
"""How far back the task to blame is looked for."""

SECTIONS = frozenset({"branch", "global", "atomic"})
"""The parts of a publish in an on-clause; elsewhere they are names like others."""


def missing_reads(data: WorkflowData) -> Iterator[tuple[Examined, Read]]:
    """Each place at which a variable may have no value."""
    for examined in data.examined:
        for read in examined.reads:
            if read.variable.missing:
                yield examined, read


def in_same_publish(data: WorkflowData, examined: Examined, read: Read) -> Site | None:
    """The entry of the same publish that gives the variable its value too late, if there is one."""
    if examined.text.point.moment is not Moment.PUBLISH:
        return None
    own = examined.text.path
    known = [*data.flow.sites.published.get(read.name, ()), *data.flow.sites.globals.get(read.name, ())]
    # `site.path` ends with the variable; the text may be nested in its own entry.
    return next((site for site in known if own[: len(site.path) - 1] == site.path[:-1]), None)


def published_here(data: WorkflowData, sites: Iterable[Site], text: str = "published here") -> tuple[Label, ...]:
    """The places of some sites."""
    return tuple(Label(data.flow.sites.span(site), text) for site in list(sites)[:MAX_LABELS])


def shown(examined: Examined, name: str) -> str:
    """The variable as the language of the text writes it."""
    return f"_.{name}" if language_of(examined.text.text) == JINJA else f"$.{name}"


def cure(data: WorkflowData, examined: Examined, read: Read) -> str | Remedy:
    """What to do about a variable that never has a value."""
    if read.name in data.flow.workflow.tasks:
        return f"the result of a task is task({read.name}).result"
    otherwise = "publish it in a task that comes before, or declare it under `input` or `vars`"
    names = data.flow.names(examined.text.point)
    return respell(read.name, examined.text.span(read.start, read.end), *names, otherwise=otherwise)


def misspelt(data: WorkflowData) -> set[str]:
    """The names that undefined ones probably stand for: they are read, if only the author could spell."""
    wrong = ((examined, read) for examined, read in missing_reads(data) if read.variable.undefined)
    return {name for examined, read in wrong for name in near(read.name, *data.flow.names(examined.text.point))}


def way_without(flow: Flow, point: Point, name: str) -> tuple[str, ...]:
    """A note that tells a way to the point on which the variable gets no value, where one task is to blame."""
    publishers = {site.point.task: site.point.event for site in flow.sites.published.get(name, ())}
    if point.moment is Moment.OUTPUT:
        to_blame = next((task for task in publishers if task and _goes_on_after_error(flow, task)), None)
    else:
        to_blame = _culprit(flow, point, name, publishers)
    ended = "success" if publishers.get(to_blame) is Event.ERROR else "error"
    return (f"for example when '{to_blame}' ends in {ended}",) if to_blame else ()


def _goes_on_after_error(flow: Flow, task: str) -> bool:
    edges = flow.graph.outbound(task) if flow.graph else ()
    return any(edge.event is Event.ERROR and edge.target != "fail" for edge in edges)


def _culprit(flow: Flow, point: Point, name: str, publishers: Collection[str | None]) -> str | None:
    """The nearest task before the point that publishes the name in one of its ends and lets a run go on without."""
    if point.moment is Moment.AFTER and point.task in publishers:
        return point.task
    pending = [point.task] if point.task else []
    seen = set(pending)
    for task in islice(pending, MAX_TASKS):
        for arrival in flow.routes.arrivals(task):
            after = (Point(Moment.AFTER, arrival.source, end) for end in arrival.ends)
            if arrival.source in seen or not any(flow.variable(place, name).missing for place in after):
                continue
            if arrival.source in publishers:
                return arrival.source
            seen.add(arrival.source)
            pending.append(arrival.source)
    return None
