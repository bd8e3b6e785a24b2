"""Evaluation of data with expressions, rule by rule."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from mistralc.expressions import (
    ExpressionError,
    FunctionUnavailable,
    JinjaError,
    LanguageDisabledError,
    NoFunctions,
    Options,
    YaqlError,
    evaluate,
    evaluate_bare,
    is_expression,
)

CONTEXT: dict[str, Any] = {
    "n": 5,
    "s": "text",
    "l": [3, 1, 2],
    "d": {"k": "v"},
    "none": None,
    "servers": [{"name": "a", "ram": 1}, {"name": "b", "ram": 2}],
}


class Lazy(Mapping[str, Any]):
    """A context that notes which variables are looked up."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.asked: list[str] = []

    def __getitem__(self, key: str) -> Any:
        self.asked.append(key)
        return self.data[key]

    def __contains__(self, key: object) -> bool:
        return key in self.data

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<% $.n %>", True),
        ("a <% $.n %> b", True),
        ("{{ _.n }}", True),
        ("{% if _.n %}x{% endif %}", True),
        ("<%%>", True),
        ("plain", False),
        ("{{ _.n", False),
        ("{{\n_.n\n}}", False),
        ("<%\n$.n %>", False),
        ("{# comment #}", False),
        (5, False),
        (None, False),
        (["<% $.n %>"], False),
    ],
)
def test_what_is_an_expression(text: object, seen: bool) -> None:
    assert is_expression(text) is seen


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<% $.n %>", 5),
        ("<%$.n%>", 5),
        (" <% $.n %>", " 5"),
        ("<% $.n %><% $.n %>", "55"),
        ("<% $.l %>", [3, 1, 2]),
        ("<% $.l %>!", "[3, 1, 2]!"),
        ("<% $.none %>", None),
        ("<% $.none %> <% $.d %>", "None {'k': 'v'}"),
        ("{{ _.n }}", 5),
        (" {{ _.n }}", " 5"),
        ("{{ _.n }}{{ _.l }}", "5[3, 1, 2]"),
        ("{{ _.none }}", None),
        ("{{ _.none }}!", "None!"),
        ("{{ _.l|sort }}", [1, 2, 3]),
        ("{% for i in _.l %}{{ i }},{% endfor %}", "3,1,2,"),
        ("<% $.servers.where($.ram > 1).name %>", ["b"]),
        ("{{ _.n }}\n  {% if _.n %}\n  x\n  {% endif %}\ny", "5\n  x\ny"),
        ("<% 7 / 2 %>", 3),
        ("<% -7 / 2 %>", -4),
        ("plain", "plain"),
    ],
)
def test_a_text(text: str, value: object) -> None:
    assert evaluate(text, CONTEXT) == value


def test_nested_data_keeps_its_shape_and_its_keys() -> None:
    data = {"<% $.n %>": ["<% $.n %>", {"x": "{{ _.s }}"}, ("<% $.n %>",)], "plain": 1}
    assert evaluate(data, CONTEXT) == {"<% $.n %>": [5, {"x": "text"}, ("<% $.n %>",)], "plain": 1}


def test_the_data_given_is_not_changed() -> None:
    data = {"a": ["<% $.n %>"], "b": {1, 2}}
    result = evaluate(data, CONTEXT)
    assert data == {"a": ["<% $.n %>"], "b": {1, 2}}
    assert result["b"] == {1, 2}
    assert result["b"] is not data["b"]


@pytest.mark.parametrize("payload", ["<% 1 + 1 %>", "{{ 1 + 1 }}", "{% if 1 %}x{% endif %}"])
@pytest.mark.parametrize("text", ["<% $.v %>", "{{ _.v }}", "<% $.v %>!", "{{ _.v }}!", "<% [$.v] %>", "{{ [_.v] }}"])
def test_data_that_looks_like_an_expression_is_data(text: str, payload: str) -> None:
    expected = [payload] if "[" in text else payload + "!" * text.endswith("!")
    assert evaluate(text, {"v": payload}) == expected


