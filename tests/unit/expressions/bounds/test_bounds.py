"""Limits of time and memory: what is watched, what is not, and what happens when a limit is reached."""

from __future__ import annotations

import contextlib
import datetime
import math
import os
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from mistralc.expressions import (
    DEFAULT_OPTIONS,
    ExpressionError,
    ExpressionSyntaxError,
    FunctionUnavailable,
    JinjaError,
    NoFunctions,
    YaqlError,
    evaluate,
    evaluate_bare,
    reads,
    validate,
    validate_bare,
)
from mistralc.expressions.bounds import MEGABYTES, SECONDS, ExpressionLimitError, Limits, limits_of_environment
from mistralc.expressions.bounds.confining import confine_yaql
from mistralc.expressions.bounds.jinja_risk import jinja_risk
from mistralc.expressions.bounds.patterns import longest
from mistralc.expressions.bounds.risk import yaql_risk
from mistralc.expressions.bounds.watching import evaluate_yaql
from mistralc.expressions.types import Environment, check, check_jinja
from mistralc.expressions.yaql import evaluation
from mistralc.expressions.yaql.parser import parse

CONTEXT: dict[str, Any] = {
    "n": 3,
    "huge": 10**12,
    "s": "a" * 30 + "!",
    "long": "a" * 5000,
    "l": [1, 2, 3],
    "d": {"k": "v"},
}
SLACK = 5


@pytest.fixture(autouse=True)
def _limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECONDS, "0.5")
    monkeypatch.setenv(MEGABYTES, "100")


def yaql(source: str, context: Any = CONTEXT, functions: Any = None) -> Any:
    return evaluate_yaql(source, context, functions or NoFunctions(), DEFAULT_OPTIONS, evaluation.evaluate)


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("sequence().toList()", None),
        ("sequence().len()", SECONDS),
        ("range($.huge).sum()", SECONDS),
        ("generate(0, true, $ + 1).sum()", SECONDS),
        ("[1].cycle().len()", SECONDS),
        ("x.repeat().len()", SECONDS),
        ("$.s =~ '(a+)+$'", SECONDS),
        ("regex('(a|a)*$').matches($.s)", SECONDS),
        ("$.s.matches('(a*)*b')", SECONDS),
        ("$.s =~ '(a|a|aa)+$'", SECONDS),
        ("$.s !~ '(a?){40}b'", SECONDS),
        ("$.s =~ concat('(a+', ')+$')", SECONDS),
        ("$.long =~ 'a*a*b'", SECONDS),
        ("$.long.matches('a*a*b')", SECONDS),
        (r"$.long =~ '(a+)\\1+b'", SECONDS),
        ("regex('a*a*b').search($.long)", SECONDS),
        ("regex('a*a*b').searchAll($.long)", SECONDS),
        ("regex('a*a*b').split($.long)", SECONDS),
        ("regex('a*a*b').replace($.long, x)", SECONDS),
        ("$.long.replace(regex('a*a*b'), x)", SECONDS),
        ("regex('a*a*b').replaceBy($.long, $.value)", SECONDS),
        ("'a' * 100 * 100 * 100 * 100 * 100", None),
        ("range(3).select(range($ * 1000000000).len())", SECONDS),
        ("'a' * 1000000000", MEGABYTES),
        ("$.d.k * $.huge", MEGABYTES),
        ("1.repeat(10000000000).len()", SECONDS),
        ("range(100000).select(range(100000).sum()).sum()", SECONDS),
        ("[0] * 2000000000", MEGABYTES),
        ("shiftBitsLeft(1, 100000000000)", MEGABYTES),
    ],
)
def test_yaql_ends_at_a_limit(source: str, limit: str | None) -> None:
    yaql("sequence().take(1)")  # starts the process, which is not what is measured
    started = time.monotonic()
    with pytest.raises(ExpressionLimitError) as caught:
        yaql(source)
    assert time.monotonic() - started < 0.5 + SLACK
    assert caught.value.expression == source
    assert source in str(caught.value)
    assert limit is None or limit in str(caught.value)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("{{ 'a' * 1000000000 }}", MEGABYTES),
        ("{{ [0] * 2000000000 }}", MEGABYTES),
        ("{{ 'x'|center(10000000000) }}", MEGABYTES),
        ("{{ '%1000000000d' % 1 }}", MEGABYTES),
        ("{{ 'x'.ljust(10000000000) }}", MEGABYTES),
        ("{{ '{:1000000000}'.format(1) }}", MEGABYTES),
        ("{{ 9 ** _.huge }}", None),
        ("{% for i in range(100000) %}{% for j in range(100000) %}{{ i }}{% endfor %}{% endfor %}{{ 1 }}", None),
    ],
)
def test_jinja_ends_at_a_limit(text: str, limit: str | None) -> None:
    with pytest.raises(ExpressionLimitError) as caught:
        evaluate(text, CONTEXT)
    assert caught.value.expression == text
    assert limit is None or limit in str(caught.value)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("{% for i in _.l %}{{ _.l|join|length }}{% endfor %}{{ 1 }}", {"l": list(range(20_000))}),
        ("{{ _.l|select('in', _.m)|list|length }}", {"l": list(range(40_000)), "m": list(range(50_000, 90_000))}),
        ("{{ _.s|replace('a', _.s)|replace('a', _.s)|length }}", {"s": "a" * 3000}),
    ],
)
def test_jinja_that_is_quadratic_in_the_data_ends_at_a_limit(text: str, context: Any) -> None:
    with pytest.raises(ExpressionLimitError) as caught:
        evaluate(text, context)
    assert caught.value.expression == text


