"""What an expression reads: the result of the analysis, the same for both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from mistralc.expressions.names import ABOUT_RUN

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reads:
    """What evaluation may ask for. Never less than it does ask for; more only where the text does not tell.

    ``variables``: top-level names of the context (the reserved ``__env``, ``__execution`` and ``__task_execution``
    among them when they are spelled out); ``everything``: the context as a whole.
    ``functions`` and ``filters``: names called (filters of Jinja apart). ``tasks``: names given to ``task()``;
    ``all_tasks``: a name that is computed, or ``tasks()``; ``current_task``: ``task()`` without a name.
    ``globals`` and ``all_globals``: the same for ``global()``.
    ``volatile``: two evaluations over the same context may differ (``uuid()``, ``now()``, a function of the site).
    """

    variables: frozenset[str] = _NONE
    everything: bool = False
    functions: frozenset[str] = _NONE
    filters: frozenset[str] = _NONE
    tasks: frozenset[str] = _NONE
    all_tasks: bool = False
    current_task: bool = False
    globals: frozenset[str] = _NONE
    all_globals: bool = False
    volatile: bool = False

    @property
    def nothing(self) -> bool:
        """Whether every evaluation has the same outcome, wherever it takes place."""
        asked = self.variables or self.everything or self.current_task or self.volatile
        return not (asked or (self.functions | self.filters) & ABOUT_RUN)

    def __or__(self, other: Reads) -> Reads:
        return merge((self, other))

    def restrict(self, context: Mapping[str, Any]) -> Mapping[str, Any]:
        """The part of the context that is read, as a dict (the context itself when everything is)."""
        if self.everything:
            return context
        return {name: context[name] for name in sorted(self.variables) if name in context}


NOTHING = Reads()
UNKNOWN = Reads(everything=True, all_tasks=True, current_task=True, all_globals=True, volatile=True)
"""What anything may read."""


def merge(parts: Iterable[Reads]) -> Reads:
    """The reads of several expressions together."""
    merged: dict[str, Any] = {}
    some = [part for part in parts if part is not NOTHING]
    if len(some) == 1:
        return some[0]
    for part in some:
        for field in fields(Reads):
            value = getattr(part, field.name)
            merged[field.name] = merged[field.name] | value if field.name in merged else value
    return Reads(**merged) if merged else NOTHING


class Collector:
    """Gathers reads while an AST is walked; the rules about Mistral's functions that both languages share."""

    def __init__(self, site_names: frozenset[str], volatile_names: frozenset[str]) -> None:
        self._site_names = site_names
        self._volatile_names = volatile_names
        self._sets: dict[str, set[str]] = {name: set() for name in ("variables", "functions", "filters")}
        self._sets |= {"tasks": set(), "globals": set()}
        self._flags: set[str] = set()

    def variable(self, name: str) -> None:
        self._sets["variables"].add(name)

    def flag(self, *names: str) -> None:
        self._flags.update(names)

    def filter(self, name: str) -> None:
        self._sets["filters"].add(name)
        self._effects(name)

    def function(self, name: str) -> None:
        self._sets["functions"].add(name)
        self._effects(name)

    def _effects(self, name: str) -> None:
        if name in self._volatile_names:
            self.flag("volatile")
        if name in self._site_names:
            self.unknown_call()
        if name == "tasks":
            self.flag("all_tasks")

    def unknown_call(self) -> None:
        """Code we cannot see is called: with the context in hand, it may read anything."""
        self.flag("everything", "all_tasks", "current_task", "all_globals", "volatile")

    def task(self, name: object) -> None:
        """``task()`` was called with this literal (``...`` when it is computed)."""
        if name is None or name == "":
            self.flag("current_task")
        elif isinstance(name, str):
            self._sets["tasks"].add(name)
        else:
            self.flag("all_tasks", "current_task")

    def global_(self, name: object) -> None:
        """``global()`` was called with this literal (``...`` when it is computed)."""
        if isinstance(name, str):
            self._sets["globals"].add(name)
        else:
            self.flag("all_globals")

    def indirect(self, name: object) -> None:
        """A function is called by this name with arguments that are not seen (``...``: any function)."""
        if not isinstance(name, str):
            self.unknown_call()
            return
        self.function(name)
        if name == "task":
            self.task(...)
        elif name == "global":
            self.global_(...)

    def reads(self) -> Reads:
        sets = {name: frozenset(values) for name, values in self._sets.items()}
        return Reads(**sets, **dict.fromkeys(self._flags, True))  # type: ignore[arg-type]
