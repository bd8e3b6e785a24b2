"""Types as text, as the catalogues write them: ``int | float``, ``iterator[str]``, ``dict``, ``dict{id: int, …}``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from mistralc.expressions.types.lattice import ANY, ATOMS, DICT, FLOAT, INT, KINDS, Collection, Record, Type, join

_NAMES: dict[str, Type] = {
    **{atom.name: atom for atom in ATOMS},
    **{kind: Collection(kind, ANY) for kind in KINDS},
    "dict": DICT,
    "number": join((INT, FLOAT)),
    "collection": join(Collection(kind, ANY) for kind in KINDS),
}


@lru_cache(maxsize=256)
def parse_type(text: str) -> Type:
    """The type a text of the catalogue stands for; a variable of a signature (T, R) stands for any type."""
    return substitute(text, {})


def substitute(text: str, variables: Mapping[str, Type]) -> Type:
    """The type with the variables of a signature replaced by what they are in a call."""
    if variables and text in _NAMES:
        return _NAMES[text]
    return join(_one(part.strip(), variables) for part in _split(text, "|"))


def _split(text: str, separator: str) -> list[str]:
    """The parts between the separators that stand in no bracket."""
    parts, depth = [""], 0
    for char in text:
        depth += (char in "[{") - (char in "]}")
        if char == separator and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _one(text: str, variables: Mapping[str, Type]) -> Type:
    if text.endswith("]"):
        kind, _, inside = text[:-1].partition("[")
        return Collection(kind, substitute(inside, variables))
    if text.startswith("dict{"):
        return _record(text.removeprefix("dict{").removesuffix("}"), variables)
    return variables.get(text) or _NAMES.get(text, ANY)


def _record(inside: str, variables: Mapping[str, Type]) -> Record:
    fields = [part.strip() for part in _split(inside, ",")]
    named = (field.partition(": ") for field in fields if field != "…")
    return Record(tuple((name, substitute(type_, variables)) for name, _, type_ in named), open="…" in fields)
