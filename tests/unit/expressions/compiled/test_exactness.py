"""Where compiled code could differ from the yaql library and does not. The library is asked each time."""

from __future__ import annotations

import collections
import contextlib
import datetime
from typing import Any

import pytest

from mistralc.expressions import DEFAULT_OPTIONS, NoFunctions, Options, YaqlError, evaluate
from mistralc.expressions.yaql import library
from mistralc.expressions.yaql.evaluation import function_of
from mistralc.expressions.yaql.runtime import Deopt

CONTEXT: dict[str, Any] = {
    "n": 5,
    "s": "a,b",
    "l": [3, 1, 2],
    "d": {"k": "v", "deep": {"list": [1, {"x": None}]}},
    "none": None,
    "rows": [{"a": 1, "t": ["x"]}, {"a": 2, "t": []}],
    "when": datetime.datetime(2020, 2, 29, 1, 2, 3),
}


def judged(source: str, context: Any) -> Any:
    return library.evaluate(source, context, NoFunctions(), DEFAULT_OPTIONS)


@pytest.mark.parametrize(
    "source",
    [
        "7 / 2",
        "-7 / 2",
        "7 / 2.0",
        "-7 mod 3",
        "1 < null",
        "null < 1",
        "null <= null",
        "1 = true",
        "$.l = [3, 1, 2]",
        "$.s.split(',') = [a, b]",
        "$.s.split(',').toList() = [a, b]",
        "[$.l] = [[3, 1, 2]]",
        "str($.l)",
        "str($.d)",
        "str(null)",
        "$.d.keys()",
        "$.l.toSet()",
        "$.rows.a",
        "$.rows.t.flatten()",
        "$.rows.groupBy($.a)",
        "$.rows.groupBy($.a mod 2, $.a, $.sum())",
        "let(x => $.l.where($ > 1)) -> [$x.len(), $x.len()]",
        "let(x => $.l.orderBy($)) -> [$x.toList(), $x.toList()]",
        "let($.l) -> $.len()",
        "let(g => $.l.where(true)) -> $.l.select([$g, $g.first(0)])",
        "let(g => $.l.where(true)) -> [$g, $g.len()]",
        "let(g => $.l.where(true)) -> $.l.select([$g.first(0), $g])",
        "let(g => $.l.where(true)) -> $.rows.groupBy($g.first(0), $g.first(0))",
        "let(g => $.l.where(true)) -> {a => $g, b => $g.len()}",
        "let(g => $.l.where(true)) -> $.l.select($g.first(0)).where($g.first(0) > 0).distinct()",
        "$.rows.select($.t.where(true)).select({a => $, b => $.len()})",
        "$.rows.groupBy([$.a], {k => $.t.where(true)})",
        "$.rows.groupBy($.t, $)",
        "$.rows.where($.a > 0).t",
        "$.l.orderBy(-$).select($ * 2).toList()",
        "[true, 1, 1.0, 2].distinct()",
        "concat($.s, '-', str($.n))",
        "concat('x', $.s)",
        "switch($.n > 9 => 1, true => null)",
        "coalesce(switch($.n > 9 => 1), $.s)",
        "$.n * $.n + $.n",
        "$.rows.toDict($.a, $.t.where(true))",
        "{a => $.d, b => $.rows.a, c => $.l.select($)}",
        "let(g => $.l.where(true)) -> $.rows.select({a => $g, b => $g.len()})",
        "$.rows.select({a => $.t, b => $.t.where(true)})",
        "with(1, 2) -> $1 + $2",
        "$.l.max()",
        "[1, 1.0].min()",
        "[1, 1.0].max()",
        "$.l.sum(0.5)",
        "$.d.set(k, 1)",
        "$.d.delete(k)",
        "$.d.mergeWith({k => 2, deep => {list => [2]}})",
        "dict([[a, 1], [b, 2]])",
        "$.rows.toDict($.a, $.t)",
        "$.none?.x",
        "$.none.isEmpty()",
        "$.d[nope, 7]",
        "$.d.get(nope)",
        "switch($.n > 9 => big, $.n > 3 => middle)",
        "switch(false => 1)",
        "coalesce($.none, $.d.get(nope), last)",
        "coalesce(null)",
        "$.l.enumerate()",
        "$.l.zip($.rows.a)",
        "$.l.join('-')",
        "'-'.join($.l)",
        "$.s =~ 'a.b'",
        "regex('([a-z])').split($.s)",
        "regex('b').replace($.s, x)",
        "$.s.replace({a => 1, ',' => null})",
        "timespan(hours => 25).days",
        "datetime(2015, 1, 2) + timespan(days => 1)",
        "datetime('2015-01-02') - $.when",
        "$.when.format('%Y')",
        "$.when",
        "json_dump($.d)",
        "yaml_dump($.rows)",
        "json_parse('[1]') + [2]",
        "json_parse('[1]') = [1]",
        "set(1, 2).union($.l.toSet())",
        "$.l.aggregate($1 * 10 + $2, 0)",
        "$.l.orderByDescending($ mod 2).thenBy($)",
        "len($.d)",
        "$.l.insert(1, x)",
        "$",
        "$1.n",
        "$nope",
        "{a => {}, b => []}",
        "'a' * 3",
        "$.l * 2",
        "isList($.l) and isDict($.d) and not isList($.l.select($))",
    ],
)
def test_the_value_is_the_librarys_and_made_by_compiled_code(source: str) -> None:
    expected = judged(source, CONTEXT)
    function = function_of(source)
    assert function is not None
    with contextlib.suppress(Deopt):
        assert function.run(CONTEXT, NoFunctions()) == expected
    value = evaluate(f"<% {source} %>", CONTEXT)
    assert value == expected
    assert repr(value) == repr(expected) or isinstance(value, set)


