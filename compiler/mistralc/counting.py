"""Numbers of things, as a person would say them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`, `1,200 tasks`: of nouns whose plural has an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
