"""mistralc functions."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mistralc.cli.report import usage_error
from mistralc.diagnostics import did_you_mean
from mistralc.expressions.catalogue import Function, all_functions, find, names

_TITLES = {
    ("mistral", "function"): "Functions of Mistral, in both languages",
    ("yaql", "function"): "YAQL functions and methods",
    ("yaql", "operator"): "YAQL operators",
    ("yaql", "property"): "YAQL properties of datetimes and timespans",
    ("jinja", "filter"): "Jinja filters",
    ("jinja", "test"): "Jinja tests",
    ("jinja", "global"): "Jinja functions",
    ("site", "function"): "Functions of this site",
}
_WIDTH = 110


def run_functions(name: str | None, as_json: bool) -> int:
    """Print all functions, or what there is of one name; 2 when there is none."""
    found = all_functions() if name is None else find(name)
    if not found and name is not None:
        near = did_you_mean(name, names()) or "'mistralc functions' lists them all"
        return usage_error(f"there is no function {name!r}; {near}")
    if as_json:
        print(json.dumps([function.as_object() for function in found], indent=2, ensure_ascii=False))
    elif name is None:
        print("\n".join(_list(found)))
    else:
        print("\n\n".join("\n".join(_page(function)) for function in found))
    return 0


def _list(functions: list[Function]) -> Iterator[str]:
    """One line a function, under a title for each kind."""
    first = True
    for key, title in _TITLES.items():
        group = [function for function in functions if (function.language, function.kind) == key]
        if not group:
            continue
        yield from [title] if first else ["", title]
        first = False
        for function in group:
            line = f"  {function.name:<22} {function.doc}"
            yield line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def _page(function: Function) -> Iterator[str]:
    yield f"{function.name}  ({_kind(function)})"
    yield f"  {function.doc}"
    yield ""
    yield from (f"  {signature}" for signature in function.signatures())
    if function.examples:
        yield ""
    for example in function.examples:
        yield f"  {example.expression}  ->  {example.result}"


def _kind(function: Function) -> str:
    languages = {"mistral": "Mistral", "yaql": "YAQL", "jinja": "Jinja", "site": "site"}
    return f"{languages[function.language]} {function.kind}"
