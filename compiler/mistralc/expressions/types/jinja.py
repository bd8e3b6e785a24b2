"""Jinja as far as it is certain: filters, tests and functions that there are none of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import functions_of
from mistralc.expressions.names import MISTRAL_FUNCTIONS
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.types.findings import Finding, Kind

_CONDITIONAL = (nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.For, nodes.Macro, nodes.CallBlock)
_VARIABLES = frozenset({"_", "__env", "__execution", "__task_execution"})


_DICT_ATTRIBUTES = frozenset(dir(dict))
_FORGIVING = frozenset({"d", "default"})

Variable = Callable[[str, int, int, bool], object]
"""Told of `_.name`: the name, where it is spelled, and whether every evaluation comes to it."""


def check_jinja(text: str, variable: Variable | None = None) -> list[Finding]:
    """The certain faults of a text with `{{ }}` or `{% %}`; none for one that cannot be parsed.

    `variable` is told of each variable of the context without which the evaluation fails.
    """
    from mistralc.expressions.jinja_language import parsed_template

    try:
        template = parsed_template(text)
    except TemplateError:
        return []
    found = _Check(text, _defined(template), variable)
    found.visit(template, sure=True)
    return sorted(found.findings, key=lambda finding: finding.start)


def _defined(template: nodes.Template) -> set[str]:
    """Names that the template defines somewhere: it would take Jinja's own scoping to say where."""
    named = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
    return named | {macro.name for macro in template.find_all(nodes.Macro)} | {"caller", "loop", "varargs", "kwargs"}


class _Check:
    def __init__(self, text: str, defined: set[str], variable: Variable | None) -> None:
        self._text = text
        self._defined = defined
        self._variable = variable
        self._looked_at: dict[str, int] = {}
        self.findings: list[Finding] = []
        sites = site_function_names()
        self._functions = MISTRAL_FUNCTIONS | sites | functions_of("jinja", "global")
        self._filters = MISTRAL_FUNCTIONS | sites | functions_of("jinja", "filter")
        self._tests = functions_of("jinja", "test")

    def visit(self, node: nodes.Node, sure: bool) -> None:
        if isinstance(node, nodes.Filter):
            self._named(Kind.UNKNOWN_FILTER, "filter", node.name, self._filters, r"\|\s*", sure)
        elif isinstance(node, nodes.Test):
            self._named(Kind.UNKNOWN_TEST, "test", node.name, self._tests, r"\bis\s+(?:not\s+)?", sure)
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            known = self._functions | _VARIABLES | self._defined
            self._named(Kind.UNKNOWN_FUNCTION, "function", node.node.name, known, r"", sure)
        elif self._variable and (name := _context_key(node)) is not None:
            self._read(name, sure)
        for child, certain in _children(node):
            self.visit(child, sure and certain)

    def _read(self, name: str, sure: bool) -> None:
        """jinja2 keeps no columns: the name is looked for after the place where it was found last."""
        pattern = rf"""(?<!\w)_\s*(?:\.\s*|\[\s*['"])({re.escape(name)})(?!\w)"""
        match = re.compile(pattern).search(self._text, self._looked_at.get(name, 0))
        start, end = match.span(1) if match else (0, len(self._text))
        self._looked_at[name] = end
        if self._variable:
            self._variable(name, start, end, sure)

    def _named(self, kind: Kind, word: str, name: str, known: frozenset[str], before: str, sure: bool) -> None:
        if name in known:
            return
        match = re.search(rf"{before}(?<!\w)({re.escape(name)})(?!\w)", self._text)
        start, end = match.span(1) if match else (0, len(self._text))
        message = f"unknown {word} '{name}'"
        self.findings.append(Finding(kind, start, end, message, help=did_you_mean(name, known), always=sure))


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
    """The parts of a node, and whether they are evaluated whenever it is."""
    conditional = isinstance(node, _CONDITIONAL)
    forgiving = (isinstance(node, nodes.Filter) and node.name in _FORGIVING) or (
        isinstance(node, nodes.Test) and node.name in ("defined", "undefined")
    )
    for child in node.iter_child_nodes():
        if not (forgiving and _context_key(child) is not None):
            yield child, not conditional
