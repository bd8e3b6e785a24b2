"""Data and places of what was read."""

import pytest
import yaml

from mistralc.source import Span, load

TEXT = """\
version: '2.0'
wf:
  tasks:
    a:
      action: std.echo output="x"
      publish: {id: <% task().result %>}
      on-success:
        - b: <% $.id %>
        - fail
    b:
      description:
"""


def place(span):
    return (span.line, span.column, span.end_line, span.end_column)


def cut(document, span):
    """The text of a one-line place."""
    assert span.line == span.end_line
    return document.lines[span.line - 1][span.column - 1 : span.end_column - 1]


def test_data_is_what_yaml_says():
    assert load(TEXT, "w").data == yaml.safe_load(TEXT)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("version",), "'2.0'", "version"),
        (("wf", "tasks", "a", "action"), 'std.echo output="x"', "action"),
        (("wf", "tasks", "a", "publish", "id"), "<% task().result %>", "id"),
        (("wf", "tasks", "a", "publish"), "{id: <% task().result %>}", "publish"),
        (("wf", "tasks", "a", "on-success", 0, "b"), "<% $.id %>", "b"),
        (("wf", "tasks", "a", "on-success", 1), "fail", "fail"),
    ],
)
def test_places_of_values_and_keys(path, value, key):
    document = load(TEXT, "w")
    assert cut(document, document.span(path)) == value
    assert cut(document, document.key_span(path)) == key


def test_a_key_without_a_value_has_the_place_of_the_key():
    document = load(TEXT, "w")
    assert cut(document, document.span(("wf", "tasks", "b", "description"))) == "description"


def test_a_block_ends_with_its_last_value():
    document = load(TEXT, "w")
    assert place(document.span(("wf", "tasks", "a", "on-success"))) == (8, 9, 9, 15)


def test_a_path_that_leads_nowhere_has_the_place_of_the_nearest_parent():
    document = load(TEXT, "w")
    assert document.span(("wf", "tasks", "b", "description", "x")) == document.span(("wf", "tasks", "b", "description"))
    assert document.value(("wf", "nothing", 3)) is None


def test_an_empty_path_is_the_whole_document():
    assert load(TEXT, "w").span(()).line == 1
    assert load("", "w").span(()) == Span("w", 1, 1, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "x: 010",
        "x: 0x1F",
        "x: 1_000",
        "x: 190:20:30",
        "x: yes",
        "x: Off",
        "x: ~",
        "x: 1e3",
        "x: 1.0e+3",
        "x: .inf",
        "x: 2015-01-01",
        "x: '2015-01-01'",
        "x: !!str 5",
        "x: !!int '5'",
        "x: ! 5",
        "x: {<<: {a: 1}, b: 2}",
        "x: {<<: [{a: 1}, {a: 2, c: 3}], c: 4}",
        "on: 1\n2: x\nnull: y",
        "x: |\n  a\n  b\n",
        "x: >\n  a\n  b\n\n  c\n",
        "- a\n- {b: c}\n- [d, [e]]",
        "x: \ufeffy",
    ],
)
def test_scalars_resolve_as_the_safe_loader_does(text):
    assert load(text, "w").data == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("yaml_text", "value", "found"),
    [
        ("x: ab <% c %> d", "<% c %>", "<% c %>"),
        ("x: 'it''s <% c %>'", "<% c %>", "<% c %>"),
        ('x: "tab\\t \\u00e9 <% c %>"', "<% c %>", "<% c %>"),
        ("x: |\n    one\n    <% c %>\n", "<% c %>", "<% c %>"),
        ("x: |\n\n    one\n\n      <% c %> two\n", "<% c %>", "<% c %>"),
        ("x: >-\n    one\n    <% c %>\n    two\n", "<% c %>", "<% c %>"),
        ("x: one\n   two <% c %>", "<% c %>", "<% c %>"),
        ("x: 'one\n\n   two <% c %>'", "<% c %>", "<% c %>"),
        ('x: "one \\\n   two <% c %>"', "<% c %>", "<% c %>"),
    ],
)
def test_characters_of_a_value_are_found_in_the_source(yaml_text, value, found):
    document = load(yaml_text, "w")
    start = document.data["x"].index(value)
    assert cut(document, document.span_in(("x",), start, start + len(value))) == found


def test_a_range_that_makes_no_sense_has_the_place_of_the_scalar():
    document = load("x: abc", "w")
    assert document.span_in(("x",), 5, 9) == document.span(("x",))
    assert document.span_in(("y",), 0, 1) == document.span(("y",))


def test_lines_are_counted_as_yaml_counts_them():
    document = load("a: 1\r\nb: 2\rc: 3\x85d: 4\n", "w")
    assert document.span(("c",)).line == 3
    assert document.span(("d",)).line == 4


def test_an_item_without_a_value_has_a_place():
    assert place(load("a:\n  -\n  - b\n", "w").span(("a", 0))) == (2, 4, 2, 4)
