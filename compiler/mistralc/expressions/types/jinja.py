"""Jinja as far as it is certain: filters, tests and functions that there are none of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import functions_of
from mistralc.expressions.names import MISTRAL_FUNCTIONS
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.types.findings import Finding, Kind

_CONDITIONAL = (nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.For, nodes.Macro, nodes.CallBlock)
_VARIABLES = frozenset({"_", "__env", "__execution", "__task_execution"})


def check_jinja(text: str) -> list[Finding]:
    """The certain faults of a text with `{{ }}` or `{% %}`; none where it cannot be parsed or walked through."""
    from mistralc.expressions.jinja_language import parsed_template

    try:
        template = parsed_template(text)
        found = _Check(text, _defined(template))
        found.visit(template, sure=True)
    except (TemplateError, RecursionError):
        return []
    return sorted(found.findings, key=lambda finding: finding.start)


def _defined(template: nodes.Template) -> set[str]:
    """Names that the template defines somewhere: it would take Jinja's own scoping to say where."""
    named = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
    return named | {macro.name for macro in template.find_all(nodes.Macro)} | {"caller", "loop", "varargs", "kwargs"}


class _Check:
    def __init__(self, text: str, defined: set[str]) -> None:
        self._text = text
        self._defined = defined
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
        for child, certain in _children(node):
            self.visit(child, sure and certain)

    def _named(self, kind: Kind, word: str, name: str, known: frozenset[str], before: str, sure: bool) -> None:
        if name in known:
            return
        match = re.search(rf"{before}(?<!\w)({re.escape(name)})(?!\w)", self._text)
        start, end = match.span(1) if match else (0, len(self._text))
        message = f"unknown {word} '{name}'"
        self.findings.append(Finding(kind, start, end, message, help=did_you_mean(name, known), always=sure))


def _children(node: nodes.Node) -> Iterator[tuple[nodes.Node, bool]]:
    """The parts of a node, and whether they are evaluated whenever it is."""
    conditional = isinstance(node, _CONDITIONAL)
    for child in node.iter_child_nodes():
        yield child, not conditional
