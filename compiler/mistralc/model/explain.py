"""From the errors of the jsonschema library to the faults worth reporting: of alternatives, the one that was meant.

Imports jsonschema, so import this module only for a file that has a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from mistralc.model.problems import Problems
from mistralc.model.schema import Schema, checker, schema
from mistralc.model.wording import Fault, report

MAX_FAULTS = 100
"""Faults of shape reported of one file: who has made more is not helped by a longer list."""

_FILES = ("workflow.schema.json", "workbook.schema.json", "action.schema.json")

# How far an alternative is from what was written, by the keyword that fails for the value itself: the wrong type rules
# it out, a missing key much less. Faults deeper in count 1 each, as do keywords that are not listed.
_DISTANCE = {"type": 1000, "enum": 100, "pattern": 50, "anyOf": 20, "not": 20, "maxProperties": 5}
_LEAVES = {"type", "enum", "pattern", "const"}


def explain(data: Any, reference: str, problems: Problems) -> None:
    """Report why `data`, a whole document, is not what the schema `reference` asks for."""
    for error in islice(_validator(reference).iter_errors(data), MAX_FAULTS):
        for fault in _faults(error):
            report(fault, problems)


@cache
def _validator(reference: str) -> Validator:
    keywords = Draft202012Validator.VALIDATORS
    extend: Any = validators.extend
    strict = extend(
        Draft202012Validator,
        {name: _text_keys_first(keywords[name]) for name in ("patternProperties", "additionalProperties")}
        | {"$ref": _faulty_only(keywords["$ref"])},
    )
    # With `$schema` in it the library would take its own class for what a reference leads to.
    files = {
        name: {key: _absolute(part, name) for key, part in schema(name).items() if key != "$schema"} for name in _FILES
    }
    registry: Registry[Schema] = Registry().with_resources(
        [(name, DRAFT202012.create_resource(content)) for name, content in files.items()]
    )
    validator: Validator = strict({"$ref": reference}, registry=registry)
    return validator


def _absolute(rules: Any, file: str) -> Any:
    """The rules with references that begin with the file they lead to."""
    if isinstance(rules, list):
        return [_absolute(item, file) for item in rules]
    if not isinstance(rules, dict):
        return rules
    inner = {key: _absolute(item, file) for key, item in rules.items()}
    target = inner.get("$ref")
    return {**inner, "$ref": file + target} if isinstance(target, str) and target.startswith("#") else inner


def _faulty_only(keyword: Any) -> Any:
    """The library takes its time, so it only sees the parts of a file that the quick checks find a fault in."""

    def check(validator: Any, target: str, instance: Any, rules: Any) -> Iterator[ValidationError]:
        if not checker(target)(instance):
            yield from keyword(validator, target, instance, rules)

    return check


def _text_keys_first(keyword: Any) -> Any:
    """JSON has text keys only and the library trusts in that; YAML has others, and such a key is a fault of its own."""

    def check(validator: Any, rule: Any, instance: Any, rules: Any) -> Iterator[ValidationError]:
        # Without patterns the library never looks into a key, and takes any.
        if isinstance(instance, dict) and "patternProperties" in rules:
            for key in instance:
                if not isinstance(key, str):
                    yield ValidationError("", validator="key", path=[key], instance=key, schema=rules)
            instance = {key: value for key, value in instance.items() if isinstance(key, str)}
        yield from keyword(validator, rule, instance, rules)

    return check


def _faults(error: ValidationError) -> Iterator[Fault]:
    fault = _fault(error)
    alternatives: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        alternatives.setdefault(int(inner.schema_path[0]), []).append(inner)
    if not alternatives:
        yield fault
        return
    meant = min(alternatives.values(), key=lambda found: sum(_distance(inner, error) for inner in found))
    same_place = [inner for inner in meant if inner.absolute_path == error.absolute_path]
    if len(same_place) == len(meant) and all(_is_leaf(inner) for inner in meant):
        # None is near: the choice as a whole says best what was expected.
        yield fault
    elif all(inner.validator == "required" for inner in same_place) and len(same_place) == len(meant):
        equal = [found for found in alternatives.values() if all(inner.validator == "required" for inner in found)]
        wanted = [name for found in equal for inner in found for name in _fault(inner).rule]
        yield Fault(fault.path, "required", wanted, fault.data, fault.schema)
    else:
        for inner in meant:
            yield from _faults(inner)


def _distance(inner: ValidationError, choice: ValidationError) -> int:
    if inner.absolute_path != choice.absolute_path:
        return 1
    if inner.validator == "oneOf" and _is_leaf(inner):
        return _DISTANCE["pattern"]
    return _DISTANCE.get(str(inner.validator), 1)


def _is_leaf(error: ValidationError) -> bool:
    """Whether the value itself is of the wrong kind or form, and nothing inside it."""
    if error.validator == "oneOf":
        return all(_is_leaf(inner) for inner in error.context or ())
    return error.validator in _LEAVES


def _fault(error: ValidationError) -> Fault:
    rules: Any = error.schema
    return Fault(tuple(error.absolute_path), str(error.validator), error.validator_value, error.instance, rules)
