"""Mistral's functions in both languages."""

from __future__ import annotations

import uuid
from importlib import metadata
from typing import Any

import pytest

from mistralc.expressions import ExpressionError, evaluate, jinja_language, reads, sites, yaql_language
from mistralc.expressions import evaluation as text_evaluation
from mistralc.expressions.functions import NoFunctions
from mistralc.expressions.yaql import analysis, evaluation, library


class Recorder:
    """A provider that answers with what it was asked."""

    def env(self) -> Any:
        return {"region": "one"}

    def execution(self) -> Any:
        return {"id": "e1", "input": {"l": [1, 2]}}

    def executions(self, *given: Any) -> Any:
        return [list(given)]

    def task(self, task_name: Any = None) -> Any:
        return None if task_name == "missing" else {"name": task_name, "result": {"id": 7}}

    def tasks(self, *given: Any) -> Any:
        return [list(given)]

    def global_(self, var_name: Any) -> Any:
        return f"global {var_name}"


@pytest.mark.parametrize(
    ("yaql", "jinja", "value"),
    [
        ("env().region", "env().region", "one"),
        ("execution().id", "execution().id", "e1"),
        ("task(t1).result.id", "task('t1').result.id", 7),
        ("task('t1').name", "task(task_name='t1').name", "t1"),
        ("task(taskName => t1).name", "task('t1')['name']", "t1"),
        ("task().name", "task().name", None),
        ("task('').name", "task('').name", None),
        ("task(missing)", "task('missing')", None),
        ("global(g)", "global('g')", "global g"),
        ("tasks()", "tasks()", [[None, False, None, False]]),
        ("tasks(w, true, SUCCESS, true)", "tasks('w', True, 'SUCCESS', True)", [["w", True, "SUCCESS", True]]),
        ("tasks(state => ERROR)", "tasks(state='ERROR')", [[None, False, "ERROR", False]]),
        ("executions(state => ERROR)", "executions(state='ERROR')", [[None, None, "ERROR", None, None]]),
        ("executions(rootExecutionId => r)", "executions(root_execution_id='r')", [[None, "r", None, None, None]]),
        ("json_parse('[1, {}]')", "json_parse('[1, {}]')", [1, {}]),
        ("json_dump({a => [1]})", "json_dump({'a': [1]})", '{\n    "a": [\n        1\n    ]\n}'),
        ("json_dump($.d)", "json_dump(_.d)", '{\n    "k": [\n        1\n    ]\n}'),
        ("yaml_dump($.d)", "yaml_dump(_.d)", "k:\n- 1\n"),
        ("yaml_dump([$.d, $.d])", "yaml_dump([_.d, _.d])", "- k:\n  - 1\n- k:\n  - 1\n"),
        ("yaml_parse('a: [1, 2]')", "yaml_parse('a: [1, 2]')", {"a": [1, 2]}),
        ("yaml_parse('a: @b')", "yaml_parse('a: @b')", {"a": "@b"}),
        ("yaml_parse('[&x 1, *x]')", "yaml_parse('[&x 1, *x]')", ["&x 1", "*x"]),
    ],
)
def test_function(yaql: str, jinja: str, value: object) -> None:
    context = {"d": {"k": [1]}}
    assert evaluate(f"<% {yaql} %>", context, Recorder()) == value
    assert evaluate(f"{{{{ {jinja} }}}}", context, Recorder()) == value


def test_results_of_functions_are_not_converted_as_the_context_is() -> None:
    # Mistral's functions hand over lists where the context holds tuples, and it shows.
    assert evaluate(["<% str($.l) %>", "<% str(execution().input.l) %>"], {"l": [1, 2]}, Recorder()) == [
        "(1, 2)",
        "[1, 2]",
    ]


