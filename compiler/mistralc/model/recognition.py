"""Whether a YAML file is Mistral's at all: a folder of workflows has other files in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mistralc.source import Document

_MARKS = {"tasks", "base", "workflows", "task-defaults"}
"""Keys that only definitions have, and that one of each kind needs."""

_VERSIONS = ("2.0", 2.0)
_MARK_IN_TEXT = re.compile(r"""(?:^|[\s{,"'])(?:(?:tasks|base|workflows)["']?\s*:|version["']?\s*:\s*["']?2\.0\b)""")


def is_foreign(document: Document) -> bool:
    """True for a file in which nothing looks like a workflow, a workbook or an ad-hoc action.

    A fault or two do not make a workflow foreign: either its version or one of its definitions can be recognised.
    """
    data = document.data
    if isinstance(data, dict):
        if "version" in data and data["version"] in _VERSIONS:
            return False
        # Compose, CircleCI and Taskfile have versions of their own, and keys that are Mistral's too.
        parts = _parts(data) if "version" in data else (data, *_parts(data))
        return bool(data) and not any(map(_is_marked, parts))
    if data is None:
        return not _is_empty(document) and not _MARK_IN_TEXT.search(document.text)
    return True


def _parts(data: dict[Any, Any]) -> Iterator[Any]:
    """The mappings that can be a definition, or a section of a workbook."""
    yield from data.values()
    for key in ("workflows", "actions"):
        if isinstance(data.get(key), dict):
            yield from data[key].values()


def _is_marked(part: Any) -> bool:
    return isinstance(part, dict) and not _MARKS.isdisjoint(part)


def _is_empty(document: Document) -> bool:
    return any(found.code == "E106" for found in document.diagnostics)
