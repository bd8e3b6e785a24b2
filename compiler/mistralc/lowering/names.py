"""Names: from what Mistral allows (any string) to what Airflow and Python allow, without collisions, never changing."""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from collections.abc import Iterable

MAX_ID = 250
"""Airflow's limit for task and DAG ids (and, with the ending of a file name, what file systems allow)."""

_NOT_IN_ID = re.compile(r"[^\w.-]+", re.ASCII)


def airflow_id(name: str) -> str:
    """`name` as an Airflow id: unchanged where it is ASCII and Airflow allows it.

    Airflow allows letters of any script, and its in-process API (`dag.test`, `mistralc run`) then fails over its own
    URLs. Where letters are lost, or the end of a long name, a digest of the name keeps ids apart.
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    safe = _NOT_IN_ID.sub("_", plain) or "_"
    if name.isascii() and len(safe) <= MAX_ID:
        return safe
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{safe[: MAX_ID - 9]}-{digest}"


class Namespace:
    """Hands out ids, each once: the second wish for a taken id gets `_2`, the third `_3`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def id(self, wish: str) -> str:
        """An Airflow id that nobody has yet, as near to `wish` as can be."""
        return self._unused(airflow_id(wish))

    def identifier(self, wish: str) -> str:
        """A Python name that nobody has yet, as near to `wish` as can be."""
        plain = unicodedata.normalize("NFKC", wish)  # as Python reads names: two spellings must not become one variable
        name = "".join(char if f"_{char}".isidentifier() else "_" for char in plain)
        if not name.isidentifier():
            name = f"_{name}"
        elif keyword.iskeyword(name) or hasattr(builtins, name):
            name = f"{name}_"
        return self._unused(name)

    def _unused(self, name: str) -> str:
        candidate, number = name, 1
        while candidate in self._taken:
            number += 1
            candidate = f"{name}_{number}"
        self._taken.add(candidate)
        return candidate
