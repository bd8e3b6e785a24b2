"""mistralc plan: what a run could change, before it runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mistralc.cli.report import print_text, reason, usage_error
from mistralc.cli.run import RESERVED, Conf, UsageError
from mistralc.diagnostics import did_you_mean
from mistralc.model import Workflow
from mistralc.planning import Given, make_plan, render
from mistralc.reading import NoSources, read_sources
from mistralc.rules import Project
from mistralc.settings import SettingsError, find_settings


def run_plan(paths: Sequence[Path], name: str | None, conf: Conf, as_json: bool) -> int:
    """Print the plan of one workflow of the sources: 0; 1 for files with errors, 2 for usage."""
    try:
        given = _given(conf.read())
        sources = read_sources(paths, find_settings(Path.cwd()))
        checked = sources.check()
        if checked.failed:
            print_text(checked.diagnostics, checked.documents)
            return 1
        workflow = _chosen(sources.project, name)
        _check_inputs(workflow, given)
    except (OSError, NoSources, SettingsError, UsageError) as error:
        return usage_error(reason(error))
    plan = make_plan(workflow, sources.project, given)
    print(json.dumps(plan.as_object(), indent=2, ensure_ascii=False, default=str) if as_json else render(plan), end="")
    return 0


def _given(conf: Mapping[str, Any]) -> Given:
    inputs = {name: value for name, value in conf.items() if name != RESERVED}
    parameters = conf.get(RESERVED, {})
    env = parameters.get("env")
    if isinstance(env, str):
        raise UsageError(f"--env {env} is the name of an environment in Airflow; give its entries as KEY=VALUE or JSON")
    return Given(inputs, env, parameters.get("task_name"))


def _chosen(project: Project, name: str | None) -> Workflow:
    """The workflow that is asked for, or the only one. Raises UsageError."""
    found = project.workflows
    if name is not None:
        workflow = found.get(name)
        if workflow is None:
            near = did_you_mean(name, found) or f"there is {', '.join(sorted(found)) or 'none'}"
            raise UsageError(f"no workflow {name!r} here; {near}")
        return workflow
    if len(found) > 1:
        raise UsageError(f"several workflows: choose one with --workflow: {', '.join(sorted(found))}")
    if not found:
        raise UsageError("no workflow in these files")
    return next(iter(found.values()))


def _check_inputs(workflow: Workflow, given: Given) -> None:
    """Raise UsageError for an input or a target task that the workflow does not have: Mistral refuses to start it."""
    declared = [each.name for each in workflow.input]
    for name in given.inputs:
        if name not in declared:
            near = did_you_mean(name, declared) or f"there is {', '.join(declared) or 'none'}"
            raise UsageError(f"{workflow.qualified_name!r} has no input {name!r}; {near}")
    if given.target is not None and given.target not in workflow.tasks:
        near = did_you_mean(given.target, workflow.tasks) or f"there is {', '.join(workflow.tasks)}"
        raise UsageError(f"{workflow.qualified_name!r} has no task {given.target!r}; {near}")
