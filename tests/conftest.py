"""An Airflow in this process, in an empty home of its own: set up before any test module can import Airflow."""

import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

_HOME = pytest.StashKey[Path]()


def pytest_configure(config):
    """Airflow reads where it lives once, when it is first imported, which may be while tests are collected."""
    if find_spec("airflow") is not None:
        from mistral_airflow.local.home import prepare

        config.stash[_HOME] = Path(tempfile.mkdtemp(prefix="mistralc-tests-"))
        prepare(config.stash[_HOME])


def pytest_unconfigure(config):
    if _HOME in config.stash:
        shutil.rmtree(config.stash[_HOME], ignore_errors=True)


@pytest.fixture(scope="session")
def airflow_home(pytestconfig):
    """The home of this process's Airflow; skipped where there is none."""
    if _HOME not in pytestconfig.stash:
        pytest.skip("needs the runtime: pip install mistralc[airflow]")
    return pytestconfig.stash[_HOME]


@pytest.fixture(scope="session")
def runner(airflow_home):
    """Runs DAGs in this process."""
    from mistral_airflow.local.runner import LocalRunner

    return LocalRunner()
