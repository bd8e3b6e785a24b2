"""The workflow's text as data: what `execution().spec` and `task(x).spec` show. The DAG's documentation keeps it."""

from __future__ import annotations

import re
from typing import Any

import yaml

_SOURCE = re.compile(r"^(`{3,})yaml\n(?P<text>.*)\n\1\s*$", re.S | re.M)
_VERSION = "2.0"


def written_source(doc_md: str | None) -> tuple[str, dict[str, Any]]:
    """The workflow's text and the data in it, from the documentation of its DAG; nothing where there is none."""
    found = _SOURCE.search(doc_md or "")
    if not found:
        return "", {}
    ((_, written),) = yaml.safe_load(found["text"]).items()
    return found["text"], written


def workflow_spec(dag: Any) -> dict[str, Any]:
    """The workflow as written, with what Mistral adds to it (`lang/base.py`: names, versions, types of tasks)."""
    _, written = written_source(dag.doc_md)
    kind = written.get("type", "direct")
    tasks = {
        name: {**task, "type": kind, "name": name, "version": _VERSION}
        for name, task in written.get("tasks", {}).items()
    }
    return {**written, "tasks": tasks, "name": dag.dag_display_name, "version": _VERSION}
