"""What is said about text that is not a source file, and that nothing hostile takes long."""

import subprocess
import sys

import pytest

from mistralc.model import load_text
from mistralc.source import load, reader

CASES = {
    "a tab": ("a:\n\tb: 1\n", "E103", 2, 1),
    "a tab after a colon": ("a:\tb: 1\n", "E103", 1, 3),
    "a no-break space": ("version:\u00a0'2.0'\nwf:\n  tasks: {}\n", "E104", 1, 9),
    "a colon in a value": ("a: b: c\n", "E101", 1, 5),
    "an open quote": ("a: 'b\n", "E101", 1, 4),
    "an open bracket": ("a: [b\n", "E101", 1, 4),
    "a quote that the next one closes": ('x:\n  a: "b\n  c: "d"\n', "E101", 2, 6),
    "a colon left out": ("x:\n  a b\n  c: d\n", "E101", 2, 3),
    "a line too far left": ("x:\n  y:\n    a: 1\n  b: 2\n    c: 3\n", "E101", 4, 3),
    "a line too far right": ("x:\n  y: 1\n    a: 1\n", "E101", 3, 6),
    "a control character": ("a: b\nc: d\x01\n", "E101", 2, 5),
    "two documents": ("a: 1\n---\nb: 2\n", "E108", 2, 1),
    "a list for a key": ("[a]: 1\n", "E109", 1, 1),
    "a date that is none": ("a: 2015-99-99\n", "E110", 1, 4),
    "a tag": ("a: !!python/object:x {}\n", "E110", 1, 4),
    "nothing": ("", "E106", 1, 1),
    "a comment": ("# x\n", "E106", 1, 1),
    "bytes": (b"a: 1\nb: \xff\n", "E102", 2, 4),
    "depth": ("[" * 5000, "E107", 1, 201),
    "depth in blocks": ("".join(" " * n + "a:\n" for n in range(300)), "E107", 201, 201),
}


@pytest.mark.parametrize(("text", "code", "line", "column"), CASES.values(), ids=CASES.keys())
def test_a_fault_has_a_name_a_place_and_a_remedy(text, code, line, column):
    (found,) = load(text, "w").diagnostics
    assert (found.code, found.span.line, found.span.column) == (code, line, column)
    assert found.help


def test_the_no_break_space_is_found_in_the_line_that_has_it():
    text = "version: '2.0'\nwf:\n  tasks:\n    a: {x: '\u00a0'}\n    \u00a0 action: {x: y: z}\n"
    (found,) = load(text, "w").diagnostics
    assert (found.code, found.span.line, found.span.column) == ("E104", 5, 5)


def test_a_no_break_space_that_yaml_takes_for_text_is_the_one_fault():
    text = "version: '2.0'\nwf:\n  tasks:\n    a:\n    \u00a0 action: std.noop\n"
    (found,) = load_text(text, "w")[1]
    assert (found.code, found.span.line, found.span.column) == ("E104", 5, 5)


def test_a_no_break_space_in_a_comment_is_no_fault():
    assert load("# a\u00a0b\na: 1\n", "w").diagnostics == ()


def test_a_duplicate_key_is_a_warning_with_both_places():
    document = load("a: 1\nb: 2\na: 3\n", "w")
    (found,) = document.diagnostics
    assert (found.code, found.span.line, found.related[0].span.line) == ("W105", 3, 1)
    assert document.data == {"a": 3, "b": 2}
    assert document.span(("a",)).line == 3


def test_anchors_are_text():
    bomb = "a: &a [lol, lol]\n" + "".join(f"x{n}: [*a, *a, *a]\n" for n in range(50))
    document = load(bomb, "w")
    assert document.data["a"] == "&a [lol, lol]"
    assert document.data["x0"] == ["*a", "*a", "*a"]
    assert {found.code for found in document.diagnostics} == {"W114"}


def test_a_multiplication_is_no_alias():
    assert load("a: <% 2 * 3 %>\nb: x & y\nc: me@example.org", "w").diagnostics == ()


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: {b:}", {"a": {"b": None}}),
        ("a: {b:{c: d}}", {"a": {"b": {"c": "d"}}}),
        ("a: {b: c?d}", None),
        ("a: {b: 'c?d'}", {"a": {"b": "c?d"}}),
        ("a: c?d", {"a": "c?d"}),
        ("a: {? b : c}", {"a": {"b": "c"}}),
        ("a: @b", {"a": "@b"}),
        ("a: &b {c: d}", None),
        ("a: 'x\ty'", {"a": "x\ty"}),
        ("a: b\t", None),
    ],
)
def test_where_the_two_yaml_parsers_differ_mistrals_is_right(text, data):
    assert load(text, "w").data == data


GARBAGE = {
    "brackets": "'[' * 1_000_000",
    "braces and quotes": "'{\"a\": [' * 150_000",
    "commas": "'[' + 'a,' * 500_000 + ']'",
    "one long word": "'x' * 1_000_000",
    "colons": "'a: ' * 350_000",
    "dashes": "'- ' * 500_000",
    "bytes": "bytes(range(256)) * 4_000",
    "aliases": "'a: &a b\\n' + 'c: *a\\n' * 160_000",
    "tabs": "'\\t' * 1_000_000",
    "lines": "'a: 1\\n' * 200_000",
    "keys": "''.join(f'a{n}: x\\n' for n in range(100_000))",
    "tasks": "'version: 2\\nw:\\n tasks:\\n' + ''.join(f'  a{n}: x\\n' for n in range(90_000))",
    "duplicates": "'a: 1\\n' * 100_000",
    "printable": "''.join(chr(33 + n * 7919 % 94) for n in range(1_000_000))",
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
def test_a_megabyte_of_garbage_ends_in_a_diagnostic(garbage):
    """At most 10 s and 512 MB, measured in a process of its own."""
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (10, 10))\n"
        "from mistralc.model import load_text\n"
        f"_, found = load_text({garbage}, 'garbage')\n"
        "status = open('/proc/self/status').read()\n"  # `ru_maxrss` would count what the process that started it had
        "memory = int(status.partition('VmHWM:')[2].split()[0]) // 1024\n"
        "assert found and all(len(d.message) < 1000 for d in found), found\n"
        "assert len(found) <= 200, len(found)\n"
        "assert memory < 512, memory\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_hasty_reader_does_not_ask_the_slow_parser(monkeypatch):
    broken = "version: '2.0'\nflow:\n  tasks: {\n"
    careful = load(broken, "a.yaml").diagnostics
    monkeypatch.setattr(reader, "LiteralParser", None)
    assert [found.code for found in load(broken, "a.yaml", hasty=True).diagnostics] == [found.code for found in careful]
