"""What a run starts with: its conf read as workflow input and execution parameters, or refused.

Rules: mistral `engine/utils.py` (validate_input: no missing, no unknown names; defaults are literal) and
`engine/workflows.py` (the environment parameter is evaluated once, against itself, unless `evaluate_env` is false).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from airflow.sdk.definitions._internal.types import ArgNotSet

from mistral_airflow.flow.errors import StartRefused
from mistral_airflow.flow.graph import RunGraph
from mistralc import expressions

RESERVED = "__mistral"
"""The key of a run's conf that is no workflow input: {"env": {...}, "evaluate_env": bool}."""

MARKS = "operations"
"""The key in RESERVED of what people did to the run (`flow.marks`): no execution parameter."""

FAMILY = ("parent", "root", "region")
"""Keys in RESERVED of the runs that this one belongs to: no execution parameters either."""

DESCRIPTION = "description"
"""The key in RESERVED of what whoever started the run says about it: no execution parameter."""


TARGET = "task_name"
"""The execution parameter of a reverse workflow: the task that is wanted, with all that it requires."""


ENVIRONMENT_VARIABLE = "mistral_environment_"
"""A stored environment is a JSON object in the Airflow Variable of this name with its own behind it."""

Variables = Callable[[str], str | None]
"""Key → text of an Airflow Variable, None where there is none."""


def check_start(dag: Any, conf: Mapping[str, Any], variables: Variables) -> None:
    """Raise StartRefused when a run of `dag` with `conf` must not begin."""
    parameters = conf.get(RESERVED) or {}
    read_input(dag, conf)
    read_env(parameters, variables)
    check_target(RunGraph(dag), parameters)


def check_target(graph: RunGraph, parameters: Mapping[str, Any]) -> None:
    """Raise StartRefused when a reverse workflow is not told which of its tasks is wanted."""
    name = parameters.get(TARGET)
    if graph.target and (not isinstance(name, str) or graph.named(name) is None):
        known = ", ".join(operator.name for operator in graph.tasks.values())
        raise StartRefused(
            f"Invalid task name [{TARGET}={name}]. A reverse workflow needs the execution parameter {TARGET}; "
            f"its tasks: {known}."
        )


def read_input(dag: Any, conf: Mapping[str, Any]) -> dict[str, Any]:
    """The workflow's input with defaults filled in. Raises StartRefused for missing and unknown names."""
    given = {name: value for name, value in conf.items() if name != RESERVED}
    defaults = {name: dag.params.get_param(name).value for name in dag.params}
    missing = [name for name, default in defaults.items() if isinstance(default, ArgNotSet) and name not in given]
    unexpected = [] if called_by_task(conf) else sorted(set(given) - set(defaults))
    if missing or unexpected:
        faults = [f"{word}={names}" for word, names in (("missing", missing), ("unexpected", unexpected)) if names]
        raise StartRefused(
            f"Invalid input [name={dag.dag_display_name}, {', '.join(faults)}]. "
            f"The inputs of this workflow: {', '.join(defaults) or 'none'}."
        )
    return {name: given.get(name, default) for name, default in defaults.items()}


def called_by_task(conf: Mapping[str, Any]) -> bool:
    """True for a run that a task of another workflow started."""
    return "parent" in (conf.get(RESERVED) or {})


def read_parameters(dag: Any, conf: Mapping[str, Any]) -> dict[str, Any]:
    """The execution parameters; of a called workflow also the input that it does not declare.

    Rule: mistral `engine/actions.py` (WorkflowAction.schedule).
    """
    given = {name: value for name, value in (conf.get(RESERVED) or {}).items() if name not in (MARKS, DESCRIPTION)}
    if called_by_task(conf):
        given.update((name, value) for name, value in conf.items() if name != RESERVED and name not in dag.params)
    return given


def read_env(parameters: Mapping[str, Any], variables: Variables) -> dict[str, Any]:
    """The environment parameter: given as it is, or by the name of a stored one.

    Raises StartRefused when it is neither, is not stored, or cannot be evaluated.
    """
    env = parameters.get("env") or {}
    if isinstance(env, str):
        env = _stored_env(env, variables)
    if not isinstance(env, dict):
        raise StartRefused(
            f"Unexpected value type for environment [env={env!r}]: give an object, or a stored one's name."
        )
    if parameters.get("evaluate_env") is False:
        return env
    try:
        evaluated: dict[str, Any] = expressions.evaluate(env, {"__env": env}, _EnvOnly(env))
    except expressions.ExpressionError as error:
        raise StartRefused(f"The environment cannot be evaluated: {error}") from error
    return evaluated


def _stored_env(name: str, variables: Variables) -> Any:
    key = f"{ENVIRONMENT_VARIABLE}{name}"
    text = variables(key)
    if text is None:
        raise StartRefused(
            f"Environment is not found: {name}. Store it as a JSON object in the Airflow Variable {key}."
        )
    try:
        return json.loads(text)
    except ValueError as error:
        raise StartRefused(f"The Airflow Variable {key} holds no JSON: {error}") from None


class _EnvOnly(expressions.NoFunctions):
    """The functions an environment may use: it is evaluated before there is an execution."""

    def __init__(self, env: Mapping[str, Any]) -> None:
        self._env = env

    def env(self) -> Any:
        return self._env
