"""An Airflow home of our own: embedded SQLite unless told otherwise, nothing of the user's touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from mistral_airflow.options import SHORT_WAIT

_MADE_BY = "made-by-airflow"


def prepare(home: Path) -> None:
    """Point this process at an Airflow home in `home`, with an empty database. Call before Airflow is imported."""
    (home / "dags").mkdir(parents=True, exist_ok=True)
    os.environ.update({**configuration(home, home / "dags"), "AIRFLOW__LOGGING__LOGGING_LEVEL": "CRITICAL"})
    os.environ[SHORT_WAIT.variable] = "0"  # one process runs all tasks: none may wait in it
    make_database(home, os.environ)


def configuration(home: Path, dags: Path, database: str | None = None) -> dict[str, str]:
    """Environment variables that make an Airflow process use `home` and `dags`; `database` is an SQLAlchemy URL."""
    home = home.resolve()
    return {
        "AIRFLOW_HOME": str(home),
        # Several processes write to one file; who finds it locked waits. The scheduler would give up after 5 s.
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database or f"sqlite:///{_database_file(home)}?timeout=60",
        "AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS": "False",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags.resolve()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "0",
        "AIRFLOW__CORE__MIN_SERIALIZED_DAG_FETCH_INTERVAL": "0",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
        "PYTHONSAFEPATH": "1",  # a checkout as working directory looks like a second installation of its plugin
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }


def make_database(home: Path, environment: Mapping[str, str]) -> None:
    """Make the metadata database that `environment` (see `configuration`) names, or bring it up to this Airflow.

    An empty SQLite database is made once and kept in the user's cache: making it takes seconds, copying it does not.
    Raises RuntimeError when Airflow cannot make it.
    """
    home.mkdir(parents=True, exist_ok=True)
    connection = environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    file, made_by = _database_file(home.resolve()), home / _MADE_BY
    present = f"{version('apache-airflow-core')} {connection}"
    embedded = connection.startswith("sqlite:")
    if embedded and not file.exists():
        shutil.copyfile(_empty_database(), file)
    elif not made_by.exists() or made_by.read_text(encoding="utf-8") != present or not embedded:
        _initialise(connection, environment)
    made_by.write_text(present, encoding="utf-8")


def _database_file(home: Path) -> Path:
    return home / "airflow.db"


def _empty_database() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mistralc"
    template = cache / f"airflow-{version('apache-airflow-core')}.db"
    if not template.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            made = Path(folder) / "airflow.db"
            _initialise(f"sqlite:///{made}", {**os.environ, "AIRFLOW_HOME": folder})
            made.replace(template)  # in one step: several processes may do this at once
    return template


def _initialise(connection: str, environment: Mapping[str, str]) -> None:
    """Make or upgrade the schema in a process of its own: this one's Airflow must see only the finished database."""
    settings = {**environment, "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": connection}
    code = "from airflow.utils.db import initdb; initdb()"
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Airflow could not make its database {connection}:\n{done.stderr[-2000:]}")