def test_a_value_that_spells_a_later_expression_is_data_too() -> None:
    assert evaluate("<% $.a %> <% $.b %>", {"a": "<% $.b %>", "b": 2}) == "<% $.b %> 2"


def test_expressions_spelled_alike_give_one_value() -> None:
    first, second = evaluate("<% uuid() %> <% uuid() %>", {}).split()
    assert first == second
    first, second = evaluate("<% uuid() %> <% uuid()  %>", {}).split()
    assert first != second


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("<% $.nope %>", YaqlError, "Can not evaluate YAQL expression [expression=$.nope, error='nope']"),
        ("a <% 1 / 0 %>", YaqlError, "[expression=1 / 0, error=integer division or modulo by zero]"),
        ("<% * %>", YaqlError, "[expression=*, error=Parse error: unexpected '*' at position 0 of expression '*']"),
        ("<% $.d.nosuch() %>", YaqlError, "Unknown method \"nosuch\" for receiver {'k': 'v'}]"),
        ("<% $.nosuch() %>", YaqlError, "Unknown method \"nosuch\" for receiver {'n': 5, 's': 'text'"),
        ("<% nosuch() %>", YaqlError, 'error=Unknown function "nosuch"]'),
        ("{{ _.nope }}", JinjaError, "[expression={{ _.nope }}, error='dict object' has no attribute 'nope']"),
        ("{{ nope }}", JinjaError, "error='nope' is undefined]"),
        ("a {{ 1 + }}", JinjaError, "Can not evaluate Jinja expression [expression=a {{ 1 + }}, error=unexpected"),
        ("{% if 1 %}x{% endif %}", JinjaError, "error=list index out of range]"),
        ("{{ _.l.append(9) }}", JinjaError, "unsafe"),
        ("{{ _.__class__ }}", JinjaError, "unsafe"),
        ("<% env() %>", YaqlError, "env() is not available outside an execution"),
    ],
)
def test_errors_are_worded_as_mistral_words_them(text: str, kind: type[ExpressionError], message: str) -> None:
    with pytest.raises(kind) as caught:
        evaluate({"deep": [text]}, CONTEXT)
    assert message in caught.value.message
    assert str(caught.value) == caught.value.message
    assert caught.value.language == ("yaql" if kind is YaqlError else "jinja")
    assert caught.value.reason in caught.value.message
    assert caught.value.expression in text


def test_an_error_does_not_tell_the_context() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("<% 1 / 0 %>", {"token": "SECRET"})
    assert "SECRET" not in str(caught.value)


def test_jinja_is_asked_first_and_alone() -> None:
    assert evaluate("{{ _.n }}<% $.n %>", CONTEXT) == "5<% $.n %>"


def test_an_attribute_error_leaves_the_text() -> None:
    class Odd:
        def __str__(self) -> str:
            raise AttributeError

    assert evaluate("a <% $.odd %>", {"odd": Odd()}) == "a <% $.odd %>"


@pytest.mark.parametrize("empty", [{}, None, "", 0])
def test_an_empty_context_is_a_context_unless_mistrals_rule_is_asked_for(empty: object) -> None:
    assert evaluate(["<% 1 + 1 %>"], empty) == [2]
    assert evaluate(["<% 1 + 1 %>"], empty, raw_when_empty=True) == ["<% 1 + 1 %>"]


@pytest.mark.parametrize("context", ["hey", 3, [1, 2], None])
def test_a_context_of_any_type(context: object) -> None:
    assert evaluate("<% $ %>", context) == context
    assert evaluate("{{ _ }}", context) == context


@pytest.mark.parametrize("text", ["<% $.n + $.get(s).len() %>", "{{ _.n + _['s']|length }}", "{{ _.n }} {{ _.s }}"])
def test_only_what_is_read_is_looked_up(text: str) -> None:
    context = Lazy(CONTEXT)
    evaluate(text, context)
    assert set(context.asked) == {"n", "s"}


@pytest.mark.parametrize(
    "text", ["<% $ %>", "{{ _ }}", "<% $.keys() %>", "<% dict($.items()) %>", "{{ _.items()|list }}"]
)
def test_the_whole_of_a_lazy_context_equals_that_of_a_dict(text: str) -> None:
    assert evaluate(text, Lazy(CONTEXT)) == evaluate(text, CONTEXT)