def test_large_answers_to_jinja_are_looked_at_elsewhere() -> None:
    text = "{% for i in task('x').result %}{{ i in task('x').result }}{% endfor %}{{ 1 }}"
    functions = _Functions(list(range(3)))
    assert evaluate(text, {}, functions) == "TrueTrueTrue1"
    many = _Functions(["a"] * 20_000 + ["b"] * 20_000)
    with pytest.raises(ExpressionLimitError):
        evaluate(text, {}, many)


def test_jinjas_range_is_limited_by_its_sandbox() -> None:
    with pytest.raises(JinjaError, match="Range too big"):
        evaluate("{{ range(10 ** 9)|list }}", {})


@pytest.mark.parametrize(
    "source", ["def(f, f($ - 1) + f($ - 1)) -> f(100)", "(" * 3000 + "1" + ")" * 3000, "not " * 3000 + "true"]
)
def test_deep_recursion_ends(source: str) -> None:
    with contextlib.suppress(ExpressionError):
        yaql(source)


@pytest.mark.parametrize(
    "inner",
    ["[" * 3000 + "1", "f(" * 3000, "not " * 3000 + "1", "1" + "[0]" * 2000, "1" + "|e" * 2000, "1" + " + 1" * 3000],
)
def test_jinja_that_is_nested_deep_ends(inner: str) -> None:
    text = f"{{{{ {inner} }}}}"
    with contextlib.suppress(ExpressionSyntaxError):
        validate(text)
    assert isinstance(check_jinja(text), list)
    reads(text)
    with contextlib.suppress(ExpressionError):
        evaluate(text, {})
    with contextlib.suppress(ExpressionError, ExpressionSyntaxError):
        validate_bare(inner, "jinja")
        evaluate_bare(inner, "jinja", {})


@pytest.mark.parametrize("source", ["-" * 1500 + "1", "1" + " + 1" * 1500, "$" + ".a" * 1500])
def test_types_of_what_is_nested_deep_are_unknown(source: str) -> None:
    assert isinstance(check(parse(source), Environment()), list)


def test_a_macro_that_calls_itself_ends() -> None:
    with pytest.raises(JinjaError):
        evaluate("{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}", {})


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("range($.n)", [0, 1, 2]),
        ("x.repeat($.n)", ["x", "x", "x"]),
        ("sequence(1).take(2)", [1, 2]),
        ("sequence().take(1).select(datetime(2026, 1, 2)).first()", datetime.datetime(2026, 1, 2)),
        ("yaml_parse('a: [1]')", {"a": [1]}),
    ],
)
def test_what_is_evaluated_elsewhere_has_the_same_value(source: str, value: object) -> None:
    risk = yaql_risk(source)
    assert risk is not None
    found = yaql(source)
    assert (found.replace(tzinfo=None) if isinstance(found, datetime.datetime) else found) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("$.long =~ '^a*a*$'", True),
        ("$.s.matches('(a+)+')", True),
        ("regex('(a+)+').search($.s)", "a" * 30),
        ("len('ab' * 1000000)", 2_000_000),
        ("regex('a*a*$').replace($.long, b)", "bb"),
    ],
)
def test_what_turns_out_to_be_long_is_evaluated_elsewhere_with_the_same_value(source: str, value: object) -> None:
    assert yaql_risk(source) is None
    assert yaql(source) == value


