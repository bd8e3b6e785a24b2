"""What Python's operators, the filters of Jinja and the methods of text take and give, as far as it is certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import nodes

from mistralc.expressions.types.lattice import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NULL,
    STR,
    Collection,
    Record,
    Type,
    item_of,
    join,
    members,
)

OPERATORS: dict[type, str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
}

METHODS_OF_TEXT = frozenset(name for name in dir(str) if not name.startswith("__"))

_LIST = Collection("list", ANY)
_WHOLE = (BOOL, INT)
_NUMBERS = (BOOL, INT, FLOAT)
_TEXT_METHODS: dict[str, Type] = {
    **dict.fromkeys(("capitalize", "lower", "lstrip", "replace", "rstrip", "strip", "title", "upper", "zfill"), STR),
    **dict.fromkeys(("center", "format", "join", "ljust", "rjust", "swapcase", "casefold"), STR),
    **dict.fromkeys(("split", "rsplit", "splitlines"), Collection("list", STR)),
    **dict.fromkeys(("endswith", "isalnum", "isalpha", "isdigit", "startswith"), BOOL),
    **dict.fromkeys(("count", "find", "index", "rfind", "rindex"), INT),
}


def taken(operator: str, left: Type, right: Type) -> Type | None:
    """The type that `left operator right` gives; None when it fails whatever the values."""
    results = [_one(operator, a, b) for a in members(left) for b in members(right)]
    given = [result for result in results if result is not None]
    return join(given) if given else None


def _one(operator: str, left: Type, right: Type) -> Type | None:
    if left in (ANY, NEVER) or right in (ANY, NEVER):
        return ANY
    if left in _NUMBERS and right in _NUMBERS:
        whole = left in _WHOLE and right in _WHOLE and operator not in ("/", "**")
        return INT if whole else join((INT, FLOAT)) if operator != "/" else FLOAT
    if operator == "%" and left == STR:
        return STR
    if operator == "+":
        return _added(left, right)
    if operator == "*":
        for sequence, times in ((left, right), (right, left)):
            if (sequence == STR or _is_list(sequence)) and times in _WHOLE:
                return STR if sequence == STR else _LIST
    return ANY if _is_unknown(left) or _is_unknown(right) else None


def _added(left: Type, right: Type) -> Type | None:
    if left == STR and right == STR:
        return STR
    if _is_list(left) and _is_list(right):
        return Collection("list", join((item_of(left), item_of(right))))
    return ANY if _is_unknown(left) or _is_unknown(right) else None


def _is_list(type_: Type) -> bool:
    return isinstance(type_, Collection) and type_.kind == "list"


def _is_unknown(type_: Type) -> bool:
    """What has operators of its own: sets, times and what functions of a site give."""
    plain = (*_NUMBERS, STR, NULL)
    return not (type_ in plain or isinstance(type_, Record) or _is_list(type_))


def method_result(receiver: Type, name: str) -> Type:
    """What a method gives."""
    return _TEXT_METHODS.get(name, ANY) if receiver == STR else ANY


@dataclass(frozen=True)
class FilterTypes:
    """What a filter can be applied to, and what it gives."""

    takes: Callable[[Type], bool]
    result: Callable[[Type], Type]


def _anything(type_: Type) -> bool:
    return True


def _sized(type_: Type) -> bool:
    return type_ not in (*_NUMBERS, NULL)


def _number(type_: Type) -> bool:
    return type_ in _NUMBERS


def _always(type_: Type) -> Callable[[Type], Type]:
    return lambda given: type_


def _elements(given: Type) -> Type:
    only_lists = all(isinstance(member, Collection) for member in members(given))
    return Collection("list", item_of(given) if only_lists else ANY)


FILTERS: dict[str, FilterTypes] = {
    **dict.fromkeys(("length", "count"), FilterTypes(_sized, _always(INT))),
    **dict.fromkeys(("int", "wordcount"), FilterTypes(_anything, _always(INT))),
    "float": FilterTypes(_anything, _always(FLOAT)),
    "abs": FilterTypes(_number, _always(join((INT, FLOAT)))),
    "round": FilterTypes(_number, _always(join((INT, FLOAT)))),
    **dict.fromkeys(("list", "sort"), FilterTypes(_sized, _elements)),
    **dict.fromkeys(("first", "last", "min", "max", "sum", "random"), FilterTypes(_sized, _always(ANY))),
    **dict.fromkeys(
        ("map", "select", "reject", "selectattr", "rejectattr", "unique"), FilterTypes(_sized, _always(ANY))
    ),
    "join": FilterTypes(_sized, _always(STR)),
    **dict.fromkeys(("upper", "lower", "capitalize", "title", "trim", "string"), FilterTypes(_anything, _always(STR))),
    **dict.fromkeys(("replace", "urlencode", "indent", "truncate", "center"), FilterTypes(_anything, _always(STR))),
}
