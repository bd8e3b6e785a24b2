"""mistralc eval: one expression, or many, evaluated as Mistral would."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mistralc.cli.report import usage_error
from mistralc.expressions import (
    ExpressionError,
    ExpressionSyntaxError,
    NoFunctions,
    UnstorableError,
    evaluate,
    evaluate_bare,
    is_expression,
    stored,
    validate,
    validate_bare,
)
from mistralc.expressions.text import JINJA, YAQL, first_yaql

_SHOWN = 120
_UNPAIRED = re.compile("[\ud800-\udfff]")


class _UsageError(Exception):
    """The call cannot be carried out as written."""


def run_eval(expression: str | None, context: Path | None, batch: Path | None, as_json: bool) -> int:
    """Print the value: 0; 1 when the evaluation fails, 2 for usage. A batch is 1 when any of its lines fails."""
    try:
        if batch is not None:
            if expression is not None or context is not None:
                raise _UsageError("--batch takes no EXPR and no --context: each line has its own")
            return _run_batch(batch)
        if expression is None:
            raise _UsageError("give an expression, or a file of them with --batch")
        if expression == "-":
            expression = sys.stdin.read().rstrip("\n")
        outcome, fault = _outcome(expression, _context(context))
    except OSError as error:
        return usage_error(f"cannot read {error.filename or error}: {error.strerror}")
    except _UsageError as error:
        return usage_error(str(error))
    if as_json:
        print(_json(outcome))
    elif fault is None:
        _print_value(outcome["result"])
    else:
        print("\n".join([*_explained(expression, outcome["error"]), *_advice(expression, fault)]), file=sys.stderr)
    return 0 if fault is None else 1


def _context(path: Path | None) -> Any:
    if path is None:
        return {}
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        text = data.decode("utf-8")
        return json.loads(text)
    except UnicodeDecodeError as error:
        raise _UsageError(f"{path} is no text in UTF-8: {error.reason} at byte {error.start}") from None
    except ValueError:
        pass
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _UsageError(f"{path} is no JSON or YAML: {error}") from None


def _run_batch(path: Path) -> int:
    """One JSON line for each; a line that cannot be read is a fault of its own, and the rest goes on."""
    if str(path) == "-":
        return 1 if _batch(sys.stdin.buffer) else 0
    with path.open("rb") as file:
        return 1 if _batch(file) else 0


def _batch(lines: Iterable[bytes]) -> bool:
    failed = False
    for line in lines:
        if line.strip():
            outcome, fault = _line(line)
            failed = failed or fault is not None
            print(_json(outcome), flush=True)
    return failed


def _line(line: bytes) -> tuple[dict[str, Any], Exception | None]:
    try:
        case = _case(line)
    except _UsageError as error:
        return {"error": {"type": "InputError", "message": str(error)}}, error
    return _outcome(case["expr"], case.get("context", {}), case.get("kind"), check_only=case.get("op") == "validate")


def _case(line: bytes) -> dict[str, Any]:
    wanted = 'a line must be an object {"expr": …, "context": …}'
    try:
        case = json.loads(line)
    except UnicodeDecodeError as error:
        raise _UsageError(f"{wanted} in UTF-8: {error.reason} at byte {error.start}") from None
    except (ValueError, RecursionError) as error:
        raise _UsageError(f"{wanted}: it is no JSON: {error}") from None
    if not isinstance(case, dict):
        raise _UsageError(f"{wanted}: it is a {type(case).__name__}")
    if "expr" not in case:
        raise _UsageError(f"{wanted}: it has no 'expr'")
    return case


def _outcome(
    expression: Any, context: Any, kind: Any = None, *, check_only: bool = False
) -> tuple[dict[str, Any], Exception | None]:
    """The JSON form of what an evaluation (or the check of the syntax) comes to."""
    try:
        language = _checked(expression, kind)
        value = None if check_only else stored(_value(expression, context, language))
        # Data may hold numbers that JSON has no form for; Python's words for them are what Mistral stores.
        return {"result": value}, None
    except (ExpressionError, ExpressionSyntaxError, UnstorableError) as error:
        found: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
        offset = _offset(error, expression)
        if offset is not None:
            found["offset"] = offset
        return {"error": found}, error


def _checked(expression: Any, kind: Any) -> str | None:
    """The language of an expression without marks; None for a text as in a workflow, and for data.

    The kind is that of a recorded case: `yaql` and `jinja` have no marks, all others are texts. Without a kind, a text
    without marks is YAQL. Raises ExpressionSyntaxError.
    """
    if kind in (YAQL, JINJA):
        validate_bare(expression, kind)
        return str(kind)
    if kind is not None or not isinstance(expression, str) or is_expression(expression):
        validate(expression)
        return None
    validate_bare(expression, YAQL)
    return YAQL


def _value(expression: Any, context: Any, language: str | None) -> Any:
    functions = _ContextFunctions(context)
    if language is None:
        return evaluate(expression, context, functions)
    return evaluate_bare(expression, language, context, functions)


class _ContextFunctions(NoFunctions):
    """No execution is there, but a context may bring what Mistral keeps of one in it."""

    def __init__(self, context: Any) -> None:
        self._context = context if isinstance(context, Mapping) else {}

    def env(self) -> Any:
        return self._context["__env"] if "__env" in self._context else super().env()

    def execution(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = (
            self._context["__execution"] if "__execution" in self._context else super().execution()
        )
        return found


def _offset(error: Exception, expression: Any) -> int | None:
    """Where the fault is in what was given: the place of a syntax error, else the beginning of what failed."""
    if isinstance(error, ExpressionSyntaxError):
        return error.offset
    if not isinstance(error, ExpressionError) or not isinstance(expression, str):
        return None
    place = expression.find(error.expression)
    return place if place > 0 or not is_expression(expression) else max(first_yaql(expression), 0)


def _print_value(value: Any) -> None:
    """Text as it is, anything else as JSON."""
    print(value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False))


def _json(value: Any) -> str:
    """One line of JSON; half a pair of UTF-16, which JSON can spell and no file can hold, is spelled as in JSON."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() or not _UNPAIRED.search(text) else json.dumps(value)


def _advice(expression: str, fault: Exception) -> Iterator[str]:
    """What a newcomer may want to know besides."""
    if isinstance(fault.__cause__, KeyError) and isinstance(fault, ExpressionError):
        yield f"help: there is no key {fault.__cause__}; write --context FILE, or `$.get(…)` where it may be missing"
    elif isinstance(fault, ExpressionSyntaxError) and not is_expression(expression):
        yield "help: a text without marks is read as YAQL; Jinja stands between {{ and }}"


def _explained(expression: str, error: dict[str, Any]) -> Iterator[str]:
    """The message, and a caret under the place."""
    yield f"mistralc: {error['message']}"
    offset = error.get("offset")
    if offset is None:
        return
    start = expression.rfind("\n", 0, offset) + 1
    line = expression[start:].partition("\n")[0]
    column = min(offset - start, len(line))
    left = max(0, column - _SHOWN // 2)
    shown = line[left : left + _SHOWN]
    yield ""
    yield f"  {''.join(char if char.isprintable() else ' ' for char in shown)}"
    yield f"  {' ' * (column - left)}^"
