"""Functions with effects or changing values, called once however often the expression is evaluated."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any

from mistralc.expressions import json_data, yaml_data
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import SCALARS, SEQUENCES

_Key = tuple[Any, ...]


class Recorder:
    """A function provider that remembers each answer, and gives the answers again after `rewind`.

    Compiled code may call in another order than the library, so answers belong to the function and its arguments.
    """

    __slots__ = ("_answers", "_pending", "_provider")

    def __init__(self, provider: FunctionProvider) -> None:
        self._provider = provider
        self._answers: dict[_Key, list[Callable[[], Any]]] = {}
        self._pending: dict[_Key, list[Callable[[], Any]]] = {}

    def rewind(self) -> None:
        """From now on the answers of before are given again, in their order; after them the provider is asked."""
        self._pending, self._answers = self._answers, {}

    def remembered(self) -> list[Any]:
        """The answers that will be given again."""
        found = []
        for answer in chain.from_iterable(self._pending.values()):
            with suppress(Exception):  # a failure that is raised again is no data
                found.append(answer())
        return found

    def once(self, name: str, arguments: tuple[Any, ...], call: Callable[[], Any]) -> Any:
        """The next remembered answer to this call, or a new one."""
        key = (name, *((type(argument), argument) for argument in arguments))
        try:
            pending = self._pending.get(key)
        except TypeError:
            # Compiled code gives scalars only, so this call was not made before.
            return call()
        answer = pending.pop(0) if pending else _answer(call)
        self._answers.setdefault(key, []).append(answer)
        return answer()

    def env(self) -> Any:
        return self.once("env", (), self._provider.env)

    def execution(self) -> Mapping[str, Any]:
        return self.once("execution", (), self._provider.execution)  # type: ignore[no-any-return]

    def executions(self, *arguments: Any) -> list[Any]:
        return self.once("executions", arguments, lambda: self._provider.executions(*arguments))  # type: ignore[no-any-return]

    def task(self, task_name: str | None = None) -> Mapping[str, Any] | None:
        return self.once("task", (task_name,), lambda: self._provider.task(task_name))  # type: ignore[no-any-return]

    def tasks(self, *arguments: Any) -> list[Any]:
        return self.once("tasks", arguments, lambda: self._provider.tasks(*arguments))  # type: ignore[no-any-return]

    def global_(self, var_name: str) -> Any:
        return self.once("global", (var_name,), lambda: self._provider.global_(var_name))

    def uuid(self) -> str:
        return self.once("uuid", (), lambda: str(uuid.uuid4()))  # type: ignore[no-any-return]

    def now(self) -> datetime.datetime:
        return self.once("now", (), _now)  # type: ignore[no-any-return]


def _answer(call: Callable[[], Any]) -> Callable[[], Any]:
    """What the call did, to be done again."""
    try:
        value = call()
    except Exception as error:  # noqa: BLE001 - whatever a provider raises is its answer, and raised again
        failure = error

        def fail() -> Any:
            raise failure

        return fail
    return lambda: value


def _now() -> datetime.datetime:
    # yaql's zone is dateutil's; loaded late, as few expressions ask for the time.
    from dateutil import tz

    return datetime.datetime.now(tz=tz.tzutc())


def json_parse(value: Any) -> Any:
    if type(value) is not str:
        raise Deopt
    return json_data.json_parse(value)


def json_dump(value: Any) -> str:
    return json_data.json_dump(_of_yaql(value))


def yaml_parse(value: Any) -> Any:
    if type(value) is not str:
        raise Deopt
    return yaml_data.yaml_parse(value)


def yaml_dump(value: Any) -> str:
    return yaml_data.yaml_dump(_of_yaql(value))


def _of_yaql(value: Any) -> Any:
    """The value as yaql has it: these functions tell frozen dicts from others."""
    if type(value) in SCALARS:
        return value
    if type(value) in SEQUENCES:
        return tuple(map(_of_yaql, value))
    if type(value) is dict:
        from mistralc.expressions.yaql import library

        return library.frozen_dict((key, _of_yaql(item)) for key, item in value.items() if _scalar(key))
    raise Deopt


def _scalar(key: Any) -> bool:
    if type(key) in SCALARS:
        return True
    raise Deopt
