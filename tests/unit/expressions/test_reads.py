"""What expressions read: exactly that in the plain forms, never less in any."""

from __future__ import annotations

from typing import Any

import pytest

from mistralc.expressions import NOTHING, Reads, evaluate, merge, reads
from mistralc.expressions.yaql import library
from mistralc.expressions.yaql.lambdas import BINDING_FUNCTIONS, BINDING_METHODS


def flags(found: Reads) -> set[str]:
    names = ("everything", "all_tasks", "current_task", "all_globals", "volatile")
    return {name for name in names if getattr(found, name)}


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("<% $.a %>", "a"),
        ("<% $1.a %>", "a"),
        ("<% ($).a %>", "a"),
        ("<% $?.a %>", "a"),
        ("<% $.a.b.c %>", "a"),
        ("<% $['a'] %>", "a"),
        ("<% $[a] %>", "a"),
        ("<% $[a, $.b] %>", "a b"),
        ("<% $.get(a) %>", "a"),
        ("<% $.get('a', $.b) %>", "a b"),
        ("<% $.get(key => a, default => $.b) %>", "a b"),
        ("<% $.containsKey(a) %>", "a"),
        ("<% $.get(1) %>", ""),
        ("<% $.a + $.b * -$.c %>", "a b c"),
        ("<% {$.a => $.b, c => [$.d]} %>", "a b d"),
        ("<% $.l.where($.x > 1) %>", "l"),
        ("<% $.l.where($ = 1).select($).len() %>", "l"),
        ("<% $.l.select({v => $, w => $.x}) %>", "l"),
        ("<% $.l.aggregate($1 + $2, $.seed) %>", "l seed"),
        ("<% $.l.groupBy($.k, $.v, $.sum()) %>", "l"),
        ("<% $.l.groupBy(keySelector => $.k, valueSelector => $) %>", "l"),
        ("<% $.l.toDict($.k, $.v) %>", "l"),
        ("<% $.l.join($.m, $1 = $2, [$1, $2]) %>", "l m"),
        ("<% $.s.replaceBy($.re, $.value) %>", "s re"),
        ("<% any($.l, $.x) %>", "l"),
        ("<% generate($.a, $ < 3, $ + 1) %>", "a"),
        ("<% let($.a) -> $ + 1 %>", "a"),
        ("<% let(x => $.a) -> $x + $.b %>", "a b"),
        ("<% let(1, x => $.a) -> $.b + $x %>", "a"),
        ("<% with($.a) -> $1 %>", "a"),
        ("<% let($.a) -> (let(y => $.b) -> $.c + $y) %>", "a"),
        ("<% $.l.select(let(x => $) -> $x.y) %>", "l"),
        ("<% coalesce($.a, $.b) %>", "a b"),
        ("<% switch($.a => $.b, true => $.c) %>", "a b c"),
        ("<% $.n.switchCase($.a, $.b) %>", "n a b"),
        ("<% $.a and $.b or not $.c %>", "a b c"),
        ("<% $.p.unpack(x, y) -> $x + $.z %>", "p z"),
        ("<% $.l.assert($.len() > 1, $.message) %>", "l message"),
        ("<% $x %>", ""),
        ("<% $__env %>", "__env"),
        ("<% '$.a' %>", ""),
        ("<% $.a %> and <% $.b %>", "a b"),
        ("{{ _.a }}", "a"),
        ("{{ _['a'] }}", "a"),
        ("{{ _.a.b['c'] }}", "a"),
        ("{{ _.get('a', _.b) }}", "a b"),
        ("{{ _.a|default(_.b) }}", "a b"),
        ("{{ _.a if _.b else _.c }}", "a b c"),
        ("x {% for i in _.l %}{{ i.x }}{{ _.y }}{% endfor %}{{ _.z }}", "l y z"),
        ("{{ 1 }}{% set v = _.a %}{{ v.b }}", "a"),
        ("{{ __env }}", "__env"),
        ("{{ x }}", ""),
        ("{{ 1 }}{% macro f(v) %}{{ v.a + _.b }}{% endmacro %}{{ f(_.c) }}", "b c"),
    ],
)
def test_variables(text: str, variables: str) -> None:
    found = reads(text)
    assert found.variables == frozenset(variables.split())
    assert not found.everything


