"""mistralc run: compile, then hand the DAGs to the runtime."""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mistralc.cli.report import print_text, reason, usage_error
from mistralc.compilation import Compilation, Output
from mistralc.reading import NoSources, compile_paths
from mistralc.settings import SettingsError, find_settings

RUNTIME = "mistral_airflow.local.command"
"""Found by name, not imported: the compiler does without the runtime and never depends on it."""

RESERVED = "__mistral"
"""The key of a run's conf that holds what is no input."""


class UsageError(Exception):
    """The call cannot be carried out as written."""


@dataclass(frozen=True)
class Conf:
    """What a run is started with, as texts of the command line."""

    inputs: Sequence[str]
    input_file: Path | None
    env: Sequence[str]
    params: Sequence[str]

    def read(self) -> dict[str, Any]:
        """The conf of the Airflow run. Raises UsageError for texts that cannot be read, OSError for the file."""
        conf = {**(_read(self.input_file) if self.input_file else {}), **_pairs(self.inputs, "--input")}
        if RESERVED in conf:
            raise UsageError(f"{RESERVED} is no input; its parts are given with --env and --param")
        parameters = _pairs(self.params, "--param")
        if self.env:
            parameters["env"] = _environment(self.env)
        return {**conf, RESERVED: parameters} if parameters else conf


def run_workflow(
    paths: Sequence[Path],
    workflow: str | None,
    given: Conf,
    as_json: bool,
    timeout: float,
    *,
    map_items: bool = False,
) -> int:
    """Run one workflow of the sources: 0 for SUCCESS, 1 for ERROR or a workflow that does not compile, 2 for usage."""
    try:
        if importlib.util.find_spec("airflow") is None:
            raise UsageError("running needs Airflow: pip install 'mistralc[airflow]'")
        conf = given.read()
        result = compile_paths(paths, find_settings(Path.cwd()), map_items=map_items)
        output = _chosen(result, workflow)
    except (OSError, NoSources, SettingsError, UsageError) as error:
        return usage_error(reason(error))
    if output is None:
        print_text(result.diagnostics, result.documents)
        return 1
    code: int = importlib.import_module(RUNTIME).run(result.files, output, conf, as_json=as_json, timeout=timeout)
    return code


def _chosen(result: Compilation, workflow: str | None) -> Output | None:
    """The output to run; None when what was asked for did not compile. Raises UsageError when it is not clear which."""
    outputs = {output.workflow: output for output in result.outputs}
    defined = {*outputs, *result.refused}
    if workflow is not None:
        if workflow not in defined and not result.failed:
            raise UsageError(f"no workflow {workflow!r} here; there is {', '.join(sorted(defined)) or 'none'}")
        return outputs.get(workflow)
    if len(defined) > 1:
        raise UsageError(f"several workflows: choose one with --workflow: {', '.join(sorted(defined))}")
    if not outputs and not result.failed:
        raise UsageError("no workflow in these files")
    return next(iter(outputs.values()), None)


def _environment(texts: Sequence[str]) -> dict[str, Any] | str:
    """Entries KEY=VALUE and JSON objects, later ones over earlier ones; or one name of a stored environment."""
    names = [text for text in texts if "=" not in text and not text.startswith("{")]
    if names and len(texts) > 1:
        raise UsageError(
            f"--env takes either entries or one name of a stored environment, not {names[0]!r} beside others"
        )
    if names:
        return names[0]
    entries: dict[str, Any] = {}
    for text in texts:
        entries.update(_object(text) if text.startswith("{") else _pairs([text], "--env"))
    return entries


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--env {text} is no JSON object: {error}") from None
    return dict(found)


def _read(file: Path) -> Mapping[str, Any]:
    import yaml

    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        json.dumps(data)
    except yaml.YAMLError as error:
        raise UsageError(f"{file} is no JSON or YAML: {error}") from None
    except (ValueError, TypeError, RecursionError) as error:
        raise UsageError(f"{file} holds no values that JSON could hold: {error}") from None
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise UsageError(f"{file} must hold one object with the inputs as keys")
    return data


def _pairs(texts: Sequence[str], option: str) -> dict[str, Any]:
    """KEY=VALUE texts; a value is JSON where it reads as JSON, else text."""
    pairs = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise UsageError(f"{option} takes KEY=VALUE, not {text!r}")
        try:
            pairs[key] = json.loads(value)
        except (ValueError, RecursionError):
            pairs[key] = value
    return pairs
