"""The rows of YAQL and of Mistral's own functions, from yaql's registry and its docstrings."""

from __future__ import annotations

# yaql uses collections.abc without importing it, so it must be imported before.
import collections.abc
import datetime
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaql
from yaql.language import contexts, specs, yaqltypes
from yaql.language import utils as yaql_utils
from yaql.standard_library import queries

from mistralc.expressions.bare import evaluate_bare
from mistralc.expressions.catalogue.examples import MISTRAL_DOCS, YAQL_DOCS, YAQL_EXAMPLES, ExampleFunctions
from mistralc.expressions.catalogue.result_types import result_of
from mistralc.expressions.errors import ExpressionError
from mistralc.expressions.standard import FUNCTIONS
from mistralc.expressions.storage import UnstorableError, stored

_LEFT_OUT = frozenset({"#finalize", "#iter"})
"""Hooks of the engine, which no expression can call."""
_DISPLAY = {"*equal": "=", "*not_equal": "!=", "#indexer": "[]", "#list": "[...]", "#map": "{...}"}
_DISPLAY["#get_context_data"] = "$"
_EXAMPLE = re.compile(r"yaql> (?!.*\b(?:now|random)\()(.*)")
"""What differs from day to day is no example."""
_PYTHON_TYPES: dict[Any, str] = {
    object: "any",
    str: "str",
    bool: "bool",
    int: "int | bool",
    (int, float): "int | float",
    type(None): "null",
    dict: "dict",
    datetime.datetime: "datetime",
    datetime.timedelta: "timespan",
    re.Pattern: "regex",
    collections.abc.Iterator: "iterator",
    collections.abc.Set: "set",
    collections.abc.Mapping: "dict",
    contexts.ContextBase: "context",
    yaql_utils.MappingRule: "pair",
}
_SMART_TYPES: list[tuple[type, str]] = [
    (yaqltypes.Iterator, "iterator"),
    (yaqltypes.Iterable, "collection"),
    (yaqltypes.Sequence, "list"),
    (yaqltypes.Integer, "int"),
    (yaqltypes.Number, "int | float"),
    (yaqltypes.String, "str"),
    (yaqltypes.DateTime, "datetime"),
    (yaqltypes.Lambda, "lambda"),
    (yaqltypes.MappingRule, "pair"),
    (yaqltypes.Keyword, "keyword"),
    (yaqltypes.StringConstant, "keyword"),
    (yaqltypes.YaqlExpression, "expression"),
]
_UNTYPED = frozenset({"lambda", "pair", "keyword", "expression", "context", "object", "any"})


def yaql_rows() -> Iterator[dict[str, Any]]:
    """One row for each name, its overloads in a fixed order."""
    root = yaql.create_context()
    for name, function in FUNCTIONS.items():
        root.register_function(function, name=name)
    definitions: dict[str, list[Any]] = {}
    context = root
    while context is not None:
        for name, overloads in context._functions.items():
            definitions.setdefault(name, []).extend(overloads)
        context = context.parent
    for key in sorted(set(definitions) - _LEFT_OUT):
        yield _row(key, definitions[key])


def _row(key: str, definitions: list[Any]) -> dict[str, Any]:
    overloads = sorted(
        ((_overload(key, definition), definition) for definition in definitions), key=lambda pair: json.dumps(pair[0])
    )
    language = "mistral" if key in FUNCTIONS else "yaql"
    return {
        "key": key,
        "name": _display(key),
        "language": language,
        "kind": _kind(key),
        "doc": _documentation(key, [definition for _, definition in overloads]),
        "overloads": [overload for overload, _ in overloads],
        "examples": _examples(key, [definition for _, definition in overloads]),
    }


def _kind(key: str) -> str:
    if key.startswith("#property#"):
        return "property"
    return "operator" if key.startswith(("#", "*")) else "function"


def _display(key: str) -> str:
    if key in _DISPLAY:
        return _DISPLAY[key]
    for prefix, shown in (("#operator_", ""), ("#unary_operator_", "unary "), ("#property#", ".")):
        if key.startswith(prefix):
            return shown + key.removeprefix(prefix)
    return key


def _documentation(key: str, definitions: list[Any]) -> str:
    if key in MISTRAL_DOCS or key in YAQL_DOCS:
        return MISTRAL_DOCS.get(key) or YAQL_DOCS[key]
    for definition in definitions:
        paragraphs = [" ".join(text.split()) for text in (definition.doc or "").split("\n\n")]
        for text in paragraphs:
            if text and not text.startswith(":"):
                return re.split(r"(?<=\.) (?=[A-Z])", text)[0]
    raise LookupError(f"nothing documents {key}")


def _overload(key: str, definition: Any) -> dict[str, Any]:
    parameters = [_parameter(place, parameter) for place, parameter in _visible(definition)]
    row: dict[str, Any] = {
        "parameters": parameters,
        "result": result_of(key, [parameter[1].removesuffix(" | null") for parameter in parameters]),
    }
    if not definition.is_function:
        row["function"] = False
    if definition.is_method:
        row["method"] = True
    if definition.no_kwargs:
        row["named"] = False
    return row


def _visible(definition: Any) -> list[tuple[str, Any]]:
    shown = [
        (place, parameter)
        for place, parameter in definition.parameters.items()
        if not isinstance(parameter.value_type, yaqltypes.HiddenParameterType)
    ]
    return sorted(shown, key=lambda pair: (pair[1].position is None, pair[1].position or 0, pair[1].name))


def _parameter(place: str, parameter: Any) -> list[Any]:
    kind = {"*": "rest", "**": "named-rest"}.get(place, "positional" if parameter.position is not None else "named")
    required = kind in ("positional", "named") and parameter.default is specs.NO_DEFAULT
    default = parameter.default
    shown = None if default in (specs.NO_DEFAULT, yaql_utils.NO_VALUE) else _literal(default)
    return [(parameter.alias or parameter.name).rstrip("_"), _type(parameter.value_type), kind, required, shown]


def _literal(default: Any) -> str:
    if isinstance(default, datetime.timedelta):
        return "timespan()"
    return json.dumps(default)


def _type(smart: Any) -> str:
    name = next((name for kind, name in _SMART_TYPES if isinstance(smart, kind)), None)
    if name is None:
        name = _python_type(smart)
    return f"{name} | null" if smart.nullable and name not in _UNTYPED and name != "null" else name


def _python_type(smart: Any) -> str:
    python = getattr(smart, "python_type", None)
    if python is None:
        return "object"
    if python is queries.OrderingIterable:
        return "iterable"
    return _PYTHON_TYPES[python]


def _examples(key: str, definitions: list[Any]) -> list[list[str]]:
    given = YAQL_EXAMPLES.get(key)
    candidates = (
        [[text] for text in given] if given else [_EXAMPLE.findall(definition.doc or "") for definition in definitions]
    )
    found = [next(_evaluated(texts, _value), None) for texts in candidates]
    examples = list({pair[0]: pair for pair in found if pair}.values())
    if not examples:
        raise LookupError(f"no example of {key} has a value")
    return examples


def _evaluated(texts: list[str], value: Callable[[str], Any]) -> Iterator[list[str]]:
    for text in texts:
        try:
            yield [text, json.dumps(stored(value(text)), ensure_ascii=False)]
        except (ExpressionError, UnstorableError):
            continue


def _value(text: str) -> Any:
    return evaluate_bare(text, "yaql", {}, ExampleFunctions())