@pytest.mark.parametrize(
    "text",
    [
        "<% $ %>",
        "<% $1 %>",
        "<% $.keys() %>",
        "<% len($) %>",
        "<% [$] %>",
        "<% $[$.a] %>",
        "<% $.get($.a) %>",
        "<% let(x => $) -> $x.a %>",
        "<% coalesce(null, $) %>",
        "<% $.l.select($x) + $ %>",
        "<% $.l.aggregate($1, $) %>",
        "<% $.p.unpack() -> $ %>",
        "<% call(len, [$], {}) %>",
        "<% call($.f, [1], {}) %>",
        "<% def(f, $) -> f() %>",
        "<% def(any, $) -> any($.l, $) %>",
        "<% $.n.switchCase($) %>",
        "<% let(, 1) -> $ %>",
        "{{ _ }}",
        "{{ _.items() }}",
        "{{ _|length }}",
        "{{ _[x] }}",
        "{{ _.get(_.a) }}",
        "{{ _['get']('a') }}",
        "{{ _|attr('a') }}",
        "{{ 1 }}{% set v = _ %}{{ v.a }}",
        "{{ 1 }}{% if _.a %}{% set _ = 1 %}{% endif %}{{ _ }}",
        "{{ [1]|map(_.f) }}",
    ],
)
def test_the_whole_context(text: str) -> None:
    assert reads(text).everything


@pytest.mark.parametrize(
    ("text", "tasks", "others"),
    [
        ("<% task(a).result %>", "a", set()),
        ("<% task('a').result + task(b).id %>", "a b", set()),
        ("<% task(taskName => a) %>", "a", set()),
        ("<% task() %>", "", {"current_task"}),
        ("<% task('') %>", "", {"current_task"}),
        ("<% task(null) %>", "", {"current_task"}),
        ("<% task($.name) %>", "", {"all_tasks", "current_task"}),
        ("<% $.l.select(task($)) %>", "", {"all_tasks", "current_task"}),
        ("<% call(task, [a], {}) %>", "", {"all_tasks", "current_task"}),
        ("<% a.task() %>", "", {"all_tasks", "current_task"}),
        ("<% tasks() %>", "", {"all_tasks"}),
        ("{{ task('a').result }}", "a", set()),
        ("{{ task(task_name='a') }}", "a", set()),
        ("{{ task() }}", "", {"current_task"}),
        ("{{ task(_.name) }}", "", {"all_tasks", "current_task"}),
        ("{{ task(*_.l) }}", "", {"all_tasks", "current_task"}),
        ("{{ tasks() }}", "", {"all_tasks"}),
        ("{{ _|task('a') }}", "a", {"everything"}),
        ("{{ _.l|map('task') }}", "", {"all_tasks", "current_task"}),
        ("{{ 1 }}{% set t = task %}{{ t('a') }}", "", {"all_tasks", "current_task"}),
        ("{{ 1 }}{% for task in _.l %}{{ task.name }}{% endfor %}", "", set()),
        ("{{ 1 }}{% for task in _.l %}{{ task.name }}{% endfor %}{{ task('a') }}", "a", {"all_tasks", "current_task"}),
    ],
)
def test_tasks(text: str, tasks: str, others: set[str]) -> None:
    found = reads(text)
    assert found.tasks == frozenset(tasks.split())
    assert flags(found) == others


@pytest.mark.parametrize(
    ("text", "names", "others"),
    [
        ("<% global(a) %>", "a", set()),
        ("<% global(varName => a) %>", "a", set()),
        ("<% global($.a) %>", "", {"all_globals"}),
        ("{{ global('a') }}", "a", set()),
        ("{{ global(var_name='a') }}", "a", set()),
        ("{{ global(_.a) }}", "", {"all_globals"}),
        ("{{ ['a']|map('global') }}", "", {"all_globals"}),
    ],
)
def test_globals(text: str, names: str, others: set[str]) -> None:
    found = reads(text)
    assert found.globals == frozenset(names.split())
    assert flags(found) == others


@pytest.mark.parametrize(
    "text",
    [
        "<% uuid() %>",
        "<% now() %>",
        "<% random() %>",
        "<% random(1, 2) %>",
        "<% call(now, [], {}) %>",
        "{{ uuid() }}",
        "{{ _.l|random }}",
        "{{ lipsum() }}",
        "{{ [_.l]|map('random') }}",
    ],
)
def test_volatile(text: str) -> None:
    assert reads(text).volatile


