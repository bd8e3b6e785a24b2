"""What `pip install` would install."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_package_of_the_source_is_installed():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    roots = (ROOT / "compiler" / "mistralc", ROOT / "airflow_plugins" / "mistral_airflow")
    folders = {file.parent.relative_to(root.parent) for root in roots for file in root.rglob("*.py")}
    assert sorted(listed) == sorted([*(".".join(folder.parts) for folder in folders), "mistralc.grammar"])
