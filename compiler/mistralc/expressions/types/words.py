"""Types in sentences."""

from __future__ import annotations

from mistralc.expressions.types.lattice import Collection, Record, Type, members


def in_words(type_: Type) -> str:
    """A type in a sentence, without what is inside it."""
    words = {"str": "text", "null": "null", "int": "a number", "float": "a number", "bool": "a boolean"}
    names = []
    for member in members(type_):
        if isinstance(member, Record):
            names.append("this dict" if not member.open else "a dict")
        elif isinstance(member, Collection):
            names.append({"iterator": "an iterator", "iterable": "an iterator"}.get(member.kind, f"a {member.kind}"))
        else:
            names.append(words.get(str(member), f"a {member}"))
    return " or ".join(sorted(set(names)))
