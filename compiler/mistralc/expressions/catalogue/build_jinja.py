"""The rows of Jinja's filters, tests and globals, from jinja2's defaults, their signatures and docstrings."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from mistralc.expressions.bare import evaluate_bare
from mistralc.expressions.catalogue.examples import (
    JINJA_DOCS,
    JINJA_FILTER_EXAMPLES,
    JINJA_GLOBAL_EXAMPLES,
    JINJA_TEST_EXAMPLES,
    ExampleFunctions,
)
from mistralc.expressions.storage import stored

_INJECTED = frozenset({"environment", "env", "eval_ctx", "context"})
_RESULTS: dict[str, str] = {
    result_name: result
    for result, result_names in {
        "str": """capitalize center e escape filesizeformat forceescape format indent join lower pprint replace safe
            string striptags title tojson trim truncate upper urlencode urlize wordwrap xmlattr""",
        "int": "count int length wordcount",
        "float": "float",
        "int | float": "abs round",
        "list[any]": "dictsort groupby list sort",
        "iterator[any]": "batch items map reject rejectattr select selectattr slice unique",
    }.items()
    for result_name in result_names.split()
}


def jinja_rows() -> Iterator[dict[str, Any]]:
    """One row for each filter, test and global."""
    tables: list[tuple[str, Mapping[str, Any], Mapping[str, str]]] = [
        ("filter", FILTERS, JINJA_FILTER_EXAMPLES),
        ("test", TESTS, JINJA_TEST_EXAMPLES),
        ("global", DEFAULT_NAMESPACE, JINJA_GLOBAL_EXAMPLES),
    ]
    for kind, table, examples in tables:
        for name, function in sorted(table.items()):
            yield _row(kind, name, function, examples[name])


def _row(kind: str, name: str, function: Callable[..., Any], example: str) -> dict[str, Any]:
    value = stored(evaluate_bare(example, "jinja", {}, ExampleFunctions()))
    return {
        "key": name,
        "name": name,
        "language": "jinja",
        "kind": kind,
        "doc": JINJA_DOCS.get(name) or _documentation(function),
        "overloads": [
            {
                "parameters": _parameters(function),
                "result": {"filter": _RESULTS.get(name, "any"), "test": "bool"}.get(kind, "any"),
            }
        ],
        "examples": [[example, json.dumps(value, ensure_ascii=False)]],
    }


def _documentation(function: Callable[..., Any]) -> str:
    text = " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())
    text = text.replace("`printf-style`_", "printf-style")
    text = re.sub(r":\w+:`~?([^`]*)`", r"`\1`", text).replace("``", "`")
    sentence = re.split(r"(?<=\.) (?=[A-Z])", text)[0].rstrip(":")
    if not sentence:
        raise LookupError(f"nothing documents {function}")
    return sentence if sentence.endswith(".") else f"{sentence}."


def _parameters(function: Callable[..., Any]) -> list[list[Any]]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:  # a type written in C
        return [["arguments", "any", "rest", False, None]]
    return [_parameter(parameter) for parameter in parameters if parameter.name not in _INJECTED]


def _parameter(parameter: inspect.Parameter) -> list[Any]:
    kinds: dict[Any, str] = {parameter.VAR_POSITIONAL: "rest", parameter.VAR_KEYWORD: "named-rest"}
    kind = kinds.get(parameter.kind, "positional")
    given = parameter.default is not parameter.empty
    default = repr(parameter.default) if given else None
    return [parameter.name, "any", kind, not given and kind == "positional", default]