def test_large_answers_of_functions_are_looked_at_elsewhere() -> None:
    few, many = _Functions([1] * 100), _Functions([1] * 4000)
    source = "task(x).result.join(task(x).result, $1 = 2, $1).len() + task(y).result.len()"
    assert yaql(source, {}, few) == 100
    assert few.calls == 3
    with pytest.raises(ExpressionLimitError, match=SECONDS):
        yaql(source.replace("$1 = 2", "$1 + $2 = 3"), {}, many)
    assert many.calls <= 3


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("$.l.join($.l, $1 + $2 = 0, $1).len()", {"l": list(range(20_000))}),
        ("$.s.replace(a, $.s).replace(a, $.s).len()", {"s": "a" * 3000}),
        ("let(a => $.s.replace(a, $.s)) -> let(b => $a.replace(a, $a)) -> $b.len()", {"s": "a" * 1000}),
        ("let(s => $.s) -> $.l.select($s + str($)).len()", {"l": list(range(20_000)), "s": "a" * 100_000}),
        ("$.l.select('a' * 1000000).len()", {"l": list(range(20_000))}),
        ("$.l.select(('a' * 1000000).toUpper()).toList().len()", {"l": list(range(20_000))}),
        ("$.l.select([$]).sum([]).len()", {"l": list(range(200_000))}),
        # What is not a number has no order: the library takes quadratic time to sort such a list.
        ("$.l.orderBy($).toList().len()", {"l": [math.nan, 1.0] * 4000}),
    ],
)
def test_work_that_is_quadratic_in_the_data_ends_at_a_limit(source: str, context: Any) -> None:
    yaql("sequence().take(1)")
    started = time.monotonic()
    with pytest.raises(ExpressionError) as caught:
        yaql(source, context)
    assert isinstance(caught.value, ExpressionLimitError)
    assert caught.value.expression == source
    assert time.monotonic() - started < 0.5 + SLACK


def test_a_function_is_asked_once_when_its_answer_turns_out_to_be_long() -> None:
    functions = _Functions("a" * 5000)
    assert yaql("task(x).result =~ '^a*a*$'", {}, functions) is True
    assert functions.calls == 1


@pytest.mark.parametrize("text", ["<% range($.n).len() + sequence().first() + $.o.n %>", "{{ _.n * _.o.n }}"])
def test_what_cannot_be_sent_to_the_other_process_is_not_evaluated_without_limits(text: str) -> None:
    with pytest.raises(ExpressionLimitError, match="cannot be handed to the process that limits it"):
        evaluate(text, {"n": 1, "o": {"n": 1, "lock": threading.Lock()}})


def test_data_nested_too_deep_to_be_sent_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ExpressionLimitError):
        evaluate("<% [$.deep, sequence().first()] %>", {"deep": deep})
    while deep:  # what is nested so deep cannot be let go at once either
        deep = deep[0]


def test_errors_of_what_is_evaluated_elsewhere_are_the_same() -> None:
    with pytest.raises(YaqlError) as caught:
        yaql("nosuch(sequence())")
    assert (
        str(caught.value)
        == 'Can not evaluate YAQL expression [expression=nosuch(sequence()), error=Unknown function "nosuch"]'
    )
    with pytest.raises(JinjaError) as other:
        evaluate("{{ _.n * nope }}", CONTEXT)
    assert str(other.value).endswith("error='nope' is undefined]")


SAFE = [
    "$.a",
    "$.a.b.c",
    "$.a + $.b * 2",
    "$.servers.where($.ram > 1).select($.name)",
    "task(x).result.a",
    "range(10)",
    "range(0, $.l.len())",
    "$.s.replace(a, b).split(',')",
    "$.s.matches('^[a-z]+-[0-9]+$')",
    "regex('a.*b').search($.s)",
    "$.l.select($.m.where($ > 1))",
    "$.servers.select(concat($.name, x).replace(a, bb))",
    "$.l.select($ * 2).where($ =~ '^[a-z]+$')",
    "$.a.gb * 1024 * 1024 * 1024 * 1024",
    "let(x => $.a) -> $.l.where($ = $x)",
    "'-' * 40",
    "switch($.a => 1, true => 2)",
    "json_parse($.s)",
    "pow(2, 10)",
    "int($.a) * len($.l)",
    "$.a * $.b",
    "$.hours * 60 * 60 * 24",
    "$.l.select($ * $)",
    "$.s =~ $.pattern",
]


@pytest.mark.parametrize("source", SAFE)
def test_what_is_bounded_by_its_data_is_not_watched(source: str) -> None:
    assert yaql_risk(source) is None


