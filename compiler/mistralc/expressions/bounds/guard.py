"""Evaluation in a process of its own, which is started once, kept, and killed when it does not answer in time.

A signal would not do: it reaches the main thread only, and a regular expression at work lets no other thread run.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from typing import Any

from mistralc.expressions.bounds import frames
from mistralc.expressions.bounds.direct import evaluate_directly
from mistralc.expressions.bounds.limits import Limits, too_large, too_slow, unbounded
from mistralc.expressions.errors import (
    ExpressionError,
    FunctionUnavailable,
    JinjaError,
    LanguageDisabledError,
    YaqlError,
)
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import Options

_MODULE = "mistralc.expressions.bounds.worker"
_KEPT = 2
_FORGIVEN = 30.0
"""Seconds that starting the process may take besides the evaluation."""


class _Worker:
    """One process and the pipes to it."""

    def __init__(self) -> None:
        path = os.pathsep.join(part for part in sys.path if part)
        self.process = subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            # A Ctrl-C is for this process, not for that one.
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.target = self.process.stdin.fileno()
        self.source = self.process.stdout.fileno()
        self.fresh = True

    def end(self) -> None:
        """Kill the process and close the pipes."""
        self.process.kill()
        self.process.wait()
        self.forget()

    def forget(self) -> None:
        """Close the pipes; for the copy of them that a fork makes, too."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        # After a fork the process is another's child: nobody here may wait for it.
        self.process.returncode = self.process.returncode or 0


class _Pool:
    """Processes that wait for work. Threads that need one at the same time get one each."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()

    def take(self) -> _Worker:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return _Worker()
            if worker.process.poll() is None:
                return worker
            worker.forget()

    def give_back(self, worker: _Worker) -> None:
        with self._lock:
            if len(self._idle) < _KEPT:
                self._idle.append(worker)
                return
        worker.end()

    def after_fork(self) -> None:
        """The processes belong to the parent: two would read one answer."""
        left, self._idle, self._lock = self._idle, [], threading.Lock()
        for worker in left:
            worker.forget()


_pool = _Pool()
os.register_at_fork(after_in_child=_pool.after_fork)


def confined(kind: str, text: str, context: Any, functions: FunctionProvider, options: Options, limits: Limits) -> Any:
    """The value of an expression, evaluated elsewhere. Raises ExpressionLimitError when a limit is reached.

    The functions of the provider are called here. Time they take is not counted.
    """
    language = kind.partition("-")[0]
    try:
        request = frames.pack((kind, text, context, options, limits.seconds, limits.megabytes))
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        # No data of a workflow: the caller has put objects of its own into the context, or nested it without end.
        raise unbounded(text, language, error) from error
    worker = _pool.take()
    try:
        what, value = _conversation(worker, request, functions, limits)
    except frames.Late:
        worker.end()
        raise too_slow(text, language, limits) from None
    except frames.Gone:
        worker.end()
        raise too_large(text, language, limits) from None
    except BaseException:
        # Its answer is still to come, and nobody would read it.
        worker.end()
        raise
    _pool.give_back(worker)
    if what == "value":
        return value
    if what == "memory":
        raise too_large(text, language, limits)
    if what == "foreign":
        # The value is nothing that can be sent; its evaluation is known to end.
        return evaluate_directly(kind, text, context, functions, options)
    raise _error(*value)


def _conversation(worker: _Worker, request: bytes, functions: FunctionProvider, limits: Limits) -> tuple[str, Any]:
    deadline = time.monotonic() + limits.seconds + (_FORGIVEN if worker.fresh else 0)
    if worker.fresh:
        worker.fresh = False
        frames.receive(worker.source, deadline)
        deadline = time.monotonic() + limits.seconds
    frames.send(worker.target, request)
    unavailable: FunctionUnavailable | None = None
    while True:
        message = frames.receive(worker.source, deadline)
        if message[0] == "unavailable" and unavailable is not None:
            raise unavailable
        if message[0] != "call":
            return message[0], message[1]
        started = time.monotonic()
        answer, unavailable = _called(functions, message[1], message[2], unavailable)
        frames.send(worker.target, answer)
        deadline += time.monotonic() - started


def _called(
    functions: FunctionProvider, name: str, arguments: tuple[Any, ...], before: FunctionUnavailable | None
) -> tuple[bytes, FunctionUnavailable | None]:
    """What a function of the provider answers, as a message, and the fault that must reach the caller as it is."""
    try:
        return frames.pack(("value", getattr(functions, name)(*arguments))), before
    except FunctionUnavailable as error:
        return frames.pack(("unavailable", str(error))), error
    except Exception as error:  # noqa: BLE001 - providers may raise anything; it belongs to the evaluation
        return _raised(error), before


def _raised(error: Exception) -> bytes:
    try:
        packed = frames.pack(("raise", error))
        pickle.loads(packed[8:])
    except Exception:  # noqa: BLE001 - an error that cannot be sent is told in its own words
        return frames.pack(("raise", RuntimeError(str(error))))
    return packed


def _error(name: str, message: str, expression: str, language: str, reason: str) -> ExpressionError:
    if name == "YaqlError":
        return YaqlError(expression, reason)
    if name == "JinjaError":
        return JinjaError(expression, reason)
    if name == "LanguageDisabledError":
        return LanguageDisabledError(expression, language)
    return ExpressionError(message, expression=expression, language=language, reason=reason)
