"""The workflow's text as data: what `execution().spec` and `task(x).spec` show. The DAG's documentation keeps it."""

from __future__ import annotations

import re
from typing import Any

import yaml

_SOURCE = re.compile(r"^(`{3,})yaml\n(?P<text>.*)\n\1\s*$", re.S | re.M)
_VERSION = "2.0"


def workflow_spec(dag: Any) -> dict[str, Any]:
    """The workflow as written, with what Mistral adds to it (`lang/base.py`: names, versions, types of tasks)."""
    found = _SOURCE.search(dag.doc_md or "")
    if not found:
        return {"name": dag.dag_display_name, "version": _VERSION, "tasks": {}}
    ((_, written),) = yaml.safe_load(found["text"]).items()
    kind = written.get("type", "direct")
    tasks = {
        name: {**task, "type": kind, "name": name, "version": _VERSION}
        for name, task in written.get("tasks", {}).items()
    }
    return {**written, "tasks": tasks, "name": dag.dag_display_name, "version": _VERSION}
