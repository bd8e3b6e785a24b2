"""Inline calls and with-items clauses give what Mistral's own functions give."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mistralc.model.inline import InlineError, parse_call, parse_loop

# Mistral's patterns (lang/base.py, lang/v2/tasks.py), as an independent statement of what the grammar has to give.
_EXPRESSION = r"({{(.*?)}})|<%.*?%>"
_COMMAND = re.compile(r"^([\w\.]+[^=\(\s\"]*|<%.*?%>|{{.*}}|{%.*%})")
_PARAMETERS = re.compile(rf"([-_\w]+)=(\"[^\"]*\"\s*|'[^']*'\s*|{_EXPRESSION}|\[.*\]\s*|true|false|null|\d+)")
_LOOP = re.compile(rf"\s*([\w\d_\-]+)\s*in\s*(\[.+\]|{_EXPRESSION})")


def reference_call(text):
    if " " not in text:
        return text, {}
    head = _COMMAND.search(text)
    if not head:
        return None
    params = {}
    for key, value, *_ in _PARAMETERS.findall(text):
        value = value.strip()
        if value[0] in "\"'":
            params[key] = value[1:-1]
        else:
            try:
                params[key] = json.loads(value)
            except ValueError:
                params[key] = value
    return head.group(), params


def reference_loop(text):
    match = _LOOP.match(text)
    if not match:
        return None
    name, items = match.group(1), match.group(2)
    if not items.startswith("["):
        return name, items
    try:
        return name, json.loads(items)
    except ValueError:
        return None


def call(text):
    try:
        found = parse_call(text)
    except InlineError:
        return None
    return found.name, dict(found.params)


def loop(text):
    try:
        found = parse_loop(text)
    except InlineError:
        return None
    return found.variable, found.items


CALLS = {
    "std.noop": ("std.noop", {}),
    'std.echo output="x y"': ("std.echo", {"output": "x y"}),
    "std.echo output='x' n=1 t=true z=null": ("std.echo", {"output": "x", "n": 1, "t": True, "z": None}),
    "std.echo l=[1,2]": ("std.echo", {"l": [1, 2]}),
    "std.echo l=[1] m=[2]": ("std.echo", {"l": "[1] m=[2]"}),
    "std.echo e=<% $.a + 1 %> f={{ _.b }}": ("std.echo", {"e": "<% $.a + 1 %>", "f": "{{ _.b }}"}),
    "std.echo output=hello": ("std.echo", {}),
    "std.echo d={'a': 1} n=2": ("std.echo", {"n": 2}),
    "std.echo n=12abc=3": ("std.echo", {"n": 12, "abc": 3}),
    "std.echo a=b=1": ("std.echo", {"b": 1}),
    "std.echo a = 1": ("std.echo", {}),
    "std.echo a=-1 b=1.5": ("std.echo", {"b": 1}),
    "a=1 b=2": ("a", {"a": 1, "b": 2}),
    "fail(msg='a b')": ("fail", {"msg": "a b"}),
    'fail msg="x"': ("fail", {"msg": "x"}),
    "fail(msg=1)": ("fail(msg=1)", {}),
    "<% $.name %> x=1": ("<% $.name %>", {"x": 1}),
    "<% f(a=1) %> x=2": ("<% f(a=1) %>", {"a": 1, "x": 2}),
    "{{ _.name }} x=1": ("{{ _.name }}", {"x": 1}),
    " std.echo x=1": None,
    "=x 1": None,
    "std.echo\toutput=1": ("std.echo\toutput=1", {}),
    "std.echo\n output=1": ("std.echo", {"output": 1}),
    'std.echo a="x\ny"': ("std.echo", {"a": "x\ny"}),
    "std.echo é=1": ("std.echo", {"é": 1}),
    "std.echo a=1 a=2": ("std.echo", {"a": 2}),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.items())
def test_calls(text, expected):
    assert call(text) == expected == reference_call(text)


LOOPS = {
    "i in [1, 2]": ("i", [1, 2]),
    "i in <% $.l %>": ("i", "<% $.l %>"),
    "i in {{ _.l }}": ("i", "{{ _.l }}"),
    "xin [1]": ("x", [1]),
    "i in[1]": ("i", [1]),
    "in in [1]": ("in", [1]),
    "i in <% $.l %> and more": ("i", "<% $.l %>"),
    "i in [1] j in [2]": None,
    "i in [1,": None,
    "i in []": None,
    "i in x": None,
    "i <% $.l %>": None,
    "<% $.l %>": None,
    "": None,
}


@pytest.mark.parametrize(("text", "expected"), LOOPS.items())
def test_loops(text, expected):
    assert loop(text) == expected == reference_loop(text)


_PIECES = st.sampled_from(
    ["std.echo", "a", "b-c", "=", " ", "  ", "\n", '"', "'", "x", "1", "12", "-", "[", "]", ",", "{", "}", "<%", "%>",
     "{{", "}}", "{%", "%}", "true", "null", "fals", "(", ")", "in", "in ", "é", ".", "a=", "b=1", 'c="d"', "\t", "$.x"]
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_any_text_is_read_as_mistral_reads_it(text):
    assert call(text) == reference_call(text)
    assert loop(text) == reference_loop(text)


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("std.echo output=hello", ["output=hello"]),
        ("std.echo d={'a': 1} n=2", ["d={'a':", "1}"]),
        ('std.echo output="x", n=1', []),
        ("fail(msg='a b')", []),
        ("std.echo hello world", ["hello", "world"]),
        ("std.echo l=[1] x", ["x"]),
    ],
)
def test_what_mistral_passes_over_is_known(text, dropped):
    assert [text[start:end] for start, end in parse_call(text).dropped] == dropped


def test_places_of_values():
    text = 'std.echo a="x y" b=<% $.z %>'
    places = parse_call(text).places
    assert {name: text[start:end] for name, (start, end) in places.items()} == {"a": '"x y"', "b": "<% $.z %>"}


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("vm of <% $.vms %>", "of <% $.vms %>", "expected `in` after `vm`, found `of`"),
        ("vm <% $.vms %>", "<% $.vms %>", "expected `in` after `vm`, found `<%`"),
        ("vm", "vm", "expected `in` after `vm`, found the end"),
        ("vm in", "vm in", "expected `<% list %>` or `[1, 2]` after `in`, found the end"),
        ("vm in $.vms", "$.vms", "expected `<% list %>` or `[1, 2]` after `in`, found `$.vms`"),
        ("vm in []", "[]", "expected `<% list %>` or `[1, 2]` after `in`, found `[]`"),
        ("in <% $.vms %>", "in <% $.vms %>", "expected a variable and `in` first, found `in <% $.vms %>`"),
        ("$.vms", "$.vms", "expected a variable and `in` first, found `$.vms`"),
        ("", "", "expected a variable and `in` first, found the end"),
        ("i in [1,, 2]", "[1,, 2]", "'[1,, 2]' is not a JSON list"),
    ],
)
def test_what_a_loop_lacks(text, at, message):
    with pytest.raises(InlineError) as caught:
        parse_loop(text)
    assert text[caught.value.offset :] == at
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "name", "params"),
    [
        ("count=3 delay=5", "count", {"count": 3, "delay": 5}),
        (
            "count=3 delay=<% $.d %> break-on=<% $.done %>",
            "count",
            {"count": 3, "delay": "<% $.d %>", "break-on": "<% $.done %>"},
        ),
        ("fail(msg='no disk')", "fail", {"msg": "no disk"}),
        ("fail msg='no disk'", "fail", {"msg": "no disk"}),
        ("pause(msg=<% $.why %> )", "pause", {"msg": "<% $.why %>"}),
        ("fail", "fail", {}),
    ],
)
def test_retry_in_one_line_and_engine_commands(text, name, params):
    assert call(text) == (name, params)
    assert call(text) == reference_call(text)
