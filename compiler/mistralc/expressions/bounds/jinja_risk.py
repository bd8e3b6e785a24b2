"""Which evaluations of Jinja may take for ever, told from jinja2's syntax tree."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateError

_SIZED_FILTERS = frozenset({"batch", "center", "indent", "join", "replace", "slice", "tojson", "truncate", "wordwrap"})
"""Their results are as large as their arguments say."""
_SIZED_METHODS = frozenset(
    {"center", "expandtabs", "format", "format_map", "ljust", "replace", "rjust", "translate", "zfill"}
)
_LOOPS = frozenset({"map", "reject", "rejectattr", "select", "selectattr"})
"""They call a filter or a test, with what is given to it, for each item."""
_REPLACEMENTS = 3
_FORMATS = frozenset({"format"})
_WIDE = re.compile(r"\d{5}|\*|%\(")
_FACTOR = 100
_SIZE = 10_000
_EXPONENT = 64
_DEEP = 100
"""jinja2 takes quadratic time to compile what is nested, and Python's compiler has limits of its own."""


@lru_cache(maxsize=2048)
def jinja_risk(text: str, bare: bool) -> bool:
    """Whether the evaluation of a text (or of a bare expression) has to be watched."""
    from mistralc.expressions.jinja_language import parsed_expression, parsed_template

    try:
        template = parsed_expression(text) if bare else parsed_template(text)
        return _risky(template, 0, 0)
    except TemplateError:
        return False  # it fails, and at once


@lru_cache(maxsize=2048)
def jinja_loops(text: str, bare: bool) -> bool:
    """Whether the work can be quadratic in the data: there is a loop, and anything may happen in it."""
    from mistralc.expressions.jinja_language import parsed_expression, parsed_template

    try:
        template = parsed_expression(text) if bare else parsed_template(text)
    except TemplateError:
        return False
    filters = (node for node in template.find_all(nodes.Filter) if node.args)
    return template.find(nodes.For) is not None or any(node.name in _LOOPS for node in filters)


def _risky(node: nodes.Node, loops: int, depth: int) -> bool:
    if depth > _DEEP:
        return True
    if isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
        loops += 1
        if loops > 1 or not isinstance(node, nodes.For):
            return True  # loops in loops, and macros, which can call themselves
    if _risky_itself(node, loops) or _replacements(node) > _REPLACEMENTS:
        return True
    return any(_risky(child, loops, depth + 1) for child in node.iter_child_nodes())


def _risky_itself(node: nodes.Node, loops: int) -> bool:
    if isinstance(node, nodes.Mul):
        return not any(_is_number(side, _FACTOR) for side in (node.left, node.right))
    if isinstance(node, nodes.Pow):
        return not _is_number(node.right, _EXPONENT)
    if isinstance(node, nodes.Mod):
        if isinstance(node.left, nodes.Const):
            return not _plain_format(node.left)
        return not _is_number(node.right, None)  # a remainder, as long as nobody formats a text of the data
    if isinstance(node, nodes.NSRef):
        return loops > 0  # a value that can double each time round
    if isinstance(node, nodes.Filter):
        return _risky_filter(node)
    return isinstance(node, nodes.Call) and _risky_call(node)


def _replacements(node: nodes.Node | None) -> int:
    """How many replacements are made one after the other: each can make the text so much longer."""
    count = 0
    while isinstance(node, nodes.Filter | nodes.Call | nodes.Getattr):
        count += "replace" in (getattr(node, "name", None), getattr(node, "attr", None))
        node = node.node
    return count


def _risky_filter(node: nodes.Filter) -> bool:
    if node.name in ("yaml_parse", "lipsum"):
        return True
    if node.name in _FORMATS:
        return not (node.node is not None and _plain_format(node.node))
    return node.name in _SIZED_FILTERS and not _small_arguments(node)


def _risky_call(node: nodes.Call) -> bool:
    target = node.node
    if isinstance(target, nodes.Name):
        return target.name == "yaml_parse" or (target.name == "lipsum" and not _small_arguments(node))
    if isinstance(target, nodes.Getattr) and target.attr == "join":
        return not _is_small(target.node)
    if isinstance(target, nodes.Getattr) and target.attr in _SIZED_METHODS:
        return not _small_arguments(node) or target.attr.startswith("format")
    return False


def _small_arguments(node: nodes.Call | nodes.Filter) -> bool:
    given = [*node.args, *(keyword.value for keyword in node.kwargs if isinstance(keyword, nodes.Keyword))]
    return node.dyn_args is None and node.dyn_kwargs is None and all(_is_small(argument) for argument in given)


def _is_small(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and (not isinstance(node.value, int) or abs(node.value) <= _SIZE)


def _is_number(node: nodes.Node, most: int | None) -> bool:
    value: Any = node.value if isinstance(node, nodes.Const) else None
    return isinstance(value, int | float) and (most is None or abs(value) <= most)


def _plain_format(node: nodes.Node) -> bool:
    """A literal format without a width that is computed or very large; or a literal number, for a remainder."""
    if not isinstance(node, nodes.Const):
        return False
    return not isinstance(node.value, str) or _WIDE.search(node.value) is None
