"""mistralc eval and mistralc functions, as they are called from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mistralc.cli.app import app


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def context(tmp_path: Path) -> str:
    path = tmp_path / "context.json"
    path.write_text('{"a": 1, "l": [1, 2], "s": "<% 1 + 1 %>"}')
    return str(path)


@pytest.mark.parametrize(
    ("expression", "output"),
    [
        ("$.a + 1", "2"),
        ("<% $.a + 1 %>", "2"),
        ("{{ _.a + 1 }}", "2"),
        ("a is <% $.a %>", "a is 1"),
        ("$.l.select({n => $})", '[\n  {\n    "n": 1\n  },\n  {\n    "n": 2\n  }\n]'),
        ("set(1, 1)", "[\n  1\n]"),
        ("datetime(2026, 1, 2)", "2026-01-02T00:00:00.000000"),
        ("$.nothing?.x", None),
        ("$.s", "<% 1 + 1 %>"),
        ("{{ _.s }}", "<% 1 + 1 %>"),
    ],
)
def test_a_value(expression: str, output: str | None, context: str) -> None:
    code, out, err = run("eval", expression, "--context", context)
    assert (code, out.rstrip("\n")) == ((0, output) if output is not None else (1, ""))
    assert bool(err) is (output is None)


def test_json(context: str) -> None:
    assert run("eval", "$.l", "-c", context, "--json")[:2] == (0, '{"result": [1, 2]}\n')
    code, out, _ = run("eval", "<% 1 + %>", "--json")
    assert code == 1
    assert json.loads(out)["error"]["type"] == "ExpressionSyntaxError"
    assert json.loads(out)["error"]["offset"] == 6


def test_an_error_shows_where_it_is() -> None:
    code, out, err = run("eval", "x <% $.a + %> y")
    assert (code, out) == (1, "")
    line, caret = err.splitlines()[-2:]
    assert line == "  x <% $.a + %> y"
    assert caret.index("^") == line.index(" %> y")
    assert "nope" in run("eval", "<% $.nope %>")[2]


def test_stdin() -> None:
    assert run("eval", "-", stdin="1 + 1\n")[:2] == (0, "2\n")
    assert run("eval", "$.a", "-c", "-", stdin="a: 5")[:2] == (0, "5\n")


def test_a_batch(tmp_path: Path) -> None:
    lines = [
        {"expr": "$.a", "context": {"a": [1]}},
        {"expr": "{{ _.a }}", "context": {"a": 2}},
        {"expr": "$.nope", "context": {}},
        {"expr": {"x": ["<% $.a %>"]}, "context": {"a": 3}},
    ]
    path = tmp_path / "batch.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n\nnonsense\n")
    code, out, _ = run("eval", "--batch", str(path))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [line.get("result") for line in found] == [[1], 2, None, {"x": [3]}, None]
    assert [line["error"]["type"] for line in found if "error" in line] == ["YaqlError", "InputError"]
    assert run("eval", "--batch", "-", stdin='{"expr": "1"}\n')[:2] == (0, '{"result": 1}\n')


def test_a_bad_line_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes(
        b'{"expr": "1"}\nno\n[1]\n{"context": {}}\n"\xff"\n{"expr": "$.a", "context": {"a": "\xc3\xa4"}}\n'
    )
    code, out, err = run("eval", "--batch", str(path))
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (1, "")
    assert [found[0]["result"], found[-1]["result"]] == [1, "ä"]
    words = ("it is no JSON", "it is a list", "it has no 'expr'", "in UTF-8")
    for line, word in zip(found[1:-1], words, strict=True):
        assert line["error"]["type"] == "InputError"
        assert word in line["error"]["message"]


def test_a_batch_of_recorded_cases() -> None:
    lines = [
        {"kind": "jinja", "expr": "_.a + 1", "context": {"a": 1}},
        {"kind": "yaql", "expr": "env().x", "context": {"__env": {"x": 2}}},
        {"kind": "any", "expr": "no expression", "context": {}},
        {"kind": "any", "op": "validate", "expr": "<% $.a + %>"},
        {"op": "validate", "expr": "$.nothing"},
        {"expr": "$", "context": "\ud800"},
    ]
    code, out, _ = run("eval", "--batch", "-", stdin="\n".join(map(json.dumps, lines)))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [line.get("result", "error") for line in found] == [2, 2, "no expression", "error", None, "\ud800"]


def test_advice() -> None:
    assert "there is no key 'a'" in run("eval", "$.a")[2]
    assert "Jinja stands between {{ and }}" in run("eval", "_.a|upper")[2]
    assert "Jinja stands" not in run("eval", "<% 1 + %>")[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["eval"],
        ["eval", "1", "--context", "no/such/file"],
        ["eval", "1", "--batch", "x"],
        ["eval", "--batch", "no/such"],
    ],
)
def test_usage(arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("mistralc: ")


@pytest.mark.parametrize(("data", "words"), [(b"a: [", "no JSON or YAML"), (b"a: \xff", "no text in UTF-8")])
def test_a_context_that_cannot_be_read(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "context.yaml"
    path.write_bytes(data)
    code, out, err = run("eval", "1", "-c", str(path))
    assert (code, out) == (2, "")
    assert words in err


def test_a_limit_ends_an_evaluation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISTRALC_EXPRESSION_MEGABYTES", "100")
    code, _, err = run("eval", "{{ 'a' * 1000000000 }}")
    assert code == 1
    assert "needs more than 100 MB" in err


def test_all_functions_are_listed() -> None:
    code, out, _ = run("functions")
    assert code == 0
    for words in ("  where  ", "  task  ", "  selectattr  ", "YAQL operators", "Jinja tests"):
        assert words in out


def test_one_function() -> None:
    code, out, _ = run("functions", "where")
    assert code == 0
    assert "(collection: collection).where(predicate: lambda) -> iterator[T]" in out
    assert "[1, 2, 3, 4, 5].where($ > 3)  ->  [4, 5]" in out
    code, out, _ = run("functions", "join", "--json")
    assert [entry["language"] for entry in json.loads(out)] == ["yaql", "jinja"]


def test_an_unknown_function_has_a_near_name() -> None:
    code, out, err = run("functions", "wher")
    assert (code, out) == (2, "")
    assert "did you mean 'where'?" in err
