"""Loads DAG files as Airflow's DAG processor does and says what that costs, in milliseconds of processor time.

`dag_file.py first FILE`: once, after `import airflow.sdk` only.
`dag_file.py paired ROUNDS FILE…`: all of them in turn, in one process, after each was loaded once.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import sys
import time
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from typing import Any

import airflow.sdk

NAME = "measured_dag_file"


def load(path: str) -> Any:
    """Airflow's own way: a SourceFileLoader, which keeps and uses bytecode."""
    loader = SourceFileLoader(NAME, path)
    spec = importlib.util.spec_from_loader(NAME, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    loader.exec_module(module)
    return next(value for value in vars(module).values() if isinstance(value, airflow.sdk.DAG))


def first(path: str) -> dict[str, float]:
    """What a new process pays for this file: its own imports included, and everything since the process began."""
    before = time.process_time()
    load(path)
    return {"file": (time.process_time() - before) * 1000, "process": time.process_time() * 1000}


def paired(rounds: int, paths: Sequence[str]) -> dict[str, list[list[float]]]:
    """Rounds × files: loading, and loading with serialization."""
    from airflow.serialization.serialized_objects import DagSerialization

    loading: list[list[float]] = []
    serializing: list[list[float]] = []
    for path in paths:
        DagSerialization.to_dict(load(path))
    for turn in range(rounds):
        order = range(len(paths)) if turn % 2 else reversed(range(len(paths)))
        loaded, both = [0.0] * len(paths), [0.0] * len(paths)
        for index in order:
            gc.collect()
            start = time.process_time()
            dag = load(paths[index])
            loaded[index] = (time.process_time() - start) * 1000
            DagSerialization.to_dict(dag)
            both[index] = (time.process_time() - start) * 1000
            del dag
        loading.append(loaded)
        serializing.append(both)
    return {"loading": loading, "serializing": serializing}


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    print(json.dumps(first(*arguments) if what == "first" else paired(int(arguments[0]), arguments[1:])))
