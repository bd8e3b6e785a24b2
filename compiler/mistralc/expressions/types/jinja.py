"""Jinja as far as it is certain: filters, tests and functions that there are none of, or not with such arguments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import functions_of
from mistralc.expressions.names import MISTRAL_FUNCTIONS, TASK_FIELDS
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.jinja_calls import Misfit, misfit
from mistralc.expressions.types.jinja_types import FORGIVING, JinjaTypes, Known
from mistralc.expressions.types.lattice import ANY, STR, Type

_CONDITIONAL = (nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.For, nodes.Macro, nodes.CallBlock)
_VARIABLES = frozenset({"_", "__env", "__execution", "__task_execution"})
_DICT_ATTRIBUTES = frozenset(dir(dict))

Variable = Callable[[str, int, int, bool], object]
"""Told of `_.name`: the name, where it is spelled, and whether every evaluation comes to it."""
Optional = Callable[[str, int, int], object]
"""Told of `_.get('name')`: the name and where it is spelled."""


class _Use(NamedTuple):
    """What is called, and the pattern of what stands before its name."""

    word: str
    before: str = ""


_NAME, _FIELD = _Use("name", r"(?<![.\w'\"])"), _Use("field", r"\.\s*")
_FUNCTION, _FILTER, _TEST = _Use("function"), _Use("filter", r"\|\s*"), _Use("test", r"\bis\s+(?:not\s+)?")


NOTHING_KNOWN = Known(lambda name: ANY, lambda name: ANY, lambda name, arguments: None)


class JinjaAnalysis(NamedTuple):
    """The type of a text's value and its certain faults."""

    type: Type
    findings: list[Finding]


def check_jinja(text: str, variable: Variable | None = None) -> list[Finding]:
    """The certain faults of a text with `{{ }}` or `{% %}`, whatever its variables are."""
    return analyse_jinja(text, variable, [NOTHING_KNOWN])[0].findings


def analyse_jinja(
    text: str, variable: Variable | None, each: Sequence[Known], optional: Optional | None = None
) -> list[JinjaAnalysis]:
    """An analysis for each state of knowledge; they find nothing where the text cannot be parsed or walked through.

    `variable` is told of each variable of the context without which the evaluation fails, `optional` of the others.
    """
    from mistralc.expressions.jinja_language import parsed_template

    try:
        template = parsed_template(text)
        defined = _defined(template)
        named = _Check(text, defined, variable, optional)
        named.visit(template, sure=True)
        return [_typed(text, template, defined, known, named.findings) for known in each]
    except (TemplateError, RecursionError):
        return [JinjaAnalysis(ANY, []) for _ in each]


def _typed(text: str, template: nodes.Template, defined: set[str], known: Known, named: list[Finding]) -> JinjaAnalysis:
    walk = JinjaTypes(text, defined, known)
    types = [walk.infer(node) for node in _parts(template)]
    whole = len(types) == 1 and text.startswith("{{") and text.endswith("}}")
    findings = sorted([*named, *walk.findings], key=lambda finding: finding.start)
    return JinjaAnalysis(types[0] if whole else STR, findings)


def _parts(template: nodes.Template) -> Iterator[nodes.Node]:
    for node in template.body:
        yield from node.nodes if isinstance(node, nodes.Output) else (node,)


def _defined(template: nodes.Template) -> set[str]:
    """Names that the template defines somewhere: it would take Jinja's own scoping to say where."""
    named = {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}
    return (
        named
        | {macro.name for macro in template.find_all(nodes.Macro)}
        | {"caller", "loop", "varargs", "kwargs", "self"}
    )


class _Check:
    def __init__(self, text: str, defined: set[str], variable: Variable | None, optional: Optional | None) -> None:
        self._text = text
        self._defined = defined
        self._variable = variable
        self._optional = optional
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
        elif self._optional and (name := _asked_for(node)) is not None:
            start, end = self._spelled(name, rf"""(?<!\w)_\s*\.\s*get\(\s*['"]({re.escape(name)})(?!\w)""")
            self._optional(name, start, end)
        for child, certain in _children(node):
            self.visit(child, sure and certain)

    def _read(self, variable: Variable, name: str, sure: bool) -> None:
        start, end = self._spelled(name, rf"""(?<!\w)_\s*(?:\.\s*|\[\s*['"])({re.escape(name)})(?!\w)""")
        variable(name, start, end, sure)

    def _spelled(self, name: str, pattern: str) -> tuple[int, int]:
        """jinja2 keeps no columns: the name is looked for after the place where it was found last."""
        match = re.compile(pattern).search(self._text, self._looked_at.get(name, 0))
        start, end = match.span(1) if match else (0, len(self._text))
        self._looked_at[name] = end
        return start, end

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


def _asked_for(node: nodes.Node) -> str | None:
    """The name in `_.get('name')`."""
    called = node.node if isinstance(node, nodes.Call) else None
    if not isinstance(called, nodes.Getattr) or called.attr != "get" or not _is_context(called.node):
        return None
    name = node.args[0] if isinstance(node, nodes.Call) and node.args else None
    return name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else None


def _is_context(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "_"


def _children(node: nodes.Node) -> Iterator[tuple[nodes.Node, bool]]:
    """The parts of a node that fail when they have no value, and whether they are evaluated whenever it is."""
    conditional = isinstance(node, _CONDITIONAL)
    forgiving = (isinstance(node, nodes.Filter) and node.name in FORGIVING) or (
        isinstance(node, nodes.Test) and node.name in ("defined", "undefined")
    )
    called = node.node if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else None
    for child in node.iter_child_nodes():
        if child is called or (isinstance(child, nodes.Name) and child.ctx != "load"):
            continue
        if not (forgiving and (isinstance(child, nodes.Name) or _context_key(child) is not None)):
            yield child, not conditional
