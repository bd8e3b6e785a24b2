"""Inference of types: what it finds, what it must not find, and that values are of the types it gives."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mistralc.analysis.dataflow.results import task_record
from mistralc.expressions import DEFAULT_OPTIONS, ExpressionError, evaluate_bare
from mistralc.expressions.catalogue.examples import ExampleFunctions
from mistralc.expressions.names import TASK_FIELDS
from mistralc.expressions.types import (
    ANY,
    INT,
    Environment,
    Finding,
    Kind,
    Record,
    analyse,
    check,
    check_jinja,
    infer,
    is_of,
    join,
    parse_type,
    type_of,
)
from mistralc.expressions.yaql import library
from mistralc.expressions.yaql.parser import parse

sys.path.insert(0, str(Path(__file__).parent))
import random_expressions
import recorded_evaluations as recorded

SEED, ROUNDS = 20261123, 4000
DATA: dict[str, Any] = {
    "a": 1,
    "f": 1.5,
    "s": "text",
    "l": [1, 2],
    "d": {"k": None, "name": "x"},
    "servers": [{"name": "a", "ram": 1}, {"name": "b", "ram": 2}],
}
ENVIRONMENT = Environment(data=type_of(DATA), closed=True)
needs_cases = pytest.mark.skipif(not recorded.CASES.is_dir(), reason="the recorded cases (../shared) are absent")


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        ("$.a + 1", "int"),
        ("$.a + $.f", "float"),
        ("$.a + $.nothing_is_known.x", "float | int"),
        ("7 / 2", "int"),
        ("$.s + '!'", "str"),
        ("$.servers.name", "iterator[str]"),
        ("$.servers.where($.ram > 1)", "iterator[dict{name: str, ram: int}]"),
        ("$.servers.where($.ram > 1).toList()[0].ram", "int"),
        ("$.servers.select($.ram * 2.0).toList()", "list[float]"),
        ("$.servers.orderBy($.name)", "iterable[dict{name: str, ram: int}]"),
        ("$.servers.select({n => $.name})", "iterator[dict{n: str}]"),
        ("$.l.first(null)", "int | null"),
        ("let(2.5, x => $.a) -> $x + $1", "float"),
        ("[1, a].unpack(x, y) -> $y", "int | str"),
        ("switch($.a = 1 => $.s, true => $.a)", "int | null | str"),
        ("$.d?.name", "str"),
        ("$.d.get(name)", "null | str"),
        ("$.d.get(nothing, 1)", "int"),
        ("$.get(unknown).get(x, 1)", "any"),
        ("null?.name", "null"),
        ("$unset", "null"),
        ("$.a > 1 or $.s", "bool | str"),
        ("now() - now()", "timespan"),
        ("now().year", "int"),
        ("set(1).union(set(2))", "set[any]"),
        ("{a => 1} + {b => 2}", "dict"),
        ("[a, 1, null]", "list[int | null | str]"),
        ("regex('a')", "regex"),
        ("$.l.assert($.len() > 0)", "list[int]"),
        ("[].first()", "never"),
        ("task(x).result", "any"),
    ],
)
def test_the_type_of_an_expression(source: str, type_: str) -> None:
    environment = Environment(data=Record((*type_of(DATA).fields, ("nothing_is_known", ANY))), closed=True)  # type: ignore[attr-defined]
    assert str(infer(parse(source), environment)) == type_


@pytest.mark.parametrize(
    ("source", "kind", "marked", "words"),
    [
        ("nosuch(1)", Kind.UNKNOWN_FUNCTION, "nosuch", "unknown function 'nosuch'"),
        ("$.l.wher($)", Kind.UNKNOWN_METHOD, "wher", "did you mean 'where'?"),
        ("where($.l, $)", Kind.UNKNOWN_FUNCTION, "where", "'where' is a method: write x.where(…)"),
        ("$.s.str()", Kind.UNKNOWN_METHOD, "str", "write str(…)"),
        ("$.servers.select($.nam)", Kind.UNKNOWN_PROPERTY, "nam", "did you mean 'name'?"),
        ("$.d.nam", Kind.UNKNOWN_PROPERTY, "nam", "no property 'nam' in this dict"),
        ("$.a.foo", Kind.UNKNOWN_PROPERTY, "foo", "in a number"),
        ("$unset.foo", Kind.UNKNOWN_PROPERTY, "foo", "in null"),
        ("1 + $.s", Kind.TYPES, "1 + $.s", "write str(…)"),
        ("2 * (1 + $.s)", Kind.TYPES, "1 + $.s", "'+' does not take (int, str)"),
        ("-$.s", Kind.TYPES, "-$.s", "'-' does not take (str)"),
        ("true + 1", Kind.TYPES, "true + 1", "(bool, int)"),
        ("$.servers.where($.ram > 1)[0]", Kind.TYPES, "$.servers.where($.ram > 1)[0]", ".toList()"),
        ("$.s[0]", Kind.TYPES, "$.s[0]", "text cannot be indexed"),
        ("$.l.orderBy($).len()", Kind.TYPES, "len()", ".toList()"),
        ("range(1, 2, 3, 4)", Kind.ARITY, "range(1, 2, 3, 4)", "4 arguments"),
        ("$.s.toUpper(1)", Kind.ARITY, "toUpper(1)", "1 argument"),
        ("regex(a, ignoreCas => true)", Kind.UNKNOWN_ARGUMENT, "regex(a, ignoreCas => true)", "'ignoreCase'?"),
        ("regex(a, pattern => b)", Kind.REPEATED_ARGUMENT, "regex(a, pattern => b)", "'pattern' twice"),
        ("'{0}'.format($.a)", Kind.TYPES, "format($.a)", "no format() since"),
        ("len(5)", Kind.TYPES, "len(5)", "'len' does not take (int)"),
    ],
)
def test_a_certain_fault(source: str, kind: Kind, marked: str, words: str) -> None:
    (finding,) = check(parse(source), ENVIRONMENT)
    assert finding.kind is kind
    assert source[finding.start : finding.end] == marked
    assert words in f"{finding.message}; {finding.help}"
    with pytest.raises(ExpressionError):
        evaluate_bare(source, "yaql", DATA)


@pytest.mark.parametrize(
    ("source", "always"),
    [
        ("nosuch()", True),
        ("[nosuch()]", True),
        ("nosuch() or 1", True),
        ("true or nosuch()", False),
        ("[].select(nosuch())", False),
        ("switch(true => 1, nosuch() => 2)", False),
        ("switch(nosuch() => 1)", True),
        ("coalesce(1, nosuch())", False),
        ("$.d.k?.nosuch()", False),
        ("let(x => nosuch()) -> 1", True),
        ("let() -> nosuch()", True),
        ("[1].len() + nosuch()", True),
    ],
)
def test_what_may_not_be_reached_is_not_always_at_fault(source: str, always: bool) -> None:
    environment = Environment(data=Record((("d", Record((("k", ANY),))),)), closed=True)
    assert [finding.always for finding in check(parse(source), environment)] == [always]


@pytest.mark.parametrize(
    "source",
    [
        "$.d.k.foo",
        "foo() + bar($.x)",
        "def(foo, $ + 1) -> foo(1)",
        "call(nosuch, [], {})",
        "$x.y",
        "f(1, , 2)",
        "$.(1)",
    ],
)
def test_nothing_is_said_of_what_nobody_can_know(source: str) -> None:
    assert check(parse(source), Environment()) == []


@pytest.mark.parametrize(
    "source",
    [
        "null.norm()",
        "isEmpty(null)",
        "'a b'.split(null)",
        "'a'.trim(null)",
        "now(null)",
        "pow(2, 3, null)",
        "null < 1",
        "true * a",
        "[1] * true",
        "$.l.any(null)",
        "len_(a)",
        "dict(a => 1)",
        "'a' in $.s",
        "[1] + set(2)",
    ],
)
def test_what_works_has_no_finding(source: str) -> None:
    assert _judge(source, DATA) == ("worked", None)
    assert check(parse(source), ENVIRONMENT) == []


def test_a_fault_is_reported_once_and_not_again_by_what_is_around_it() -> None:
    assert len(check(parse("nosuch().where($ > 1).toList()[0].a + ''"), ENVIRONMENT)) == 1


def test_the_environment_tells_what_calls_give() -> None:
    environment = Environment(call=lambda call: type_of({"result": 1}) if call.name == "task" else None)
    assert infer(parse("task(x).result"), environment) == INT
    (finding,) = check(parse("task(x).results"), environment)
    assert finding.help == "did you mean 'result'?"


def _recorded() -> Iterator[tuple[str, Any]]:
    yield from recorded.library_cases()
    yield from recorded.mistral_cases()


def _judge(source: str, context: Any) -> tuple[str, str | None]:
    """Evaluate and analyse; what is wrong about the analysis, if anything."""
    analysis = analyse(parse(source), Environment(data=type_of(context), closed="$__" not in source))
    try:
        value = library.evaluate(source, context, ExampleFunctions(), DEFAULT_OPTIONS)
    except Exception:  # noqa: BLE001 - the library raises what it likes
        return "failed", None
    sure = [finding for finding in analysis.findings if finding.always]
    if sure:
        return "worked", f"{source!r} works with {context!r}, yet {sure[0]}"
    if not is_of(value, analysis.type):
        return "worked", f"{source!r} with {context!r} is {value!r}, no {analysis.type}"
    return "worked", None


@needs_cases
def test_recorded_evaluations_have_no_finding_and_values_of_their_types() -> None:
    judged = [_judge(source, context) for source, context in _recorded()]
    assert [wrong for _, wrong in judged if wrong] == []
    assert sum(what == "worked" for what, _ in judged) > 800


@needs_cases
def test_the_corpus_has_no_finding_but_true_ones() -> None:
    """A text has no format() in yaql 3, `where(…)[0]` never works, and `label = 'OK'` compares two texts."""
    found: list[tuple[str, Finding]] = []
    for source in recorded.corpus_expressions():
        try:
            node = parse(source)
        except ValueError:
            continue
        found += [(source, finding) for finding in check(node, Environment())]
    others = [
        pair
        for pair in found
        if not any(
            known in pair[1].message for known in ("'format'", "iterator cannot be indexed", "'label' with 'OK'")
        )
    ]
    assert others == []


@needs_cases
def test_jinja_of_recorded_cases_has_no_finding() -> None:
    assert [finding for text in recorded.jinja_cases() for finding in check_jinja(text)] == []


def test_random_expressions_that_work_have_no_sure_finding_and_values_of_their_types() -> None:
    """The seed and the number of a round make its expression again."""
    outcomes = {"worked": 0, "failed": 0}
    for number in range(ROUNDS):
        random_ = random.Random(SEED + number)
        source, context = random_expressions.expression(random_), random_expressions.context(random_)
        outcome, wrong = _judge(source, context)
        assert wrong is None, f"seed {SEED} + {number}: {wrong}"
        outcomes[outcome] += 1
    assert outcomes["worked"] > ROUNDS / 12, outcomes


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("{{ _.a|uper }}", "unknown filter 'uper'", "uper"),
        ("x {{ _.a is defind }}", "unknown test 'defind'", "defind"),
        ("{{ nosuch(1) }}", "unknown function 'nosuch'", "nosuch"),
        ("{% for i in _.l %}{{ i|nosuch }}{% endfor %}", "unknown filter 'nosuch'", "nosuch"),
        ("{{ json_dump() }}", "'json_dump' cannot be called with 0 arguments", "json_dump"),
        ("{{ _.a|json_dump }}", "'json_dump' cannot be called with 0 arguments", "json_dump"),
        ("{{ global('a', 'b') }}", "'global' cannot be called with 2 arguments", "global"),
        ("{{ executions(rootExecutionId=1) }}", "'executions' has no argument named 'rootExecutionId'", "executions"),
        ("{{ task('a', task_name='b') }}", "'task' is given its argument 'task_name' twice", "task"),
        ("{{ _.a|replace('a') }}", "'replace' cannot be called with 1 argument", "replace"),
        ("{{ _.a|join(sep=',') }}", "'join' has no argument named 'sep'", "join"),
        ("{{ name }} of {{ _.n }}", "there is no 'name' here", "name"),
        ("{{ task('a').reslt }}", "task() has no 'reslt'", "reslt"),
        ("{{ _.a is divisibleby }}", "'divisibleby' cannot be called with 0 arguments", "divisibleby"),
    ],
)
def test_a_certain_fault_of_jinja(text: str, message: str, marked: str) -> None:
    (finding,) = check_jinja(text)
    assert finding.message == message
    assert text[finding.start : finding.end] == marked


@pytest.mark.parametrize(
    "text",
    [
        "{{ _.a|upper }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(1) }}",
        "{{ range(3)|list }}",
        "{{ task('a').result.x }}",
        "{{ executions(root_execution_id=1, state='ERROR') }}",
        "{{ _|task('a') }}",
        "{{ task(*_.l) }}",
        "{% set task = _.a %}{{ task(1, 2, 3) }}",
        "{% macro task() %}{% endmacro %}{{ task().anything }}",
        "{{ name|default('x') }}{{ name is defined }}{% for x in _.l %}{{ x }}{{ loop.index }}{% endfor %}",
        "{{ _.a|map('upper')|join }}{{ _.a|map(attribute='b')|list }}",
        "{{ dict(a=1) }}{{ _.a is sameas _.b }}{{ _.l|round(1, 'floor') }}{{ _.a|default(1, boolean=true) }}",
        "{{",
    ],
)
def test_jinja_without_fault(text: str) -> None:
    assert check_jinja(text) == []


def test_the_fields_of_task_in_jinja_are_those_of_its_record() -> None:
    assert {name for name, _ in task_record(ANY).fields} == TASK_FIELDS


@pytest.mark.parametrize("text", ["dict{a: int | str, …}", "dict{a: list[dict{b: null}]}", "int | list[str]"])
def test_a_written_type_reads_as_itself(text: str) -> None:
    assert str(parse_type(text)) == text


def test_joining_types() -> None:
    assert str(join([parse_type("int"), parse_type("str"), parse_type("int")])) == "int | str"
    assert str(join([type_of({"a": 1, "b": 2}), type_of({"a": "x"})])) == "dict{a: int | str, …}"
    assert str(join([type_of([1]), type_of(["a"])])) == "list[int | str]"
    assert join([]) == parse_type("never")
    assert join([INT, ANY]) == ANY


def test_an_environment_of_many_types_is_any() -> None:
    assert str(type_of([{"deep": [[[[[[[1]]]]]]]}])).count("list") < 8
    assert str(type_of(list(range(1000)))) == "list[any]"


@pytest.mark.parametrize(
    ("source", "message", "help_"),
    [
        ("task(a).state = SUCESS", "'=' compares 'CANCELLED' or 'DELAYED' or", "did you mean 'SUCCESS'?"),
        ("'ERORR' != task(a).state", "'!=' compares 'CANCELLED' or 'DELAYED' or", "did you mean 'ERROR'?"),
        ("task(a).state in [SUCCES, ERROR]", "it is never 'SUCCES'", "did you mean 'SUCCESS'?"),
        ("task(a).state in [done]", "'in' compares 'CANCELLED' or", "compare with a value that it can have"),
        ("label = 'OK'", "'=' compares 'label' with 'OK'", "compare with a value that it can have"),
        ("$.n / 0", "'/' by 0 always fails", None),
        ("{$.n}", "this is no entry of a dict", "write name => value"),
    ],
)
def test_what_is_decided_by_the_values(source: str, message: str, help_: str | None) -> None:
    environment = Environment(call=lambda node: task_record(ANY) if node.name == "task" else None)
    (finding,) = check(parse(source), environment)
    assert finding.message.startswith(message)
    assert finding.help == help_


@pytest.mark.parametrize(
    "source",
    ["task(a).state = SUCCESS", "task(a).state in [SUCCESS, ERROR]", "str($) = 'x'", "$.x = y", "'a' + 'b' = 'ab'"],
)
def test_what_values_leave_open(source: str) -> None:
    environment = Environment(call=lambda node: task_record(ANY) if node.name == "task" else None)
    assert check(parse(source), environment) == []
