"""What is written for pipelines and editors names commands and settings that are there."""

import re
import tomllib
from pathlib import Path

import yaml
from typer.main import get_command

from mistralc.cli.app import app
from mistralc.settings import read_settings

ROOT = Path(__file__).parents[2]


def parameters(command):
    return {option for each in get_command(app).commands[command].params for option in each.opts}


def test_the_hooks_call_commands_with_options_that_exist():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["mistralc", "mistralc-fix"]
    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert program in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
        assert set(options) <= parameters(command)


def test_the_page_on_the_checker_shows_calls_and_settings_that_work(tmp_path):
    page = (ROOT / "docs" / "checker.md").read_text()
    (settings,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "mistralc.toml").write_text(settings)
    assert read_settings(tmp_path / "mistralc.toml").strict
    calls = re.findall(r"mistralc (check|report|schema|lsp|explain)\b([^\n`|>]*)", page)
    assert len(calls) > 5
    for command, rest in calls:
        assert set(re.findall(r"--[a-z-]+", rest)) <= parameters(command), (command, rest)
