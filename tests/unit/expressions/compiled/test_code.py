"""The generated code itself: what may be in it, what it needs, how much of real files it covers."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mistralc.expressions import ExpressionSyntaxError, evaluate
from mistralc.expressions.yaql import compiler, evaluation
from mistralc.expressions.yaql.compiler import signatures
from mistralc.expressions.yaql.compiler.code import Unsupported
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.runtime import HELPERS

CORPUS = Path(__file__).parents[5] / "shared" / "corpus"
HOSTILE = (
    "__import__",
    "data",
    "functions",
    "context",
    "source",
    "v1",
    "type",
    "lambda",
    "None",
    "__class__",
    "é",
    "a" * 300,
)


def code_of(source: str, monkeypatch: pytest.MonkeyPatch) -> ast.AST:
    seen: list[Any] = []
    monkeypatch.setattr(
        compiler, "compile", lambda tree, *rest: seen.append(tree) or compile(tree, *rest), raising=False
    )
    compiler.compiled(parse(source))
    return seen[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_the_expression_are_constants_of_the_code(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quoted = repr(f"x\"'); import os #{name}\\n")
    variable = "a" if name.startswith("__") else name
    source = (
        f"let({variable} => $['{name}']) -> {{'{name}' => [${variable}, {quoted}], b => $.get('{name}', {quoted})}}"
    )
    code = code_of(source, monkeypatch)
    names = {part.id for part in ast.walk(code) if isinstance(part, ast.Name)}
    names |= {part.arg for part in ast.walk(code) if isinstance(part, ast.arg)}
    assert all(found in HELPERS or re.fullmatch(r"v\d+|k\d+|data|context|functions|source", found) for found in names)
    attributes = {part.attr for part in ast.walk(code) if isinstance(part, ast.Attribute)}
    assert attributes <= {"get"}
    assert evaluate(f"<% {source} %>", {name: 1})[name][0] == 1


def test_the_code_has_no_builtins_and_no_access_to_python() -> None:
    function = compiler.compiled(parse("$.a"))
    assert function.run.__globals__["__builtins__"] == {}
    assert not any(name in HELPERS for name in ("eval", "exec", "open", "getattr", "__import__", "compile"))


def test_every_signature_has_its_helper() -> None:
    for table in (signatures.METHODS, signatures.FUNCTIONS, signatures.EXTENSIONS):
        for name, signature in table.items():
            assert signature.helper in HELPERS, name
            assert not signature.has_unclear or f"{signature.helper}_unclear" in HELPERS, name


def test_every_helper_in_the_compiler_exists() -> None:
    folder = Path(compiler.__file__).parent
    nouns = {name.partition("_")[0] for name in HELPERS if "_" in name}
    for module in folder.glob("*.py"):
        for noun, verb in re.findall(r'"([a-z]+)_([a-z_]+)"', module.read_text()):
            assert noun not in nouns or f"{noun}_{verb}" in HELPERS, f"{module.name}: {noun}_{verb}"


def test_an_expression_that_is_compiled_needs_no_yaql_library() -> None:
    program = (
        "import sys; from mistralc.expressions import evaluate\n"
        "assert evaluate('<% $.l.where($ > 1).select($ * 2) %>', {'l': [1, 2]}) == [4]\n"
        "assert 'yaql' not in sys.modules, 'the library was imported'\n"
    )
    subprocess.run([sys.executable, "-W", "error::SyntaxWarning", "-c", program], check=True)


def test_deep_and_long_expressions_are_left_to_the_library() -> None:
    assert evaluation.function_of("(" * 500 + "1" + ")" * 500) is None
    assert evaluate("<% " + " + ".join(["1"] * 60) + " %>", {}) == 60
    assert evaluation.function_of(" + ".join(["1"] * 500)) is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus (../shared/corpus) is absent")
def test_at_least_99_of_100_expressions_of_real_files_are_compiled() -> None:
    """Of the texts that Mistral can evaluate at all: those that parse and call functions that it has."""
    unknown = re.compile(
        r"\b(?:json_pp|st2kv|tag|use_none|to_complex|json_escape|to_(?:json|yaml|human)\w*|regex_\w+|version_\w+)\("
    )
    compiled, left = 0, []
    for source in sorted(texts()):
        try:
            tree = parse(source)
        except ExpressionSyntaxError:
            continue
        if unknown.search(source):
            continue
        try:
            compiler.compiled(tree)
        except Unsupported as reason:
            left.append((source, str(reason)))
        else:
            compiled += 1
    assert compiled > 1_300
    assert compiled / (compiled + len(left)) >= 0.99, left


def texts() -> set[str]:
    found: set[str] = set()
    for path in CORPUS.rglob("*"):
        if path.is_file():
            for outer in re.findall("<%.*?%>", path.read_text(errors="replace")):
                found.add(outer.lstrip("<%>").rstrip("<%>").strip())
    return found
