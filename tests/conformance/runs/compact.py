"""python -m tests.conformance.runs.compact FOLDER FILE.jsonl: answered cases, one a line, as compared."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conformance.runs.case import load

_TASK = ("name", "state", "published", "next_tasks", "result", "error_handled", "attempts")
_EXECUTION = ("state", "output", "published_global")


def compact(case: Mapping[str, Any]) -> dict[str, Any]:
    """A case whose answers hold what `compare` looks at."""
    kept = {key: value for key, value in case.items() if value not in ({}, []) and key != "nondeterministic"}
    kept["expected"] = _outcome(case["expected"])
    if "alternatives" in kept:
        kept["alternatives"] = [_outcome(outcome) for outcome in case["alternatives"]]
    return kept


def _outcome(outcome: Mapping[str, Any]) -> dict[str, Any]:
    if "execution" not in outcome:
        return {"phase": outcome["phase"]}
    execution = outcome["execution"]
    tasks = [{key: task[key] for key in _TASK if key in task} for task in execution["tasks"]]
    return {"phase": outcome["phase"], "execution": {**{key: execution.get(key) for key in _EXECUTION}, "tasks": tasks}}


def main() -> int:
    """Write the file; the folder is left as it is."""
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    lines = [json.dumps(compact(case.data), separators=(",", ":"), sort_keys=True) for case in load(folder)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} cases in {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
