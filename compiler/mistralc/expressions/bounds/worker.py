"""The process in which risky expressions are evaluated: it can run out of memory, and it can be killed.

It reads requests from its standard input and answers on its standard output, until that is closed.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from mistralc.expressions.bounds import frames
from mistralc.expressions.bounds.limits import become_worker
from mistralc.expressions.errors import ExpressionError, FunctionUnavailable

_MEGABYTE = 1 << 20
_GRACE = 5


class _RemoteFunctions:
    """Mistral's functions, answered by the process that asked for the evaluation."""

    def __init__(self, source: int, target: int) -> None:
        self._source = source
        self._target = target

    def _ask(self, name: str, *arguments: Any) -> Any:
        frames.send(self._target, frames.pack(("call", name, arguments)))
        what, value = frames.receive(self._source)
        if what == "value":
            return value
        if what == "unavailable":
            raise FunctionUnavailable(value)
        raise value

    def env(self) -> Any:
        return self._ask("env")

    def execution(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._ask("execution")
        return found

    def executions(self, *arguments: Any) -> list[Any]:
        found: list[Any] = self._ask("executions", *arguments)
        return found

    def task(self, task_name: str | None = None) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self._ask("task", task_name)
        return found

    def tasks(self, *arguments: Any) -> list[Any]:
        found: list[Any] = self._ask("tasks", *arguments)
        return found

    def global_(self, var_name: str) -> Any:
        return self._ask("global_", var_name)


def serve(source: int, target: int) -> None:
    """Answer requests until there are no more."""
    functions = _RemoteFunctions(source, target)
    while True:
        try:
            request = frames.receive(source)
        except frames.Gone:
            return
        frames.send(target, _answer(request, functions))


def _answer(request: Any, functions: _RemoteFunctions) -> bytes:
    kind, text, context, options, seconds, megabytes = request
    # Should the other process be gone, nobody else would end this one.
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
    _limit_memory(megabytes)
    try:
        return frames.pack(_evaluated(kind, text, context, options, functions))
    except MemoryError:
        return frames.pack(("memory", None))
    except (pickle.PicklingError, TypeError, AttributeError):
        return frames.pack(("foreign", None))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _limit_memory(None)


def _evaluated(kind: str, text: str, context: Any, options: Any, functions: Any) -> tuple[str, Any]:
    from mistralc.expressions.bounds.direct import evaluate_directly

    try:
        return "value", _portable(evaluate_directly(kind, text, context, functions, options))
    except FunctionUnavailable:
        return "unavailable", None
    except ExpressionError as error:
        if _is_about_memory(error):
            raise MemoryError from error
        return "error", (type(error).__name__, error.message, error.expression, error.language, error.reason)


def _is_about_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _portable(value: Any) -> Any:
    """Iterators as the lists they are stored as; they cannot be sent."""
    if isinstance(value, Iterator):
        return [_portable(item) for item in value]
    if type(value) is dict:
        return {key: _portable(item) for key, item in value.items()}
    return [_portable(item) for item in value] if type(value) is list else value


def _limit_memory(megabytes: int | None) -> None:
    """Let the address space grow by so much from here; None takes the limit away."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = hard
    if megabytes is not None:
        soft = _address_space() + megabytes * _MEGABYTE
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # no Linux: what a Python process with its libraries needs at most
        return 1024 * _MEGABYTE


def main() -> None:
    """Serve the process that started this one; what functions print must not get between the answers."""
    target = os.dup(1)
    os.dup2(2, 1)
    become_worker()
    # Said when everything slow is loaded: from then on the time counts.
    _warm()
    frames.send(target, frames.pack(("ready", None)))
    serve(0, target)


def _warm() -> None:
    """Load what the first evaluation would load, the library too: memory is counted from where it ends."""
    from mistralc.expressions import jinja_language
    from mistralc.expressions.bounds.direct import YAQL, evaluate_directly
    from mistralc.expressions.functions import NoFunctions
    from mistralc.expressions.options import DEFAULT_OPTIONS
    from mistralc.expressions.yaql import library

    evaluate_directly(YAQL, "1", {}, NoFunctions(), DEFAULT_OPTIONS)
    library.evaluate("1", {}, NoFunctions(), DEFAULT_OPTIONS)
    jinja_language.evaluate_source("1", {}, NoFunctions())


if __name__ == "__main__":
    main()
    sys.exit(0)