def test_words_about_a_lazy_context_are_those_about_a_dict() -> None:
    for text in ("{{ _.nope }}", "<% $.nosuch() %>", "{{ _.d.nope }}", "<% $.nope %>"):
        messages = []
        for context in (CONTEXT, Lazy(CONTEXT)):
            with pytest.raises(ExpressionError) as caught:
                evaluate(text, context)
            messages.append(str(caught.value))
        assert messages[0] == messages[1]


def test_the_context_is_not_changed_by_yaql() -> None:
    context = {"l": [1], "d": {"a": [1]}}
    evaluate("<% $.l.append(2) %>", context)
    evaluate("<% $.d.set(a, 2) %>", context)
    assert context == {"l": [1], "d": {"a": [1]}}


def test_bare_expressions() -> None:
    assert evaluate_bare(" $.n + 1 ", "yaql", CONTEXT) == 6
    assert evaluate_bare("{'a': _.n}", "jinja", CONTEXT) == {"a": 5}
    assert evaluate_bare("_.n + 1", "jinja", Lazy(CONTEXT)) == 6


def test_what_a_provider_cannot_answer_now_passes_unwrapped() -> None:
    class Away(NoFunctions):
        def env(self) -> Any:
            raise FunctionUnavailable("the server is away")

    for text in ("<% env() %>", "{{ env() }}", "a {{ env() }}"):
        with pytest.raises(FunctionUnavailable):
            evaluate(text, CONTEXT, Away())


def test_options_are_the_operators() -> None:
    with pytest.raises(LanguageDisabledError, match="'jinja' expression language is disabled"):
        evaluate("{{ 1 }}", {}, options=Options(allowed_languages=("yaql",)))
    with pytest.raises(YaqlError, match="exceeds 2"):
        evaluate("<% $.l.select($) %>", CONTEXT, options=Options(limit_iterators=2))
    assert evaluate("<% $.l.toSet() %>", CONTEXT) == {1, 2, 3}
    assert sorted(evaluate("<% $.l.toSet() %>", CONTEXT, options=Options(convert_sets_to_lists=True))) == [1, 2, 3]
    assert evaluate("<% $.l %>", CONTEXT, options=Options(convert_tuples_to_lists=False)) == (3, 1, 2)
    assert evaluate("<% $.d.select($) %>", CONTEXT, options=Options(iterable_dicts=True)) == ["k"]
    with pytest.raises(YaqlError, match="memory"):
        evaluate("<% range(1000).toList() %>", CONTEXT, options=Options(memory_quota=500))


@pytest.mark.parametrize("text", ["<% $ %>", "<% $.l.select($) %>", "<% $.d %>", "<% $.n %>"])
def test_without_output_conversion_yaqls_own_types_are_unboxed(text: str) -> None:
    result = evaluate(text, CONTEXT, options=Options(convert_output_data=False))
    assert type(result) in (dict, list, int)


def test_without_input_conversion_values_are_taken_as_they_are() -> None:
    options = Options(convert_input_data=False)
    assert evaluate("<% str($.l) %>", CONTEXT, options=options) == "[3, 1, 2]"
    assert evaluate("<% str($.l) %>", CONTEXT) == "(3, 1, 2)"


def test_values_keep_their_python_types() -> None:
    assert isinstance(evaluate("<% now() %>", {}), datetime.datetime)
    assert isinstance(evaluate("<% $.d.keys() %>", CONTEXT), set)


def test_no_filter_of_jinja_changes_the_context() -> None:
    context = {"l": [1], "n": 3}
    with pytest.raises(JinjaError):
        evaluate("{{ _.l|indent(2) }}", context)
    assert context == {"l": [1], "n": 3}
    assert evaluate("{{ _.s|indent(_.n) }}", {**context, "s": "a\nb"}) == "a\n   b"


@pytest.mark.filterwarnings("error")
def test_python_does_not_warn_of_the_code_of_a_template() -> None:
    with pytest.raises(JinjaError):
        evaluate("{{ 1[0] }}", {})
