"""The other way to deploy: `airflow_plugins/` of a checkout as the plugins folder, nothing of ours installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from mistral_airflow.local.server import AirflowServer
from tests.integration.conftest import compile_folder

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[2]
OURS = ("mistralc", "__editable__")


def python_without_us(folder: Path) -> Path:
    """A virtual environment with everything that this one has, but for our own packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not entry.name.startswith(OURS):
            (packages / entry.name).symlink_to(entry)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def plugged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowServer]:
    home = tmp_path_factory.mktemp("plugins-folder")
    python = python_without_us(home / "venv")
    imported = subprocess.run([python, "-c", "import mistralc"], cwd=home, env={}, capture_output=True, check=False)
    assert b"No module named 'mistralc'" in imported.stderr
    compile_folder(home / "dags")
    checkout = home / "checkout"
    for part in ("airflow_plugins", "compiler", "grammar"):
        shutil.copytree(CHECKOUT / part, checkout / part, ignore=shutil.ignore_patterns("__pycache__"))
    (checkout / "airflow_plugins/mistral_airflow/flow/canary.py").write_text("raise ImportError('not a plugin')\n")
    settings = {"PYTHONPATH": ""}
    with AirflowServer(
        home / "dags", home, plugins=checkout / "airflow_plugins", settings=settings, python=python
    ) as server:
        server.wait_for_dags(["release", "approval"])
        yield server


def test_workflows_run(plugged: AirflowServer):
    run = plugged.trigger("release", {"version": "1.0"})
    assert plugged.wait("release", run) == "success"
    assert plugged.xcom("release", run, "outcome") == {"released": "app-1.0.tar.gz", "checks": ["passed", "passed"]}


def test_the_plugin_is_the_only_one_and_nothing_is_logged(plugged: AirflowServer):
    plugins = [plugin for plugin in plugged.call("GET", "/api/v2/plugins")["plugins"] if plugin["name"] == "mistral"]
    assert [plugin["source"] for plugin in plugins] == ["$PLUGINS_FOLDER/mistral_airflow/plugin.py"]
    assert plugged.call("GET", "/api/v2/plugins/importErrors")["total_entries"] == 0
    assert plugged.import_errors() == {}
    lines = [line for log in plugged.logs.glob("*.log") for line in log.read_text(errors="replace").splitlines()]
    assert not [line for line in lines if "mistral" in line.lower() and ("[warning" in line or "Traceback" in line)]