@pytest.mark.parametrize(
    ("source", "context", "watched"),
    [
        ("range($.n)", {"n": 100}, False),
        ("range($.n)", {"n": 10**9}, True),
        ("let(m => $.m) -> $.l.where($ in $m)", {"l": [1] * 3000, "m": [1] * 3000}, False),
        ("let(m => $.m) -> $.l.where($ in $m)", {"l": [1] * 6000, "m": [1] * 6000}, True),
        ("let(p => $.prefix) -> $.l.select($p + $)", {"l": ["name"] * 50_000, "prefix": "server-"}, False),
        ("let(p => $.prefix) -> $.l.select($p + $)", {"l": ["name"] * 50_000, "prefix": "s" * 1000}, True),
        ("$.l.join($.m, $1 = $2, $1)", {"l": [1] * 500, "m": [1] * 500}, False),
        ("$.l.join($.m, $1 = $2, $1)", {"l": [1] * 5000, "m": [1] * 5000}, True),
        ("$.l.select({x => $}).join($.l, $1.x = $2, $1)", {"l": [1] * 5000}, True),
        ("$.s.replace(a, $.s)", {"s": "a" * 500}, False),
        ("$.s.replace(a, $.s)", {"s": "a" * 50_000}, True),
        ("$.l.join($.s)", {"s": "a" * 50_000, "l": ["a"] * 50_000}, True),
        ("let(a => $.s.replace(a, $.s)) -> let(b => $a.replace(a, $a)) -> $b.len()", {"s": "a" * 100}, True),
        ("$.l.aggregate($1 + $2)", {"l": [1] * 10_000}, False),
        ("$.l.aggregate($1 + $2)", {"l": [1] * 100_000}, True),
        ("$.l.where($.x =~ '.*a.*b')", {"l": [{"x": "a" * 30}] * 100}, False),
        ("$.l.where($.x =~ '.*a.*b')", {"l": [{"x": "a" * 30}] * 2000}, True),
        ("let(c => $) -> $.l.select($c)", {"l": [1] * 5000, "other": [1] * 5000}, True),
        ("range($.l.len()).select(range(1000).len())", {"l": [1] * 100}, False),
        ("range($.l.len()).select(range(1000).len())", {"l": [1] * 100_000}, True),
    ],
)
def test_a_glance_at_the_context_tells(source: str, context: Any, watched: bool) -> None:
    risk = yaql_risk(source)
    assert risk is not None
    assert risk.applies(context) is watched


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        ("abc", 40_000),
        ("^[a-z]+$", 40_000),
        ("a.*b", 300),
        (".*error.*", 300),
        (r"\d+\.\d+", 300),
        (r"(\d{1,3}\.){3}\d{1,3}", 3_000),
        ("^[a-z]+-[0-9]+$", 300),
        (".*a.*b", 40),
        ("(", 10**9),
    ],
)
def test_texts_of_usual_length_are_searched_here(pattern: str, least: int) -> None:
    assert longest(pattern) >= least


@pytest.mark.parametrize(
    "pattern",
    [
        *("(a+)+$", "(a|a)*b", "(a|aa)+$", "(a?b?)*c", "(.*a){20}", "(a*)*b", "(x+x+)+y", "((a{0,20}){20})b"),
        *("(?:a|a){30}b", "(?:(?:a|b)?){32}c", "(a?){31}b", "a?" * 24 + "a" * 24, "(?:a|a)*+b", "(?>a+)+b"),
        *("(?:a{1,30}){1,30}b", "(()|a)+b", "(a)?(?(1)b*|c*)*d"),
    ],
)
def test_patterns_with_choices_in_repetitions_are_searched_elsewhere(pattern: str) -> None:
    assert longest(pattern) < 20


@pytest.mark.parametrize(
    ("text", "risky"),
    [
        ("{{ _.a }}", False),
        ("{{ _.a|default('x')|upper }} {{ _.b + 1 }}", False),
        ("{{ _.a * 2 }}", False),
        ("{{ _.a % 2 }}", False),
        ("{{ '%s-%02d' % (_.a, 1) }}", False),
        ("{% for i in _.l %}{{ i }}{% endfor %}", False),
        ("{{ _.s|indent(4) }}", False),
        ("{{ _.s|center(_.n) }}", True),
        ("{{ _.a * _.b }}", True),
        ("{{ _.f % _.a }}", True),
        ("{% for i in _.l %}{% for j in _.l %}{{ i }}{% endfor %}{% endfor %}", True),
        ("{% set n = namespace(a='x') %}{% for i in _.l %}{% set n.a = n.a ~ n.a %}{% endfor %}", True),
        ("{{ yaml_parse(_.a) }}", True),
        ("{{ _.l|join(', ') }}", False),
        ("{{ ','.join(_.l) }}", False),
        ("{{ _.s|replace('a', '-') }}{{ _.s.replace('a', '-') }}", False),
        ("{{ _.l|join(_.s) }}", True),
        ("{{ _.s.join(_.l) }}", True),
        ("{{ _.s|replace('a', _.s) }}", True),
        ("{{ _.s.replace('a', _.s) }}", True),
        ("{{ _.s" + "|replace('a', 'aaaaaaaaaa')" * 4 + " }}", True),
        ("{{ _.l|selectattr('id', 'equalto', 1)|map(attribute='id')|list }}", False),
        ("{{ broken", False),
        ("{{ _" + ".a" * 200 + " }}", True),
    ],
)
def test_which_jinja_is_watched(text: str, risky: bool) -> None:
    assert jinja_risk(text, False) is risky


