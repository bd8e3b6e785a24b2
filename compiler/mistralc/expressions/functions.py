"""What the functions of Mistral ask of the world outside an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class FunctionProvider(Protocol):
    """Answers the functions that know about executions and tasks; parameters are those of Mistral's functions.

    Results are plain data. ``task`` gets None for ``task()``, the current task. An error raised here becomes an
    ExpressionError, unless it is a FunctionUnavailable.
    """

    def env(self) -> Any: ...

    def execution(self) -> Mapping[str, Any]: ...

    def executions(
        self,
        id: str | None = None,
        root_execution_id: str | None = None,
        state: str | None = None,
        from_time: str | None = None,
        to_time: str | None = None,
    ) -> list[Any]: ...

    def task(self, task_name: str | None = None) -> Mapping[str, Any] | None: ...

    def tasks(
        self,
        workflow_execution_id: str | None = None,
        recursive: bool = False,
        state: str | None = None,
        flat: bool = False,
    ) -> list[Any]: ...

    def global_(self, var_name: str) -> Any: ...


class NoFunctions:
    """The provider where there is no execution: each function says so."""

    def env(self) -> Any:
        raise _unavailable("env")

    def execution(self) -> Mapping[str, Any]:
        raise _unavailable("execution")

    def executions(
        self,
        id: str | None = None,
        root_execution_id: str | None = None,
        state: str | None = None,
        from_time: str | None = None,
        to_time: str | None = None,
    ) -> list[Any]:
        raise _unavailable("executions")

    def task(self, task_name: str | None = None) -> Mapping[str, Any] | None:
        raise _unavailable("task")

    def tasks(
        self,
        workflow_execution_id: str | None = None,
        recursive: bool = False,
        state: str | None = None,
        flat: bool = False,
    ) -> list[Any]:
        raise _unavailable("tasks")

    def global_(self, var_name: str) -> Any:
        raise _unavailable("global")


def _unavailable(name: str) -> LookupError:
    return LookupError(f"{name}() is not available outside an execution")
