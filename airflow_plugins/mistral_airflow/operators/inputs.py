"""Workflow inputs as DAG params. Mistral's have no types: every JSON value is valid, whatever the form suggests."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Param

_ANY = {"$schema": "http://json-schema.org/draft-03/schema#"}
"""The last draft with a type `any`. Airflow's form requires a value where types are listed and `null` is not among
them; with `any` behind them the API takes null all the same, as Mistral does."""

# No `number`: the form would turn 1.0, a version, into 1 and an id of digits into a number, silently.
_TEXT_OR_JSON = ("string", "array", "object")
_HELP = "Text; JSON for a list or an object. Numbers, true and null: as JSON under Advanced Options."


def required() -> Param:
    """An input without a default: the form asks for a value."""
    return Param(description=_HELP, schema={**_ANY, "type": [*_TEXT_OR_JSON, "any"]})


def optional(default: Any) -> Param:
    """An input with a default, whose type decides the field in the form."""
    if default is None:
        return Param(None, description=_HELP, schema={**_ANY, "type": [*_TEXT_OR_JSON, "null", "any"]})
    if isinstance(default, list):
        # Without types the form makes text of every item, with `string` it makes text of a list without its bracket.
        return Param(default, schema={**_ANY, "type": ["array", "object", "number", "boolean", "null", "any"]})
    return Param(default)
