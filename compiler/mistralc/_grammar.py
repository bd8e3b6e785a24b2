"""Finds the files of `grammar/`, the language as data, in a checkout as well as in an installed package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2] / "grammar"


def grammar_text(name: str) -> str:
    """The text of one grammar file, by its file name. Raises FileNotFoundError."""
    beside = _CHECKOUT / name
    if beside.is_file():
        return beside.read_text("utf-8")
    return resources.files("mistralc.grammar").joinpath(name).read_text("utf-8")
