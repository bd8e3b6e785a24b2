"""What the rules about undefined variables share: the words and places of a diagnostic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mistralc.analysis.dataflow import Examined, Read, Site, WorkflowData
from mistralc.analysis.texts import Moment
from mistralc.diagnostics import Label, Remedy, near, respell
from mistralc.expressions.text import JINJA, language_of

MAX_LABELS = 3


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
    return respell(read.name, examined.text.span(read.start, read.end), names, otherwise=otherwise)


def misspelt(data: WorkflowData) -> set[str]:
    """The names that undefined ones probably stand for: they are read, if only the author could spell."""
    wrong = ((examined, read) for examined, read in missing_reads(data) if read.variable.undefined)
    return {name for examined, read in wrong for name in near(read.name, data.flow.names(examined.text.point))}
