"""Types as text, as the catalogue writes them: ``int | float``, ``iterator[str]``, ``dict``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from mistralc.expressions.types.lattice import ANY, ATOMS, DICT, FLOAT, INT, KINDS, Collection, Type, join

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
    return join(_one(part.strip(), variables) for part in _split(text))


def _split(text: str) -> list[str]:
    """The parts between the bars that stand in no bracket."""
    parts, depth = [""], 0
    for char in text:
        depth += (char == "[") - (char == "]")
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _one(text: str, variables: Mapping[str, Type]) -> Type:
    if text.endswith("]"):
        kind, _, inside = text[:-1].partition("[")
        return Collection(kind, substitute(inside, variables))
    return variables.get(text) or _NAMES.get(text, ANY)
