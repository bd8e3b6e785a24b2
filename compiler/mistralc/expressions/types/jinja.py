"""Jinja as far as it is certain: filters, tests and functions that there are none of, or not with such arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import functions_of
from mistralc.expressions.names import MISTRAL_FUNCTIONS
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.jinja_calls import Misfit, misfit

_CONDITIONAL = (nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.For, nodes.Macro, nodes.CallBlock)
_VARIABLES = frozenset({"_", "__env", "__execution", "__task_execution"})


class _Use(NamedTuple):
    """What is called, and the pattern of what stands before its name."""

    word: str
    before: str = ""


_FUNCTION, _FILTER, _TEST = _Use("function"), _Use("filter", r"\|\s*"), _Use("test", r"\bis\s+(?:not\s+)?")


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
        for child, certain in _children(node):
            self.visit(child, sure and certain)

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


def _children(node: nodes.Node) -> Iterator[tuple[nodes.Node, bool]]:
    """The parts of a node, and whether they are evaluated whenever it is."""
    conditional = isinstance(node, _CONDITIONAL)
    for child in node.iter_child_nodes():
        yield child, not conditional
