"""What must stay light stays light. Speed is measured in tests/bench; these are the causes that would lose it."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

AIRFLOW = pytest.mark.skipif(find_spec("airflow") is None, reason="needs the runtime extra")
LANGUAGES = {"yaql", "lark", "ply"}


def imported(code: str) -> set[str]:
    """The modules that a new process has imported after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('MODULES', *sys.modules)"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return set(done.stdout.split("MODULES")[-1].split())


def command(*arguments: str) -> str:
    return f"""
import sys
from mistralc.cli import main
sys.argv = ["mistralc", *{list(arguments)!r}]
try:
    main()
except SystemExit:
    pass
"""


def test_help_imports_nothing_that_a_command_needs() -> None:
    heavy = LANGUAGES | {"jinja2", "jsonschema", "yaml", "rich", "airflow", "mistralc.compilation", "mistralc.rules"}
    assert not heavy & imported(command("--help"))


def test_check_imports_neither_airflow_nor_what_only_compiling_needs() -> None:
    assert not {"airflow", "rich", "ply"} & imported(command("check", "."))


def test_the_catalogue_of_actions_imports_no_client() -> None:
    assert not {"airflow", "openstack", "keystoneauth1"} & imported(command("actions", "nova.servers_g*", "--json"))


@AIRFLOW
@pytest.mark.airflow
def test_operators_cost_little_beyond_airflow() -> None:
    before = imported("import airflow.sdk\nfrom airflow.sdk import DAG, BaseOperator, TaskGroup, Param, Label")
    added = imported("import airflow.sdk, mistral_airflow.operators") - before
    assert not {"yaql", "lark", "jsonschema", "typer", "rich", "openstack"} & added
    assert not {name for name in added if name.startswith("mistralc")}
    assert not {name for name in added if name.startswith("mistral_airflow.flow")}
    assert not {name for name in added if name.startswith("mistral_airflow.actions")}
