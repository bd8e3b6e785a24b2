"""The variables and functions that the expressions of one task see.

Lookup order, first hit wins (mistral `data_flow.ContextView`): item of with-items, branch, then vars and
globals, then input. Only the variables that an expression reads are fetched; values are data and are never evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.functions import TaskFunctions
from mistral_airflow.flow.run import Run
from mistralc import expressions

MISSING = object()


class Scope:
    """Evaluates data of the workflow's text for one task (or, with no task, for the workflow's output)."""

    def __init__(
        self, run: Run, branch: Environment, functions: TaskFunctions, items: Mapping[str, Any] | None = None
    ) -> None:
        self._run = run
        self._branch = branch
        self._functions = functions
        self._items = items or {}

    def with_items(self, items: Mapping[str, Any]) -> Scope:
        """The same scope with the variables of one item of with-items before all others."""
        return Scope(self._run, self._branch, self._functions, items)

    def of_ad_hoc(self, arguments: Mapping[str, Any]) -> Scope:
        """What the base-input of an ad-hoc action called with `arguments` sees."""
        return _AdHocScope(self._run, self._branch, arguments)

    def evaluate(self, data: Any) -> Any:
        """`data` with every expression in it evaluated. Raises ExpressionError."""
        if data is None or isinstance(data, bool | int | float):
            return data
        reads = expressions.reads(data)
        return expressions.evaluate(data, self._context(reads), self._functions)

    def _context(self, reads: expressions.Reads) -> dict[str, Any]:
        if reads.everything:
            return {**self._internals(), **self.all()}
        return self.some(reads.variables)

    def some(self, names: Iterable[str]) -> dict[str, Any]:
        """The variables of these names that are in sight."""
        found = ((name, self.lookup(name)) for name in names)
        return {name: value for name, value in found if value is not MISSING}

    def all(self) -> dict[str, Any]:
        """Every variable in sight."""
        shared = dict.fromkeys(self._run.shared_names())
        names = {**self._run.input, **shared, **dict.fromkeys(self._branch), **self._items}
        found = ((name, self.lookup(name)) for name in names)
        return {name: value for name, value in found if value is not MISSING}

    def lookup(self, name: str) -> Any:
        """The value of a variable, MISSING where there is none in sight."""
        if name in self._items:
            return self._items[name]
        if name in self._branch:
            return self._run.variable(self._branch[name], name)
        shared, value = self._run.shared(name)
        if shared:
            return value
        return self._run.input.get(name, MISSING)

    def _internals(self) -> Mapping[str, Any]:
        """What Mistral keeps in a context beside variables; seen by whoever reads `$` whole."""
        internals: dict[str, Any] = {"__env": self._run.env, "__execution": {"id": self._run.id}}
        if self._functions.current:
            name = self._functions.current.name
            internals["__task_execution"] = {"id": self._run.task_uuid(name), "name": name}
        return internals


class _AdHocScope(Scope):
    """The arguments of the action, then the branch, vars and globals; no input of the workflow, no current task."""

    def __init__(self, run: Run, branch: Environment, arguments: Mapping[str, Any]) -> None:
        super().__init__(run, branch, TaskFunctions(run))
        self._arguments = arguments

    def all(self) -> dict[str, Any]:
        names = dict.fromkeys((*self._arguments, *self._run.shared_names(), *self._branch))
        return {name: self.lookup(name) for name in names}

    def lookup(self, name: str) -> Any:
        """The value of a variable, MISSING where there is none in sight."""
        if name in self._arguments:
            return self._arguments[name]
        if name in self._branch:
            return self._run.variable(self._branch[name], name)
        shared, value = self._run.shared(name)
        return value if shared else MISSING
