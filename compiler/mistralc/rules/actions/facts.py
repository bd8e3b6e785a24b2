"""What is known of each call: who is called, what it lacks, what it has too much. Worked out once for all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mistralc.analysis.kept import kept
from mistralc.diagnostics import Label, Remedy, respell
from mistralc.model import Definitions
from mistralc.rules.actions.callee import Callee, Scope
from mistralc.rules.actions.calls import Argument, CallSite, calls
from mistralc.rules.project import Project
from mistralc.source import Path


@dataclass(frozen=True)
class CallFact:
    """One call. `callee` is None for what is not known here; then nothing is said of the arguments.

    `is_hidden`: what is called may stand in a part of the file that could not be read. `lacking` are required
    arguments that are not given, `strays` arguments that are not taken.
    """

    site: CallSite
    callee: Callee | None
    is_hidden: bool
    lacking: tuple[str, ...]
    strays: tuple[Argument, ...]

    @property
    def is_unknown(self) -> bool:
        """Whether what is called is nowhere in the files that are checked, nor in the catalogue of actions."""
        return self.callee is None and not self.is_hidden

    @property
    def what(self) -> str:
        """What is called, in words."""
        return self.callee.what if self.callee else f"'{self.site.name}'"

    @property
    def related(self) -> tuple[Label, ...]:
        """Where it is declared, when that is in a file."""
        return (self.callee.declared,) if self.callee and self.callee.declared else ()

    def nearest(self, stray: Argument, otherwise: str) -> Remedy:
        """The remedy for an argument that is not taken: one that is, and is not given yet."""
        names = self.callee.names if self.callee else ()
        free = [name for name in names if name not in self.site.arguments]
        return respell(stray.name, stray.name_span, free, otherwise=otherwise)


def facts(definitions: Definitions, project: Project) -> tuple[CallFact, ...]:
    """Every call in a file, among the files that are checked with it."""
    known = _of_project(project)
    if id(definitions) not in known:
        known[id(definitions)] = tuple(_facts(definitions, project))
    return known[id(definitions)]


def fact_at(definitions: Definitions, project: Project, place: Path) -> CallFact | None:
    """The call of the task or ad-hoc action at a place."""
    return next((fact for fact in facts(definitions, project) if fact.site.at == place), None)


@kept
def _of_project(_project: Project) -> dict[int, tuple[CallFact, ...]]:
    return {}


def _facts(definitions: Definitions, project: Project) -> Iterator[CallFact]:
    scope = Scope(definitions, project)
    for site in calls(definitions):
        callee = scope.callee(site)
        if callee is None:
            yield CallFact(site, None, scope.is_unreadable(site), (), ())
            continue
        lacking = callee.lacking(site) if definitions.is_intact(site.at) else ()
        strays = (site.arguments[name] for name in callee.unknown(site.arguments))
        yield CallFact(site, callee, False, tuple(lacking), tuple(strays))


def listed(names: Iterable[str], before: str = "'", after: str = "'") -> str:
    """`'a', 'b' and 'c'`."""
    *others, last = (f"{before}{name}{after}" for name in names)
    return f"{', '.join(others)} and {last}" if others else last
