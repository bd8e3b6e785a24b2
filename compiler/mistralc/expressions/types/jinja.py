"""Jinja as far as it is certain: filters, tests and functions that there are none of, or not with such arguments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import functions_of
from mistralc.expressions.names import MISTRAL_FUNCTIONS, TASK_FIELDS
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.jinja_calls import Misfit, misfit

_CONDITIONAL = (nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.For, nodes.Macro, nodes.CallBlock)
_VARIABLES = frozenset({"_", "__env", "__execution", "__task_execution"})
_DICT_ATTRIBUTES = frozenset(dir(dict))
_FORGIVING = frozenset({"d", "default"})

Variable = Callable[[str, int, int, bool], object]
"""Told of `_.name`: the name, where it is spelled, and whether every evaluation comes to it."""


class _Use(NamedTuple):
    """What is called, and the pattern of what stands before its name."""

    word: str
    before: str = ""


_NAME, _FIELD = _Use("name", r"(?<![.\w'\"])"), _Use("field", r"\.\s*")
_FUNCTION, _FILTER, _TEST = _Use("function"), _Use("filter", r"\|\s*"), _Use("test", r"\bis\s+(?:not\s+)?")


def check_jinja(text: str, variable: Variable | None = None) -> list[Finding]:
    """The certain faults of a text with `{{ }}` or `{% %}`; none where it cannot be parsed or walked through.

    `variable` is told of each variable of the context without which the evaluation fails.
    """
    from mistralc.expressions.jinja_language import parsed_template

    try:
        template = parsed_template(text)
        found = _Check(text, _defined(template), variable)
        found.visit(template, sure=True)
    except (TemplateError, RecursionError):
        return []
    return sorted(found.findings, key=lambda finding: finding.start)


def _defined(template: nodes.Template) -> set[str]:
    """Names that the template defines somewhere: it would take Jinja's own scoping to say where."""
    named = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
    return (
        named
        | {macro.name for macro in template.find_all(nodes.Macro)}
        | {"caller", "loop", "varargs", "kwargs", "self"}
    )


class _Check:
    def __init__(self, text: str, defined: set[str], variable: Variable | None) -> None:
        self._text = text
        self._defined = defined
        self._variable = variable
        self._looked_at: dict[str, int] = {}
        self.findings: list[Finding] = []
        sites = site_function_names()
        self._known = {
            "function": MISTRAL_FUNCTIONS | sites | functions_of("jinja", "global") | _VARIABLES | defined,
            "filter": MISTRAL_FUNCTIONS | sites | functions_of("jinja", "filter"),
            "test": functions_of("jinja", "test"),
        }

    def visit(self, node: nodes.Node, sure: bool) -> None:
        if isinstance(node, nodes.Filter):
            self._called(node, node.name, _FILTER, sure)
        elif isinstance(node, nodes.Test):
            self._called(node, node.name, _TEST, sure)
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            self._called(node, node.node.name, _FUNCTION, sure)
        elif isinstance(node, nodes.Name):
            self._named(node.name, sure)
        elif isinstance(node, nodes.Getattr) and self._is_task(node.node):
            self._field(node.attr, sure)
        elif self._variable and (name := _context_key(node)) is not None:
            self._read(self._variable, name, sure)
        for child, certain in _children(node):
            self.visit(child, sure and certain)

    def _read(self, variable: Variable, name: str, sure: bool) -> None:
        """jinja2 keeps no columns: the name is looked for after the place where it was found last."""
        pattern = rf"""(?<!\w)_\s*(?:\.\s*|\[\s*['"])({re.escape(name)})(?!\w)"""
        match = re.compile(pattern).search(self._text, self._looked_at.get(name, 0))
        start, end = match.span(1) if match else (0, len(self._text))
        self._looked_at[name] = end
        variable(name, start, end, sure)

    def _is_task(self, node: nodes.Node) -> bool:
        called = node.node if isinstance(node, nodes.Call) else None
        return isinstance(called, nodes.Name) and called.name == "task" and "task" not in self._defined

    def _field(self, name: str, sure: bool) -> None:
        if name not in TASK_FIELDS | _DICT_ATTRIBUTES:
            wrong = Kind.UNKNOWN_PROPERTY, f"task() has no '{name}'", did_you_mean(name, TASK_FIELDS)
            self._found(wrong, name, _FIELD, sure)

    def _named(self, name: str, sure: bool) -> None:
        if name not in self._known["function"]:
            unknown = Kind.UNKNOWN_NAME, f"there is no '{name}' here", f"variables are read from `_`: write _.{name}"
            self._found(unknown, name, _NAME, sure)

    def _called(self, node: nodes.Call | nodes.Filter | nodes.Test, name: str, use: _Use, sure: bool) -> None:
        known = self._known[use.word]
        if name not in known:
            unknown = Kind(f"unknown-{use.word}"), f"unknown {use.word} '{name}'", did_you_mean(name, known)
            self._found(unknown, name, use, sure)
        elif use is not _FUNCTION or name not in self._defined:
            wrong = misfit(node, name, use.word)
            if wrong is not None:
                self._found(wrong, name, use, sure)

    def _found(self, wrong: Misfit, name: str, use: _Use, sure: bool) -> None:
        kind, message, help_ = wrong
        match = re.search(rf"{use.before}(?<!\w)({re.escape(name)})(?!\w)", self._text)
        start, end = match.span(1) if match else (0, len(self._text))
        self.findings.append(Finding(kind, start, end, message, help=help_, always=sure))


def _context_key(node: nodes.Node) -> str | None:
    """The name of the variable that `_.name` and `_['name']` stand for."""
    if isinstance(node, nodes.Getattr) and _is_context(node.node):
        return node.attr if node.attr not in _DICT_ATTRIBUTES else None
    if isinstance(node, nodes.Getitem) and _is_context(node.node) and isinstance(node.arg, nodes.Const):
        return node.arg.value if isinstance(node.arg.value, str) else None
    return None


def _is_context(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "_"


def _children(node: nodes.Node) -> Iterator[tuple[nodes.Node, bool]]:
    """The parts of a node that fail when they have no value, and whether they are evaluated whenever it is."""
    conditional = isinstance(node, _CONDITIONAL)
    forgiving = (isinstance(node, nodes.Filter) and node.name in _FORGIVING) or (
        isinstance(node, nodes.Test) and node.name in ("defined", "undefined")
    )
    called = node.node if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else None
    for child in node.iter_child_nodes():
        if child is called or (isinstance(child, nodes.Name) and child.ctx != "load"):
            continue
        if not (forgiving and (isinstance(child, nodes.Name) or _context_key(child) is not None)):
            yield child, not conditional
