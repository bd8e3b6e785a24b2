"""The types of expressions: any > unions > null, bool, int, float, str, collections, dicts, datetime, timespan, regex.

A type says what a value *may* be. `never` is the type of what has no value, such as the elements of `[]`. The four
kinds of collection are apart because yaql keeps them apart: only a list has an index, only an iterator is used up,
and what `orderBy` and `values` give is neither (`iterable`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MAX_MEMBERS = 8
"""A union of more types is `any`: nobody reads it, and it finds nothing."""

_MAX_VALUES = 16
"""Text with more possible values than this may be any text."""


@dataclass(frozen=True, slots=True)
class Type:
    """Any type."""


@dataclass(frozen=True, slots=True)
class Atom(Type):
    """A type without parts. ``any`` and ``never`` are the ends of the lattice."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Atom):
    """Text of which every possible value is known. Equal to `str`: only who asks for the values sees more."""

    values: frozenset[str] = frozenset()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and other.name == self.name

    def __hash__(self) -> int:
        return hash((self.name,))


@dataclass(frozen=True, slots=True)
class Collection(Type):
    """``list``, ``iterator``, ``set`` or ``iterable`` of elements of one type."""

    kind: str
    item: Type

    def __str__(self) -> str:
        return f"{self.kind}[{self.item}]"


@dataclass(frozen=True, slots=True)
class Record(Type):
    """A dict that has these fields; if it is ``open`` it may have others."""

    fields: tuple[tuple[str, Type], ...] = ()
    open: bool = True

    def __str__(self) -> str:
        if not self.fields and self.open:
            return "dict"
        inside = [f"{name}: {type_}" for name, type_ in self.fields] + ["…"] * self.open
        return f"dict{{{', '.join(inside)}}}"

    def get(self, name: str) -> Type | None:
        """The type of a field, None if it has none of that name for certain."""
        for field, type_ in self.fields:
            if field == name:
                return type_
        return ANY if self.open else None


@dataclass(frozen=True, slots=True)
class Union(Type):
    """One of several types; made by ``join``."""

    members: tuple[Type, ...]

    def __str__(self) -> str:
        return " | ".join(sorted(map(str, self.members)))


ANY = Atom("any")
NEVER = Atom("never")
NULL = Atom("null")
BOOL = Atom("bool")
INT = Atom("int")
FLOAT = Atom("float")
STR = Atom("str")
DATETIME = Atom("datetime")
TIMESPAN = Atom("timespan")
REGEX = Atom("regex")
CONTEXT = Atom("context")
"""What `let` and its like give, for `->`."""
PAIR = Atom("pair")
"""`a => b` where it is neither a named argument nor an entry."""
OBJECT = Atom("object")
"""Something of Python that no expression can make."""
DICT = Record()
ATOMS = (ANY, NEVER, NULL, BOOL, INT, FLOAT, STR, DATETIME, TIMESPAN, REGEX, CONTEXT, PAIR, OBJECT)
KINDS = ("list", "iterator", "set", "iterable")


def choice(*values: str) -> Type:
    """Text that is one of these."""
    return Choice("str", frozenset(values)) if len(values) <= _MAX_VALUES else STR


def values_of(type_: Type) -> frozenset[str] | None:
    """Every value of a text that may be null as well; None where not all are known."""
    found: set[str] = set()
    for member in members(type_):
        if isinstance(member, Choice):
            found |= member.values
        elif member != NULL:
            return None
    return frozenset(found) or None


def members(type_: Type) -> tuple[Type, ...]:
    """The types a union is made of; the type itself if it is none."""
    return type_.members if isinstance(type_, Union) else (type_,)


def join(types: Iterable[Type]) -> Type:
    """The type of a value that has one of these types."""
    found: dict[str, Type] = {}
    flat = list(_flat(types))
    if len(flat) == 1 or (len(flat) == 2 and flat[0] is flat[1] and isinstance(flat[0], Atom)):
        return flat[0]
    for type_ in flat:
        if type_ is ANY or type_ == ANY:
            return ANY
        key = _group(type_)
        found[key] = _merged(found[key], type_) if key in found else type_
    if not found:
        return NEVER
    if len(found) == 1:
        return next(iter(found.values()))
    return ANY if len(found) > _MAX_MEMBERS else Union(tuple(found.values()))


def _flat(types: Iterable[Type]) -> Iterator[Type]:
    for type_ in types:
        if isinstance(type_, Union):
            yield from type_.members
        elif type_ != NEVER:
            yield type_


def _group(type_: Type) -> str:
    if isinstance(type_, Collection):
        return type_.kind
    return "dict" if isinstance(type_, Record) else str(type_)


def _merged(left: Type, right: Type) -> Type:
    """Two types of one group."""
    if isinstance(left, Collection) and isinstance(right, Collection):
        return Collection(left.kind, join((left.item, right.item)))
    if isinstance(left, Choice) and isinstance(right, Choice):
        return choice(*(left.values | right.values))
    if isinstance(left, Choice):
        return right
    if not isinstance(left, Record) or not isinstance(right, Record):
        return left
    others = dict(right.fields)
    common = tuple((name, join((type_, others[name]))) for name, type_ in left.fields if name in others)
    same = len(common) == len(left.fields) == len(right.fields)
    return Record(common, left.open or right.open or not same)


def without_null(type_: Type) -> Type:
    """The type without null: what is left after a test for it."""
    return join(member for member in members(type_) if member != NULL)


def may_be(type_: Type, accepted: Type) -> bool:
    """Whether a value of the type can be of the accepted type. False is certain, True is not."""
    wanted = {_group(member) for member in members(accepted)}
    if "any" in wanted:
        return True
    return any(member in (ANY, NEVER) or _group(member) in wanted for member in members(type_))


def item_of(type_: Type) -> Type:
    """The type of the elements of whatever collections the type stands for."""
    items = [member.item if isinstance(member, Collection) else ANY for member in members(type_) if _iterable(member)]
    return join(items) if items else ANY


def _iterable(type_: Type) -> bool:
    return type_ == ANY or isinstance(type_, Collection)
