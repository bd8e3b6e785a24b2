"""Functions with effects or changing values are called once, whether the library has to evaluate again or not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from mistralc.expressions import FunctionUnavailable, NoFunctions, YaqlError, evaluate
from mistralc.expressions.yaql.evaluation import function_of


class Counting(NoFunctions):
    """A provider whose answers say how often it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def task(self, task_name: str | None = None) -> Any:
        self.calls.append(("task", task_name))
        return {"name": task_name, "result": [len(self.calls)], "n": len(self.calls)}

    def env(self) -> Any:
        self.calls.append(("env",))
        return {"n": len(self.calls)}

    def tasks(self, *arguments: Any) -> Any:
        self.calls.append(("tasks", *arguments))
        return []

    def executions(self, *arguments: Any) -> Any:
        self.calls.append(("executions", *arguments))
        return []

    def global_(self, var_name: str) -> Any:
        self.calls.append(("global", var_name))
        raise LookupError(f"no {var_name}")


@pytest.mark.parametrize(
    "rest", ["$.l.memorize()", "str($.l.select($))", "characters(digits => true).len()", "$.l.len()"]
)
def test_a_task_is_asked_for_once(rest: str) -> None:
    provider = Counting()
    value = evaluate(f"<% [task(a).n, task(b).n, task(a).n, {rest}] %>", {"l": [1]}, provider)
    assert value[:3] == [1, 2, 3]
    assert provider.calls == [("task", "a"), ("task", "b"), ("task", "a")]


def test_the_library_is_given_what_was_answered_before() -> None:
    source = "[task(a).result.first(), env().n, task(c).n, task(a).result = [3]]"
    assert function_of(source) is not None
    provider = Counting()
    assert evaluate(f"<% {source} %>", {}, provider) == [1, 2, 3, False]
    assert len(provider.calls) == 4


def test_an_error_of_the_provider_is_its_answer() -> None:
    provider = Counting()
    with pytest.raises(YaqlError, match="no x") as caught:
        evaluate("<% global(x) %>", {}, provider)
    assert type(caught.value.__cause__) is LookupError
    assert provider.calls == [("global", "x")]


def test_all_arguments_reach_the_provider() -> None:
    for source in ("tasks(x, true, ERROR)", "tasks(x, state => ERROR, recursive => true)"):
        provider = Counting()
        evaluate(f"<% {source} %>", {}, provider)
        assert provider.calls == [("tasks", "x", True, "ERROR", False)]
    provider = Counting()
    evaluate("<% executions(i, state => s) %>", {}, provider)
    assert provider.calls == [("executions", "i", None, "s", None, None)]
    evaluate("<% task('') %>", {}, provider)
    assert provider.calls[-1] == ("task", None)


def test_uuids_and_times_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[uuid.UUID] = []
    original = uuid.uuid4

    def counted() -> uuid.UUID:
        made.append(original())
        return made[-1]

    monkeypatch.setattr(uuid, "uuid4", counted)
    # A text of a list is the library's: the expression is evaluated twice, the uuid made once.
    value = evaluate("<% [uuid(), task().result = [1], uuid()] %>", {}, Counting())
    assert [value[0], value[2]] == [str(one) for one in made]
    value = evaluate("<% [now(), now() > datetime(2020, 1, 1), task().result = [1]] %>", {}, Counting())
    assert value[1:] == [True, False]


def test_what_the_provider_cannot_answer_now_is_not_asked_again() -> None:
    class Away(Counting):
        def env(self) -> Any:
            self.calls.append(("env",))
            raise FunctionUnavailable("away")

    provider = Away()
    with pytest.raises(FunctionUnavailable):
        evaluate("<% [task(a), env()] %>", {}, provider)
    assert provider.calls == [("task", "a"), ("env",)]


def test_a_list_of_a_task_is_a_list_and_no_tuple() -> None:
    class Lists(NoFunctions):
        def task(self, task_name: str | None = None) -> Any:
            return {"result": [1, 2]}

    assert evaluate("<% task(a).result = [1, 2] %>", {}, Lists()) is False
    assert evaluate("<% task(a).result + [3] %>", {}, Lists()) == [1, 2, 3]
    assert evaluate("<% str(task(a).result) %>", {}, Lists()) == "[1, 2]"
    with pytest.raises(YaqlError, match="#indexer"):
        evaluate("<% (task(a).result + [3])[0] %>", {}, Lists())
