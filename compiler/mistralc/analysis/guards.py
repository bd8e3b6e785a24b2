"""What a guard that holds says about others: `not X` cannot hold with `X`, `$.kind = 'a'` not with `$.kind = 'b'`.

Only for guards that one task evaluates at one moment. Textual and conservative: what is not understood is a condition
of its own, known by its text.
"""

from __future__ import annotations

import re

from mistralc.expressions import ExpressionSyntaxError, reads

Fact = tuple[str, str]
"""(what, outcome): two guards with different outcomes of the same thing exclude each other."""

_HOLDS, _FAILS = "holds", "fails"
_WHOLE = re.compile(r"<%(?P<yaql>.*)%>|\{\{(?P<jinja>.*)\}\}", re.S)
_INNER_ENDS = re.compile(r"%>|\}\}|<%|\{\{")
_SIDE = r"-?[\w$.|]+(?:(?:\([^()]*\)|\[[^\[\]()]*\])[\w$.|]*)*|'[^'\\]*'|\"[^\"\\]*\""
_COMPARISON = re.compile(rf"(?P<left>{_SIDE})\s*(?P<op><=|>=|!=|==|=|<|>)\s*(?P<right>{_SIDE})", re.S)
_NEGATION = re.compile(rf"not\s+(?:\((?P<group>[^()]*)\)|(?P<side>{_SIDE}))", re.S)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_RULED_OUT = {"<": (">=", ">", "="), ">": ("<=", "<", "="), "<=": (">",), ">=": ("<",)}
"""What an order says about the others. Not the other way round: of values that have no order, none of them holds."""


def facts(guard: str) -> frozenset[Fact]:
    """What is so when `guard` holds; nothing for an empty guard and for one that may change between two looks."""
    if not guard or _volatile(guard):
        return frozenset()
    match = _WHOLE.fullmatch(guard)
    inside = (match["yaql"] or match["jinja"] or "") if match else ""
    if not match or _INNER_ENDS.search(inside):
        return frozenset()  # a text with expressions in it: it holds whenever it is not empty
    language = "yaql" if match["yaql"] else "jinja"
    return frozenset((f"{language} {what}", outcome) for what, outcome in _read(inside.strip()))


def _read(text: str) -> frozenset[Fact]:
    negation = _NEGATION.fullmatch(text)
    if negation:
        return _negated((negation["group"] or negation["side"]).strip())
    comparison = _COMPARISON.fullmatch(text)
    if not comparison:
        return frozenset({(_one_line(text), _HOLDS)})
    left, operator, right = _parts(comparison)
    if operator == "!=":
        return frozenset({(f"{left} = {right}", _FAILS)})
    found = {(f"{left} {operator} {right}", _HOLDS)}
    found |= {(f"{left} {other} {right}", _FAILS) for other in _RULED_OUT.get(operator, ())}
    value = _literal(right)
    if operator == "=" and value:
        found.add((f"value of {left}", value))
    return frozenset(found)


def _negated(text: str) -> frozenset[Fact]:
    comparison = _COMPARISON.fullmatch(text)
    if not comparison:
        return frozenset({(_one_line(text), _FAILS)})
    left, operator, right = _parts(comparison)
    if operator == "!=":
        return _read(f"{left} = {right}")
    return frozenset({(f"{left} {operator} {right}", _FAILS)})


def _parts(comparison: re.Match[str]) -> tuple[str, str, str]:
    operator = "=" if comparison["op"] == "==" else comparison["op"]
    return comparison["left"], operator, comparison["right"]


def _literal(text: str) -> str | None:
    """A value that no other literal text stands for; None for what is no literal text or number."""
    if text[0] in "'\"":
        return f"text {text[1:-1]}"
    return f"number {float(text)}" if _NUMBER.fullmatch(text) else None


def _one_line(text: str) -> str:
    return text if "'" in text or '"' in text else " ".join(text.split())


def _volatile(guard: str) -> bool:
    try:
        return reads(guard).volatile
    except ExpressionSyntaxError:
        return True
