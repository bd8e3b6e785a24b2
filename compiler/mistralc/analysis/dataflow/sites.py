"""Where variables come from: each place of a workflow that gives a variable a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mistralc.analysis.publishing import published
from mistralc.analysis.texts import Moment, Point, basic_publishes
from mistralc.model import Event, Task, Workflow
from mistralc.source import Path, Span

ENDS = (Event.SUCCESS, Event.ERROR, Event.SKIP)


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """One entry of a publish, of `vars` or of `input`: the name, where it stands, what was written."""

    name: str
    path: Path
    value: Any
    point: Point


class Sites:
    """Every publish of a workflow. A task that publishes nothing costs nothing."""

    def __init__(self, workflow: Workflow) -> None:
        self._document = workflow.document
        self._by_path: dict[Path, Site] = {}
        self._branch: dict[tuple[str, Event], Mapping[str, Site]] = {}
        self.published: dict[str, list[Site]] = {}
        """By variable, those that reach the branch of their task."""
        self.globals: dict[str, list[Site]] = {}
        """By variable, those that every task sees."""
        for task in workflow.tasks.values():
            self._read(task)

    def branch(self, task: str, event: Event) -> Mapping[str, Site]:
        """What `task` adds to the context of its branch when it ends so."""
        return self._branch.get((task, event), {})

    def given(self, name: str, task: str, event: Event) -> Site | None:
        """Where `task` gives the name a value in its branch when it ends so."""
        return self.branch(task, event).get(name)

    def span(self, site: Site) -> Span:
        """The place of the name."""
        return self._document.key_span(site.path)

    def _read(self, task: Task) -> None:
        for event in ENDS:
            found = published(task, event)
            if not found:
                continue
            branch = {name: self._site(task, event, "branch", name) for name in found.branch or {}}
            everywhere = [self._site(task, event, "global", name) for name in found.globals or {}]
            self._branch[task.name, event] = branch
            _note(self.published, branch.values())
            _note(self.globals, everywhere)

    def _site(self, task: Task, event: Event, section: str, name: str) -> Site:
        """The entry that wins: on-complete's over the basic one over that of the clause of the event."""
        path, value, ended = next(
            (path, value, ended)
            for path, values, ended in _places(task, event, section)
            if name in values
            for value in (values[name],)
        )
        path = (*path, name)
        if path not in self._by_path:
            self._by_path[path] = Site(name, path, value, Point(Moment.PUBLISH, task.name, ended))
        return self._by_path[path]


def _places(task: Task, event: Event, section: str) -> Iterator[tuple[Path, Mapping[str, Any], Event | None]]:
    for clause_event in (Event.COMPLETE, None, event):
        if clause_event is None:
            if section == "branch":
                yield from (
                    ((*task.at, key), values, event)
                    for ended, key, values in basic_publishes(task)
                    if ended is event and values
                )
            continue
        clause = task.clauses.get(clause_event)
        if clause and clause.publish:
            values = clause.publish.branch if section == "branch" else clause.publish.globals
            ended = None if clause_event is Event.COMPLETE else clause_event
            yield (*clause.publish.at, section), values or {}, ended


def _note(table: dict[str, list[Site]], sites: Any) -> None:
    for site in sites:
        known = table.setdefault(site.name, [])
        if site not in known[-2:]:
            known.append(site)
