"""The catalogue's data file and what sites add to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mistralc.expressions.catalogue.model import Example, Function, Overload, Parameter
from mistralc.expressions.catalogue.site_entries import site_entries

DATA = Path(__file__).with_name("functions.json")
LANGUAGES = ("mistral", "yaql", "jinja", "site")
_CALLABLE = ("function", "operator", "property")


@lru_cache(maxsize=1)
def _rows() -> Mapping[tuple[str, str, str], Mapping[str, Any]]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))["functions"]
    return {(row["language"], row["kind"], row["key"]): row for row in rows}


@lru_cache(maxsize=1024)
def _function(identity: tuple[str, str, str]) -> Function:
    """Made when it is asked for: a look-up of one function must not pay for four hundred."""
    return from_row(_rows()[identity])


def from_row(row: Mapping[str, Any]) -> Function:
    """A function from its row of the data file."""
    return Function(
        key=row["key"],
        name=row["name"],
        language=row["language"],
        kind=row["kind"],
        doc=row["doc"],
        overloads=tuple(
            Overload(
                parameters=tuple(Parameter(*parameter) for parameter in overload["parameters"]),
                result=overload["result"],
                function=overload.get("function", True),
                method=overload.get("method", False),
                named=overload.get("named", True),
            )
            for overload in row["overloads"]
        ),
        examples=tuple(Example(*example) for example in row["examples"]),
    )


def all_functions() -> list[Function]:
    """Everything there is, Mistral's functions first, then YAQL's, Jinja's and those of sites."""
    known = sorted(_rows(), key=lambda identity: (LANGUAGES.index(identity[0]), *identity[1:]))
    return [*map(_function, known), *site_entries()]


def find(name: str) -> list[Function]:
    """Everything of this name, in any language: ``join`` is a function of YAQL and a filter of Jinja."""
    found = [_function(identity) for identity, row in _rows().items() if name in (row["name"], row["key"])]
    found += [function for function in site_entries() if function.name == name]
    return sorted(found, key=lambda function: LANGUAGES.index(function.language))


def names() -> list[str]:
    """All names, each once."""
    return sorted({row["name"] for row in _rows().values()} | {function.name for function in site_entries()})


def functions_of(language: str, kind: str) -> frozenset[str]:
    """The names of one kind in one language, ``("jinja", "filter")`` for example."""
    return frozenset(row["name"] for (lang, what, _), row in _rows().items() if (lang, what) == (language, kind))


@lru_cache(maxsize=1024)
def overloads(language: str, key: str) -> tuple[Overload, ...]:
    """The ways to call what a language looks up under this key; of Mistral's own functions too; empty without any."""
    found: list[Overload] = []
    for owner in (language, "mistral"):
        for kind in _CALLABLE:
            if (owner, kind, key) in _rows():
                found += _function((owner, kind, key)).overloads
    return tuple(found)


@lru_cache(maxsize=2)
def method_names(method: bool) -> frozenset[str]:
    """The names YAQL knows as methods, or as functions."""
    key = "method" if method else "function"
    default = not method
    return frozenset(
        row["name"]
        for (language, kind, _), row in _rows().items()
        if language in ("yaql", "mistral") and kind == "function"
        if any(overload.get(key, default) for overload in row["overloads"])
    )