class _Functions(NoFunctions):
    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.calls = 0

    def task(self, task_name: str | None = None) -> Mapping[str, Any]:
        self.calls += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return {"name": task_name, "result": self.answer}


def test_functions_are_answered_here_once_and_their_time_is_not_counted() -> None:
    functions = _Functions(4)
    assert yaql("range(task(x).result)", {}, functions) == [0, 1, 2, 3]
    assert functions.calls == 1
    slow = _Functions(2)
    slow_task = slow.task
    slow.task = lambda name=None: (time.sleep(1), slow_task(name))[1]  # type: ignore[method-assign, assignment, misc]
    assert yaql("range(task(x).result)", {}, slow) == [0, 1]


def test_errors_of_functions_reach_the_caller() -> None:
    lost = FunctionUnavailable("the database is away")
    with pytest.raises(FunctionUnavailable) as caught:
        yaql("range(task(x).result)", {}, _Functions(lost))
    assert caught.value is lost
    with pytest.raises(YaqlError, match="no such task"):
        yaql("range(task(x).result)", {}, _Functions(LookupError("no such task")))
    assert yaql("range(2)") == [0, 1]


class _Lazy(Mapping[str, Any]):
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getitem__(self, key: str) -> Any:
        self.asked.append(key)
        return CONTEXT[key]

    def __contains__(self, key: object) -> bool:
        return key in CONTEXT

    def __iter__(self) -> Iterator[str]:
        return iter(CONTEXT)

    def __len__(self) -> int:
        return len(CONTEXT)


def test_only_what_is_read_is_looked_up() -> None:
    context = _Lazy()
    assert yaql("x.repeat($.n)", context) == ["x"] * 3
    assert set(context.asked) == {"n"}


def test_other_threads_are_bounded_too() -> None:
    found: list[Any] = []

    def work(number: int) -> None:
        try:
            yaql("$.s =~ '(a+)+$'" if number % 2 else "range($.n + 1).sum()")
        except ExpressionLimitError as error:
            found.append(error.reason)
        else:
            found.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, found))[:2] == ["0", "2"]
    assert sum("longer than 0.5 s" in str(item) for item in found) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_after_a_fork_the_child_has_a_process_of_its_own() -> None:
    assert yaql("range($.n + 1).len()") == 4
    child = os.fork()
    if not child:
        code = 1
        try:
            code = 0 if yaql("range($.n + 2).len()") == 5 else 2
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert yaql("range($.n + 3).len()") == 6


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits_of_environment() == Limits(0.5, 100)
    monkeypatch.delenv(SECONDS)
    monkeypatch.delenv(MEGABYTES)
    assert limits_of_environment() == Limits(10.0, 512)
    for bad in ("0", "-1", "soon"):
        monkeypatch.setenv(SECONDS, bad)
        with pytest.raises(ValueError, match=SECONDS):
            limits_of_environment()


def test_limits_of_the_caller() -> None:
    with pytest.raises(ExpressionLimitError, match=r"longer than 0\.2 s"):
        confine_yaql("sequence().len()", {}, NoFunctions(), DEFAULT_OPTIONS, Limits(0.2, 100))


def test_what_is_not_watched_costs_next_to_nothing() -> None:
    context = {"a": {"b": 1}}

    def spent(evaluate: Any, *more: Any) -> float:
        rounds = 2000
        best = 1.0
        for _ in range(5):
            started = time.perf_counter()
            for _ in range(rounds):
                evaluate("$.a.b", context, functions, DEFAULT_OPTIONS, *more)
            best = min(best, time.perf_counter() - started)
        return best / rounds

    functions = NoFunctions()
    direct = spent(evaluation.evaluate)
    assert spent(evaluate_yaql, evaluation.evaluate) - direct < 2e-6
