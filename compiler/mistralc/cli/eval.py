"""mistralc eval: one expression, or many, evaluated as Mistral would."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from mistralc.cli.report import usage_error
from mistralc.expressions import (
    ExpressionError,
    ExpressionSyntaxError,
    UnstorableError,
    evaluate,
    evaluate_bare,
    is_expression,
    stored,
    validate,
    validate_bare,
)
from mistralc.expressions.text import YAQL, first_yaql

_SHOWN = 120


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
        print(json.dumps(outcome, ensure_ascii=False))
    elif fault is None:
        _print_value(outcome["result"])
    else:
        print("\n".join(_explained(expression, outcome["error"])), file=sys.stderr)
    return 0 if fault is None else 1


def _context(path: Path | None) -> Any:
    if path is None:
        return {}
    text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except ValueError:
        pass
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _UsageError(f"{path} is no JSON or YAML: {error}") from None


def _run_batch(path: Path) -> int:
    """One JSON line for each; a line that cannot be read is a fault of its own, and the rest goes on."""
    failed = False
    if str(path) == "-":
        failed = _batch(sys.stdin)
    else:
        with path.open(encoding="utf-8") as file:
            failed = _batch(file)
    return 1 if failed else 0


def _batch(lines: TextIO) -> bool:
    failed = False
    for line in lines:
        if line.strip():
            outcome, fault = _line(line)
            failed = failed or fault is not None
            print(json.dumps(outcome, ensure_ascii=False), flush=True)
    return failed


def _line(line: str) -> tuple[dict[str, Any], Exception | None]:
    try:
        case = json.loads(line)
        expression, context = case["expr"], case.get("context", {})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        wanted = 'a line must be an object {"expr": …, "context": …}'
        return {"error": {"type": "InputError", "message": f"{wanted}: {error}"}}, error
    return _outcome(expression, context)


def _outcome(expression: Any, context: Any) -> tuple[dict[str, Any], Exception | None]:
    """The JSON form of what an evaluation comes to."""
    try:
        value = stored(_value(expression, context))
        # Data may hold numbers that JSON has no form for; Python's words for them are what Mistral stores.
        return {"result": value}, None
    except (ExpressionError, ExpressionSyntaxError, UnstorableError) as error:
        found: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
        offset = _offset(error, expression)
        if offset is not None:
            found["offset"] = offset
        return {"error": found}, error


def _value(expression: Any, context: Any) -> Any:
    """With marks as in a workflow, without marks as one expression of YAQL; data is evaluated as a workflow's is."""
    if not isinstance(expression, str):
        return evaluate(expression, context)
    if is_expression(expression):
        validate(expression)
        return evaluate(expression, context)
    validate_bare(expression, YAQL)
    return evaluate_bare(expression, YAQL, context)


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
