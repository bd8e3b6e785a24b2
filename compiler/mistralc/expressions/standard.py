"""Mistral's own functions, under the names, parameters and defaults both languages see.

The first parameter must be called ``context``: yaql recognises it by its name and passes its context there.
Parameters carry no types for yaql; it derives what it checks from the defaults.
"""

from __future__ import annotations

import uuid as _uuid
from collections.abc import Callable
from typing import Any

from mistralc.expressions import json_data, yaml_data

# No expression can spell this key, so the provider cannot be reached or replaced from inside one.
PROVIDER = "#functions"


def _env(context: Any) -> Any:
    return context[PROVIDER].env()


def _execution(context: Any) -> Any:
    return context[PROVIDER].execution()


def _executions(
    context: Any,
    id: Any = None,
    root_execution_id: Any = None,
    state: Any = None,
    from_time: Any = None,
    to_time: Any = None,
) -> Any:
    return context[PROVIDER].executions(id, root_execution_id, state, from_time, to_time)


def _task(context: Any, task_name: Any = None) -> Any:
    return context[PROVIDER].task(task_name or None)


def _tasks(
    context: Any, workflow_execution_id: Any = None, recursive: Any = False, state: Any = None, flat: Any = False
) -> Any:
    return context[PROVIDER].tasks(workflow_execution_id, recursive, state, flat)


def _global(context: Any, var_name: Any) -> Any:
    return context[PROVIDER].global_(var_name)


def _uuid4(context: Any = None) -> Any:
    return str(_uuid.uuid4())


def _json_dump(context: Any, data: Any) -> Any:
    return json_data.json_dump(data)


def _json_parse(context: Any, data: Any) -> Any:
    return json_data.json_parse(data)


def _yaml_dump(context: Any, data: Any) -> Any:
    return yaml_data.yaml_dump(data)


def _yaml_parse(context: Any, data: Any) -> Any:
    return yaml_data.yaml_parse(data)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "env": _env,
    "execution": _execution,
    "executions": _executions,
    "global": _global,
    "json_dump": _json_dump,
    "json_parse": _json_parse,
    "task": _task,
    "tasks": _tasks,
    "uuid": _uuid4,
    "yaml_dump": _yaml_dump,
    "yaml_parse": _yaml_parse,
}
