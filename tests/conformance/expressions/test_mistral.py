"""Every recorded case of Mistral's own evaluators gives the recorded result, or an error where one is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
import pytest

from mistralc.expressions import (
    ExpressionError,
    ExpressionSyntaxError,
    NoFunctions,
    evaluate,
    evaluate_bare,
    evaluate_text,
    reads,
    validate,
    validate_bare,
)

HERE = Path(__file__).parent
CASES = HERE.parents[3] / "shared" / "conformance" / "expressions"
KINDS = ("any", "yaql-inline", "yaql", "jinja-inline", "jinja", "recursive")
EXCEPTIONS: dict[str, str] = json.loads((HERE / "exceptions.json").read_text())

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the recorded cases (../shared/conformance) are absent")


class ContextFunctions(NoFunctions):
    """The recorder's functions: what the reserved keys of the context say."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def env(self) -> Any:
        return self._context["__env"]

    def execution(self) -> Any:
        return self._context["__execution"]


def cases(*kinds: str) -> Iterator[Any]:
    if not CASES.is_dir():
        return
    for kind in kinds:
        for number, case in enumerate(json.loads((CASES / f"{kind}.json").read_text())):
            name = f"{kind}-{number}"
            marks = [pytest.mark.skip(reason=EXCEPTIONS[name])] if name in EXCEPTIONS else []
            yield pytest.param(case, id=name, marks=marks)


def run(case: Mapping[str, Any], context: Any) -> Any:
    kind, expression = case["kind"], case["expr"]
    functions = ContextFunctions(context)
    if kind in ("yaql", "jinja"):
        if case["op"] == "validate":
            return validate_bare(expression, kind)
        return evaluate_bare(expression, kind, context, functions)
    if case["op"] == "validate":
        return validate(expression)
    if kind == "recursive":
        return evaluate(expression, context, functions, raw_when_empty=True)
    return evaluate_text(expression, context, functions)


def recorded(value: Any) -> Any:
    """A result in the form the recorder wrote: JSON, with sets and iterators marked."""
    if isinstance(value, set | frozenset):
        return {"__set__": sorted((recorded(item) for item in value), key=repr)}
    if isinstance(value, list | tuple):
        return [recorded(item) for item in value]
    if isinstance(value, dict):
        return {str(key): recorded(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "__iter__"):
        return {"__iterator__": [recorded(item) for item in value]}
    return {"__type__": type(value).__name__}


def check(case: Mapping[str, Any], context: Any) -> None:
    if "error" in case:
        # An undefined value deep in a result is found by who writes the result down: the recorder, too.
        with pytest.raises((ExpressionError, ExpressionSyntaxError, jinja2.UndefinedError)) as caught:
            recorded(run(case, context))
        error = caught.value
        if isinstance(error, ExpressionSyntaxError) and error.language == "yaql":
            # Where the fault is and what was expected: our parser says it in its own words.
            assert case["error"].startswith(("Parse error", "Lexical error", "<unprintable"))
            return
        words = {getattr(error, "message", None), getattr(error, "reason", None), str(error)}
        assert case["error"] in words or case["error"].startswith("<unprintable")
        return
    result = run(case, context)
    if case.get("volatile"):
        assert type(result).__name__ == case["result_type"]
        return
    assert recorded(result) == case["result"]
    assert type(result).__name__ == case["result_type"]


@pytest.mark.parametrize("case", list(cases(*KINDS)))
def test_agrees_with_mistral(case: Mapping[str, Any]) -> None:
    check(case, case["context"])


def _restrictable(parameter: Any) -> bool:
    """Cases that have a context to cut down."""
    (case,) = parameter.values
    return case["op"] != "validate" and isinstance(case["context"], dict)


@pytest.mark.parametrize("case", list(filter(_restrictable, cases("any", "yaql-inline", "jinja-inline"))))
def test_agrees_on_what_it_reads_alone(case: Mapping[str, Any]) -> None:
    """With the context cut down to the reads of the expression, everything stays as recorded."""
    restricted = dict(reads(case["expr"]).restrict(case["context"]))
    restricted |= {key: value for key, value in case["context"].items() if key.startswith("__")}
    check(case, restricted)


def test_every_exception_is_a_case() -> None:
    names = {parameter.id for parameter in cases(*KINDS)}
    assert names >= EXCEPTIONS.keys()
