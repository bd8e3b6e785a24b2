"""The environments of the other side: dag-factory beside Airflow, and Mistral. Each is made once and may be missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FACTORY = "dag-factory==1.1.0"
MISTRAL = ("mistral==23.0.0", "mistral-extra")


@dataclass(frozen=True)
class Environment:
    """A Python to run children with. `missing` says why there is none."""

    python: str = ""
    missing: str = ""

    def __bool__(self) -> bool:
        return bool(self.python)


def factory(*, offline: bool = False) -> Environment:
    """Airflow with dag-factory and what mistralc needs, in `.venv-bench` (or $BENCH_PYTHON)."""
    airflow = (
        "apache-airflow",
        "apache-airflow-providers-standard",
        "jinja2",
        "lark",
        "jsonschema",
        "yaql",
        "typer",
        "rich",
    )
    constraints = ["-c", str(ROOT / "constraints.txt")] if (ROOT / "constraints.txt").exists() else []
    return _environment("BENCH_PYTHON", ".venv-bench", [*constraints, *airflow, FACTORY], "dagfactory", offline)


def mistral(*, offline: bool = False) -> Environment:
    """Mistral itself, in `.venv-mistral` (or $MISTRAL_PYTHON)."""
    return _environment("MISTRAL_PYTHON", ".venv-mistral", MISTRAL, "mistral", offline)


def _environment(variable: str, folder: str, wanted: Sequence[str], module: str, offline: bool) -> Environment:
    given = os.environ.get(variable)
    python = Path(given) if given else ROOT / folder / "bin" / "python"
    if _has(python, module):
        return Environment(str(python))
    if given or offline:
        return Environment(missing=f"{variable} has no {module}" if given else f"{folder} is not there")
    print(f"setting up {folder} (once)", file=sys.stderr)
    for command in (
        [sys.executable, "-m", "venv", str(ROOT / folder)],
        [str(python), "-m", "pip", "install", "-q", *wanted],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr[-2000:], file=sys.stderr)
            return Environment(missing=f"{folder} could not be set up, see above")
    return Environment(str(python))


def _has(python: Path, module: str) -> bool:
    find = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    return python.exists() and subprocess.run([python, "-c", find], capture_output=True, check=False).returncode == 0


def run_child(
    python: str, script: str, arguments: Sequence[str], folder: Path, *, input: str = "", paths: Sequence[Path] = ()
) -> tuple[Any, float]:
    """The JSON value of a child's last line, and the processor seconds it used. Raises RuntimeError."""
    command = [python, str(ROOT / "tests" / "bench" / "children" / script), *arguments]
    before = os.times()
    done = subprocess.run(
        command,
        cwd=folder,
        env=child_environment(folder, paths),
        input=input,
        capture_output=True,
        text=True,
        check=False,
    )
    after = os.times()
    if done.returncode:
        raise RuntimeError(f"{script} failed: {done.stderr[-2000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return json.loads(done.stdout.strip().splitlines()[-1]), used


def child_environment(folder: Path, paths: Sequence[Path] = ()) -> Mapping[str, str]:
    """A quiet Airflow with a home of its own; bytecode is kept, as it is where Airflow runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PYTHON"))}
    ours = [ROOT / "compiler", ROOT / "airflow_plugins", *paths]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(str(path) for path in ours),
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(folder),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
    }


def versions(python: str, packages: Sequence[str]) -> dict[str, str]:
    """The installed versions of `packages`, those that are there."""
    code = (
        "import importlib.metadata as m, json, sys\n"
        "there = {d.name.lower(): d.version for d in m.distributions() if d.name}\n"
        "print(json.dumps({name: there[name] for name in sys.argv[1:] if name in there}))"
    )
    done = subprocess.run([python, "-c", code, *packages], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found