@pytest.mark.parametrize(
    "source",
    [
        "$.l.where($ > 1)[0]",
        "$.l.orderBy($).len()",
        "concat($.n, x)",
        "$.rows.where(true).nope",
        "[1, true].sum()",
        "[].sum()",
        "$.missing",
        "$.none.x",
        "$.none?.x.y",
        "true + 1",
        "true < false",
        "[].first()",
        "[].max()",
        "$.d.items()",
        "$.l.select($.first())",
        "$.l.x",
        "1 / 0",
        "$.n.len()",
        "$.s.foo()",
        "nope()",
        "$.l[7]",
        "{$.l => 1}",
        "int(x)",
        "$.s =~ '('",
        "'x'.split('')",
        "$.l.orderBy(switch($ > 2 => a, true => 1))",
        "$.l.toDict([$])",
        "$.s.split(',').toSet().toDict([$])",
        "datetime(nope)",
        "task(x)",
        "let(a => 1, 2) -> $a",
        "$.l.where()",
        "f(, 1)",
    ],
)
def test_the_error_is_the_librarys(source: str) -> None:
    with pytest.raises(Exception) as expected:
        judged(source, CONTEXT)
    with pytest.raises(YaqlError) as caught:
        evaluate(f"<% {source} %>", CONTEXT)
    # What has a pattern is left to the library in another process, which tells the words of the error, not its class.
    assert type(caught.value.__cause__) is type(expected.value) or "=~" in source
    if "object at 0x" not in str(expected.value):
        assert caught.value.reason == str(expected.value)


def test_what_is_in_the_context_is_neither_changed_nor_used_up_nor_given_away() -> None:
    data = collections.defaultdict(list, {"k": 1})
    context = {"g": iter([1, 2]), "d": data, "l": [[1], {"a": [2]}]}
    with pytest.raises(YaqlError):
        evaluate("<% $.d.missing %>", context)
    assert "missing" not in data
    result = evaluate("<% $.l %>", context)
    result[0].append(9)
    result[1]["a"].append(9)
    assert context["l"] == [[1], {"a": [2]}]
    flat = {"a": 1}
    evaluate("<% $.d %>", {"d": flat})["a"] = 2
    assert flat == {"a": 1}
    assert evaluate("<% [$.g.len(), str($.l.select($)).len() > 0] %>", context) == [2, True]


@pytest.mark.parametrize("value", [{1, 2}, frozenset({1}), (1, (2,)), b"ab", range(3), collections.deque([1]), 1j])
def test_types_that_json_has_not(value: Any) -> None:
    for source in (
        "$.v",
        "[$.v]",
        "$.v = 1",
        "isList($.v)",
        "isSet($.v)",
        "isIterable($.v)",
        "$.v.len()",
        "{k => $.v}",
    ):
        try:
            expected = judged(source, {"v": value})
        except Exception:  # noqa: BLE001 - then ours must fail as well
            with pytest.raises(YaqlError):
                evaluate(f"<% {source} %>", {"v": value})
        else:
            assert repr(evaluate(f"<% {source} %>", {"v": value})) == repr(expected)


@pytest.mark.parametrize("context", [[{"a": 1}], "text", 3, None, True, [1, 2]])
def test_contexts_that_are_no_mapping(context: Any) -> None:
    for source in ("$", "$.a", "$ + 1", "$.len()"):
        try:
            expected = judged(source, context)
        except Exception:  # noqa: BLE001
            with pytest.raises(YaqlError):
                evaluate(f"<% {source} %>", context)
        else:
            assert evaluate(f"<% {source} %>", context) == expected


@pytest.mark.parametrize(
    ("options", "source", "words"),
    [
        (Options(limit_iterators=2), "$.l.select($)", "exceeds 2"),
        (Options(memory_quota=100), "$.l.select($)", "memory"),
    ],
)
def test_limits_are_the_librarys(options: Options, source: str, words: str) -> None:
    with pytest.raises(YaqlError, match=words):
        evaluate(f"<% {source} %>", CONTEXT, options=options)


def test_other_conversions_are_the_librarys() -> None:
    assert evaluate("<% $.l %>", CONTEXT, options=Options(convert_tuples_to_lists=False)) == (3, 1, 2)
    assert evaluate("<% str($.l) %>", CONTEXT, options=Options(convert_input_data=False)) == "[3, 1, 2]"
    assert evaluate("<% $.d.select($) %>", CONTEXT, options=Options(iterable_dicts=True)) == ["k", "deep"]