def test_functions_and_filters() -> None:
    found = reads({"a": "<% len($.l.select(str($))) %>", "b": ["{{ env().x|upper|default('y') }}"]})
    assert found.functions == {"len", "select", "str", "env"}
    assert found.filters == {"upper", "default"}


def test_nested_data_is_merged_and_keys_are_no_expressions() -> None:
    assert reads({"<% $.key %>": ["<% $.a %>", {"x": "{{ _.b }} {{ _.c }}"}], "n": 1}).variables == {"a", "b", "c"}
    assert reads([1, "plain", None]) == NOTHING
    assert merge([]) == NOTHING
    assert reads("<% $.a %>") | reads("<% task() %>") == reads(["<% $.a %>", "<% task() %>"])


@pytest.mark.parametrize("text", ["<% * %>", "{{ * }}", "{% if 1 %}{% endif %}", "{{ _.a "])
def test_what_cannot_be_evaluated_reads_nothing(text: str) -> None:
    assert reads(text) == NOTHING


def test_a_faulty_part_does_not_hide_the_others() -> None:
    assert reads("<% $.a %> <% * %>").variables == {"a"}


def test_restrict() -> None:
    context = {"a": 1, "b": 2}
    assert reads("<% $.a + $.c %>").restrict(context) == {"a": 1}
    assert reads("<% $ %>").restrict(context) is context


def lambdas() -> dict[tuple[str, bool], set[str]]:
    """yaql's functions with lambdas: (name, is a method) → the names of the lambda parameters."""
    from yaql.language import yaqltypes

    found: dict[tuple[str, bool], set[str]] = {}
    layer: Any = library.root()
    while layer is not None:
        for name, overloads in layer._functions.items():
            for overload in overloads:
                names = {
                    parameter.alias
                    for parameter in overload.parameters.values()
                    if isinstance(parameter.value_type, yaqltypes.Lambda)
                }
                for method in [True] * overload.is_method + [False] * overload.is_function:
                    if names:
                        found.setdefault((name, method), set()).update(names)
        layer = layer.parent
    return found


def test_the_tables_name_every_lambda_of_the_library() -> None:
    """A lambda the tables do not know would only be read too widely; one they name wrongly would be missed."""
    outer = {"coalesce", "def", "examine", "selectAllCases", "selectCase", "switchCase"}
    known = {(name, True): set(names) for name, (_, names) in BINDING_METHODS.items()}
    known |= {(name, False): set(names) for name, (_, names) in BINDING_FUNCTIONS.items()}
    library = {key: names for key, names in lambdas().items() if not key[0].startswith("#") and key[0] not in outer}
    assert known == library


SAMPLES = {
    "join": "[1].join([2], {0}, {0})",
    "toDict": "[1].toDict({0}, {0})",
    "groupBy": "[1].groupBy({0}, {0}, {0})",
    "mergeWith": "{{a => [1], b => 1}}.mergeWith({{a => [2], b => 2}}, {0}, {0})",
    "search": "regex(a).search(a, {0})",
    "searchAll": "regex(a).searchAll(a, {0})",
    "replaceBy": "a.replaceBy(regex(a), str({0}))",
    "thenBy": "[1, 2].orderBy(1).thenBy({0})",
    "thenByDescending": "[1, 2].orderBy(1).thenByDescending({0})",
    "assert": "(1).assert({0} = 0)",
    "generate": "generate(1, {0} != 7, 7, {0})",
    "generateMany": "generateMany(1, [].append({0}).limit(0), {0})",
}


@pytest.mark.parametrize("name", sorted(BINDING_METHODS.keys() | BINDING_FUNCTIONS.keys()))
def test_a_binding_lambda_never_sees_the_context(name: str) -> None:
    """The `$` of each lambda in the tables is an item: were it the context, `$.secret` would be found."""
    source = SAMPLES.get(name, "[1, 2, 3]." + name + "({0})").format("coalesce($?.secret, 0)")
    text = f"<% {source} %>"
    assert not reads(text).everything
    assert "secret" not in reads(text).variables
    with pytest.raises(Exception, match="secret"):
        evaluate(text, {"secret": "seen"})
