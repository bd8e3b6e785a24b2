"""Runs actions of the Mistral this Python has: [[action, input], …] on stdin, [[kind, data], …] on stdout."""

from __future__ import annotations

import importlib.metadata
import json
import sys

import mistral.db.v2.api  # noqa: F401 - before the actions: Mistral's modules import each other in a circle
from mistral import config, utils
from mistral_lib import actions

config.CONF([], project="mistral")
config.CONF.set_override("denied_cidrs", [], "action_std_http")
config.CONF.set_override("js_implementation", "py_mini_racer")

CLASSES = {entry.name: entry for entry in importlib.metadata.entry_points(group="mistral.actions")}


class Execution:
    workflow_name = "the workflow"
    workflow_execution_id = "the run"
    task_execution_id = "the task"
    action_execution_id = "the action"
    callback_url = "/the/callback"


class Context:
    execution = Execution()


def run(name, arguments):
    """What an executor does: see mistral `executors/default_executor.py`. Data comes back as it is stored."""
    try:
        action = CLASSES[name].load()(**arguments)
    except Exception as error:  # noqa: BLE001 - as the engine does
        return "raised", str(error)
    try:
        result = action.run(Context())
    except BaseException as error:  # noqa: BLE001 - as the executor does
        return "raised", str(error)
    failed = isinstance(result, actions.Result) and result.error is not None
    data = (result.error if failed else result.data) if isinstance(result, actions.Result) else result
    try:
        return "error" if failed else "result", utils.from_json_str(utils.to_json_str(data))
    except Exception as error:  # noqa: BLE001 - as the database layer does
        return "raised", f"{type(error).__name__}: {error}"


json.dump([run(name, arguments) for name, arguments in json.load(sys.stdin)], sys.stdout)