def test_uuid() -> None:
    first, second = evaluate(["<% uuid() %>", "{{ uuid() }}"], {})
    assert uuid.UUID(first) != uuid.UUID(second)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ _|env }}", {"region": "one"}),
        ("{{ (_|task('t1')).name }}", "t1"),
        ("{{ _|json_parse('[1]') }}", [1]),
        ("{{ 'ignored'|json_dump(1) }}", "1"),
        ("{{ (_|uuid)|length }}", 36),
        ("{% set env = 1 %}{{ (_|env).region }}", "one"),
        ("{{ _|global('g') }}", "global g"),
    ],
)
def test_functions_are_filters_of_the_context_too(text: str, value: object) -> None:
    assert evaluate(text, {"a": 1}, Recorder()) == value


@pytest.mark.parametrize("text", ["{{ 'x'|env }}", "{{ 'x'|task }}", "{{ '[1]'|json_parse }}"])
def test_a_filter_of_anything_else_fails_as_it_does_in_mistral(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, {"a": 1}, Recorder())


def test_json_dump_of_what_json_does_not_know() -> None:
    text = evaluate("<% json_dump([set(1), datetime(2020, 1, 2), $.d.items()]) %>", {"d": {"k": 1}})
    assert evaluate("<% json_parse($.text) %>", {"text": text}) == [[1], "2020-01-02T00:00:00.000000", [["k", 1]]]


@pytest.mark.parametrize("text", ["<% json_parse('{') %>", "{{ json_parse('{') }}", "<% yaml_parse('[') %>"])
def test_text_that_cannot_be_parsed(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, {"a": 1})


@pytest.mark.parametrize("name", ["env", "execution", "executions", "task", "tasks", "global"])
def test_without_an_execution_each_function_says_so(name: str) -> None:
    argument = "x" if name == "global" else ""
    with pytest.raises(ExpressionError, match=rf"{name}\(\) is not available"):
        evaluate(f"<% {name}({argument}) %>", {"a": 1}, NoFunctions())


def test_no_expression_reaches_the_provider() -> None:
    assert evaluate("<% $functions %>", {}, Recorder()) is None
    for text in ("<% $#functions %>", "<% $.get('#functions', none) %>"):
        try:
            assert evaluate(text, {}, Recorder()) == "none"
        except ExpressionError:
            continue


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site's entry points: a function of its own, a broken one, and one that names Mistral's env."""

    def entry_points(*, group: str) -> list[metadata.EntryPoint]:
        assert group == "mistral.expression.functions"
        here = f"{__name__}"
        return [
            metadata.EntryPoint("double", f"{here}:double", group),
            metadata.EntryPoint("broken", "no.such.module:f", group),
            metadata.EntryPoint("env", "mistral.expressions.std_functions:env_", group),
        ]

    caches = (
        sites._entry_points,
        sites.site_functions,
        library.root,
        evaluation.function_of,
        evaluation.evaluator,
        yaql_language.whole,
        text_evaluation._evaluator,
        analysis.source_reads,
        jinja_language._environment,
        jinja_language._expression,
        jinja_language._template,
        jinja_language.reads,
    )
    for cache in caches:
        cache.cache_clear()
    text_evaluation._DIRECT.clear()
    monkeypatch.setattr(metadata, "entry_points", entry_points)
    yield
    for cache in caches:
        cache.cache_clear()
    text_evaluation._DIRECT.clear()


def double(context: Any, value: Any) -> Any:
    """The function of a site: it sees the context, as Mistral's do."""
    return [value * 2, context["__env"]]


@pytest.mark.usefixtures("site")
def test_a_function_of_the_site() -> None:
    context = {"a": 1, "__env": "E"}
    assert evaluate("<% double(3) %>", context, Recorder()) == [6, "E"]
    assert evaluate("{{ double(3) }}", context, Recorder()) == [6, "E"]
    assert evaluate("{{ _|double(3) }}", context, Recorder()) == [6, "E"]
    assert evaluate("<% env().region %>", context, Recorder()) == "one"
    with pytest.raises(ExpressionError, match="Unknown function"):
        evaluate("<% broken() %>", context, Recorder())


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("text", ["<% double(3) %>", "{{ double(3) }}", "{{ 1|double }}", "{{ [1]|map('double') }}"])
def test_a_function_of_the_site_may_read_anything(text: str) -> None:
    found = reads(text)
    assert found.everything
    assert found.all_tasks
    assert found.volatile
