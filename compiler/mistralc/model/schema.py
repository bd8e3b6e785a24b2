"""The JSON Schemas of `grammar/`, compiled into Python functions that only say yes or no.

The schemas state the shape of a file once, for this compiler and for editors. Walking them with the jsonschema library
takes longer than all other checks together, so it is kept for files that have a fault to explain
(`mistralc.model.explain`). Supports the keywords the schemas use and refuses others when compiling.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from mistralc._grammar import grammar_text

Check = Callable[[Any], bool]
Schema = dict[str, Any]

_ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "examples", "then", "else"}


@cache
def schema(name: str) -> Schema:
    """One schema file, by its file name."""
    loaded: Schema = json.loads(grammar_text(name))
    return loaded


@cache
def checker(reference: str) -> Check:
    """The check of a schema or of a definition in it (`workflow.schema.json#/$defs/retry_block`)."""
    file, _, pointer = reference.partition("#")
    found: Any = schema(file)
    for step in pointer.split("/")[1:]:
        found = found[step]
    return _compile(found, file)


def _compile(rules: Schema, file: str) -> Check:
    checks = [_KEYWORDS[key](value, rules, file) for key, value in rules.items() if key not in _ANNOTATIONS]
    if len(checks) == 1:
        return checks[0]

    def check(value: Any) -> bool:  # a loop: all() over a generator takes half as long again
        for one in checks:  # noqa: SIM110
            if not one(value):
                return False
        return True

    return check


def _ref(target: str, _rules: Schema, file: str) -> Check:
    return checker(file + target if target.startswith("#") else target)


def _is_integer(value: Any) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES: dict[str, Check] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _type(names: str | list[str], _rules: Schema, _file: str) -> Check:
    if isinstance(names, str):
        return _TYPES[names]
    checks = [_TYPES[name] for name in names]
    return lambda value: any(check(value) for check in checks)


def _enum(values: list[Any], _rules: Schema, _file: str) -> Check:
    return lambda value: not isinstance(value, bool) and any(value == allowed for allowed in values)


def _const(constant: Any, _rules: Schema, _file: str) -> Check:
    return lambda value: bool(value == constant)


def _sized(
    kind: type[str] | type[list[Any]] | type[dict[Any, Any]], check: Callable[[int, int], bool]
) -> Callable[[int, Schema, str], Check]:
    return lambda limit, _rules, _file: lambda value: not isinstance(value, kind) or check(len(value), limit)


def _minimum(limit: float, _rules: Schema, _file: str) -> Check:
    return lambda value: not isinstance(value, int | float) or value >= limit


def _pattern(text: str, _rules: Schema, _file: str) -> Check:
    search = re.compile(text).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _required(names: list[str], _rules: Schema, _file: str) -> Check:
    return lambda value: not isinstance(value, dict) or all(name in value for name in names)


def _properties(parts: dict[str, Schema], _rules: Schema, file: str) -> Check:
    checks = {name: _compile(part, file) for name, part in parts.items()}

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return all(checks[name](item) for name, item in value.items() if name in checks)

    return check


def _pattern_properties(parts: dict[str, Schema], _rules: Schema, file: str) -> Check:
    checks = [(re.compile(pattern).search, _compile(part, file)) for pattern, part in parts.items()]

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return all(
            isinstance(key, str) and all(holds(item) for search, holds in checks if search(key))
            for key, item in value.items()
        )

    return check


def _additional_properties(rest: Schema | bool, rules: Schema, file: str) -> Check:
    named = rules.get("properties", {})
    patterns = [re.compile(pattern).search for pattern in rules.get("patternProperties", {})]
    allowed: Check = (lambda _: False) if rest is False else _compile(rest if isinstance(rest, dict) else {}, file)

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        return all(
            key in named or any(search(key) for search in patterns) or allowed(item)
            for key, item in value.items()
            if not patterns or isinstance(key, str)
        )

    return check


def _items(part: Schema, _rules: Schema, file: str) -> Check:
    check = _compile(part, file)
    return lambda value: not isinstance(value, list) or all(check(item) for item in value)


def _unique_items(_wanted: bool, _rules: Schema, _file: str) -> Check:
    return lambda value: not isinstance(value, list) or _all_differ(value)


def _all_differ(items: list[Any]) -> bool:
    if all(isinstance(item, str) for item in items):
        return len(set(items)) == len(items)
    return not any(_same(a, b) for n, a in enumerate(items) for b in items[:n])


def _same(left: Any, right: Any) -> bool:
    """Equality as JSON has it: 1 and true differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _one_of(parts: list[Schema], _rules: Schema, file: str) -> Check:
    checks = [_compile(part, file) for part in parts]
    return lambda value: sum(check(value) for check in checks) == 1


def _any_of(parts: list[Schema], _rules: Schema, file: str) -> Check:
    checks = [_compile(part, file) for part in parts]
    return lambda value: any(check(value) for check in checks)


def _not(part: Schema, _rules: Schema, file: str) -> Check:
    check = _compile(part, file)
    return lambda value: not check(value)


def _if(condition: Schema, rules: Schema, file: str) -> Check:
    check, then, otherwise = (_compile(part, file) for part in (condition, rules["then"], rules["else"]))
    return lambda value: then(value) if check(value) else otherwise(value)


_KEYWORDS: dict[str, Callable[[Any, Schema, str], Check]] = {
    "$ref": _ref,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minLength": _sized(str, lambda size, limit: size >= limit),
    "minItems": _sized(list, lambda size, limit: size >= limit),
    "minProperties": _sized(dict, lambda size, limit: size >= limit),
    "maxProperties": _sized(dict, lambda size, limit: size <= limit),
    "minimum": _minimum,
    "pattern": _pattern,
    "required": _required,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "items": _items,
    "uniqueItems": _unique_items,
    "oneOf": _one_of,
    "anyOf": _any_of,
    "not": _not,
    "if": _if,
}
