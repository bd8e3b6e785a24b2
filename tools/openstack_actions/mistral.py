"""Actions on Mistral itself, which Airflow answers: parameters of mistralclient 6.3 (`api/v2`), results of Mistral 23.

A function of `mistral_airflow.service` serves each; which one follows from the name. Results were recorded from the real
service through the real client (`tests/unit/service/recorded.json`).
"""

from __future__ import annotations

from typing import Any

REST = "Airflow's REST API: "

_LIST = "marker= limit= sort_keys= sort_dirs= fields= **filters"
_EXECUTION = (
    "id: str, workflow_id: str, workflow_name: str, workflow_namespace: str, description: str, tags: list, params: str, "
    "task_execution_id: str | null, root_execution_id: str | null, state: str, state_info: str | null, input: str, "
    "created_at: str, updated_at: str"
)
_TASK = (
    "id: str, name: str, type: str, workflow_name: str, workflow_namespace: str, workflow_id: str, "
    "workflow_execution_id: str, tags: list, state: str, state_info: str | null, runtime_context: str, published: str, "
    "processed: bool, created_at: str, updated_at: str | null, started_at: str, finished_at: str | null"
)
_ACTION_EXECUTION = (
    "id: str, workflow_name: str, workflow_namespace: str, task_name: str, task_execution_id: str, state: str, "
    "state_info: str | null, tags: any, description: str, accepted: bool, created_at: str, updated_at: str | null"
)
_CRON_TRIGGER = (
    "dict{id: str, name: str, workflow_name: str, workflow_id: str, workflow_input: str, workflow_params: str, scope: str, "
    "pattern: str | null, remaining_executions: int | null, first_execution_time: str | null, next_execution_time: str, "
    "created_at: str, updated_at: str | null}"
)
_ENVIRONMENT = "dict{id: str, name: str, description: str | null, variables: dict, scope: str}"
_WORKFLOW = (
    "dict{id: str, name: str, namespace: str, input: str, interface: str, definition: str, tags: list, scope: str, "
    "updated_at: str | null}"
)
_ACTION = (
    "dict{id: str, name: str, is_system: bool, input: str, description: str, tags: any, definition: str, scope: any, "
    "project_id: any, created_at: str, updated_at: str, namespace: str}"
)
_VALID = "dict{valid: bool, error: str | null}"

_TRIGGER = "Airflow Variable mistral_cron_trigger_NAME"
_STORED = "Airflow Variable mistral_environment_NAME"
_RUN = "the DAG run, asked as a task"

_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("executions_create",
     "wf_identifier= workflow_identifier= namespace= workflow_input= description= source_execution_id= **params",
     "Start a workflow and do not wait for it.", f"dict{{{_EXECUTION}, output: str}}", "a run of the workflow's DAG, started as a task"),
    ("executions_get", "id", "An execution with its output.", f"dict{{{_EXECUTION}, output: str}}", _RUN),
    ("executions_list", f"task= {_LIST}", "The executions of all workflows.", f"list[dict{{{_EXECUTION}}}]",
     f"{REST}GET /dags/~/dagRuns"),
    ("executions_find", "**attributes", "The executions with these attributes.", f"list[dict{{{_EXECUTION}}}]",
     f"{REST}GET /dags/~/dagRuns"),
    ("executions_update", "id state= description= env=", "Pause, resume or stop an execution.", f"dict{{{_EXECUTION}}}",
     f"{REST}POST /mistral/dags/{{dag}}/dagRuns/{{run}}/pause, resume or stop"),
    ("executions_delete", "id force=", "Delete an execution that has ended.", "null",
     f"{REST}DELETE /dags/{{dag}}/dagRuns/{{run}}"),
    ("tasks_list", f"workflow_execution_id= {_LIST}", "The tasks of an execution.", f"list[dict{{{_TASK}}}]", _RUN),
    ("tasks_find", "workflow_execution_id= **attributes", "The tasks of an execution with these attributes.",
     f"list[dict{{{_TASK}}}]", _RUN),
    ("tasks_get", "id", "A task with its result.", f"dict{{{_TASK}, result: str}}", _RUN),
    ("tasks_rerun", "task_ex_id reset=true env=", "Run a failed task again.", f"dict{{{_TASK}}}",
     f"{REST}POST /mistral/dags/{{dag}}/dagRuns/{{run}}/tasks/{{task}}/rerun"),
    ("action_executions_create", "name input= namespace= **params", "Run an action here and now.",
     "dict{id: any, state: str, name: str, input: str, output: str, …}", "the action, run in this task"),
    ("action_executions_list", f"task_execution_id= {_LIST}", "The action execution of a task.",
     f"list[dict{{{_ACTION_EXECUTION}}}]", _RUN),
    ("action_executions_find", "task_execution_id= **attributes", "The action execution of a task, if it fits.",
     f"list[dict{{{_ACTION_EXECUTION}}}]", _RUN),
    ("action_executions_get", "id", "An action execution with its output.",
     f"dict{{{_ACTION_EXECUTION}, output: str}}", _RUN),
    ("action_executions_update", "id state= output=", "Give the result of an asynchronous action.",
     f"dict{{{_ACTION_EXECUTION}}}",
     f"{REST}POST /mistral/dags/{{dag}}/dagRuns/{{run}}/tasks/{{task}}/complete_action or update_action"),
    ("cron_triggers_create",
     "name workflow_identifier workflow_input= workflow_params= pattern= first_time= count=",
     "Let a workflow start at times: `pattern` is a cron expression (UTC).", _CRON_TRIGGER,
     f"{_TRIGGER}, and the DAG mistral_cron_triggers"),
    ("cron_triggers_delete", "name", "Delete a cron trigger.", "null", _TRIGGER),
    ("cron_triggers_get", "name", "A cron trigger.", _CRON_TRIGGER, _TRIGGER),
    ("cron_triggers_list", _LIST, "The cron triggers.", f"list[{_CRON_TRIGGER}]", _TRIGGER),
    ("cron_triggers_find", "**attributes", "The cron triggers with these attributes.", f"list[{_CRON_TRIGGER}]", _TRIGGER),
    ("environments_create", "name variables description= scope= file=", "Store an environment.", _ENVIRONMENT, _STORED),
    ("environments_update", "name variables= description= scope= file=", "Replace the variables of an environment.",
     _ENVIRONMENT, _STORED),
    ("environments_delete", "name", "Delete an environment.", "null", _STORED),
    ("environments_get", "name", "A stored environment.", _ENVIRONMENT, _STORED),
    ("environments_list", _LIST, "The stored environments.", f"list[{_ENVIRONMENT}]", _STORED),
    ("environments_find", "**attributes", "The environments with these attributes.", f"list[{_ENVIRONMENT}]", _STORED),
    ("workflows_get", "identifier namespace=", "A workflow that is deployed.", _WORKFLOW, f"{REST}GET /dags/{{dag}}/details"),
    ("workflows_list", f"namespace= {_LIST}", "The workflows that are deployed.", f"list[{_WORKFLOW}]",
     f"{REST}GET /dags?tags=mistral"),
    ("workflows_find", "**attributes", "The workflows with these attributes.", f"list[{_WORKFLOW}]",
     f"{REST}GET /dags?tags=mistral"),
    ("workflows_validate", "definition", "Check the text of workflows.", _VALID, "the checker of mistralc"),
    ("workbooks_validate", "definition", "Check the text of a workbook.", _VALID, "the checker of mistralc"),
    ("actions_get", "identifier namespace=", "An action of the catalogue.", _ACTION, "the catalogue of mistralc"),
    ("actions_list", f"namespace= {_LIST}", "The actions that can run.", f"list[{_ACTION}]", "the catalogue of mistralc"),
    ("actions_find", "**attributes", "The actions with these attributes.", f"list[{_ACTION}]", "the catalogue of mistralc"),
)  # fmt: skip

_MUTATING = ("create", "update", "delete", "rerun")
_TYPES = {
    "workflow_input": "dict | str | null", "workflow_params": "dict | str | null", "variables": "dict | str | null",
    "env": "dict | str | null", "input": "dict | str | null", "reset": "any", "force": "any", "count": "number | str | null",
    "limit": "number | str | null", "fields": "list | str | null", "output": "any", "file": "any",
}  # fmt: skip
_WORDS = {
    "wf_identifier": "The workflow's name.", "workflow_identifier": "The workflow's name.",
    "workflow_input": "Its input: a dict, or JSON text.",
    "workflow_params": "Execution parameters, `env` for example.", "pattern": "A cron expression of five fields; UTC.",
    "first_time": "When it starts first, `YYYY-MM-DD HH:MM`, UTC.", "count": "How often it starts; for ever without.",
    "namespace": "There are none on Airflow: empty.", "source_execution_id": "An execution to start anew.",
    "definition": "YAML text.", "variables": "All of them: a dict, or JSON text.",
    "description": "For people.", "env": "Merged into the environment of the run.",
    "id": "As `mistral.…_list` gives it; of a run that was started otherwise, DAG/RUN_ID.",
    "task_ex_id": "As `mistral.tasks_list` gives it.", "marker": "Lists are given whole: empty.",
    "sort_keys": "Fields to sort by: a list, or a text with commas.", "sort_dirs": "`asc` or `desc` for each of them.",
    "fields": "Fields to give: a list, or a text with commas.", "limit": "How many to give at most.",
    "scope": "There is one on Airflow.", "file": "Not on Airflow.", "state": "The state it is to come to.",
    "reset": "False: of a task with items, repeat only those that did not succeed.",
    "force": "True: an execution that has not ended, too.", "output": "The result.", "task": "Only those that it started.",
}  # fmt: skip
_OLDER_NAMES = ("workflow_identifier",)
"""Parameters that only older clients had, where a newer one stands beside them."""


def rows() -> dict[str, dict[str, Any]]:
    """Name → row of the catalogue."""
    return {f"mistral.{name}": _row(name, *texts) for name, *texts in _ROWS}


def _row(name: str, parameters: str, doc: str, result: str, maps_to: str) -> dict[str, Any]:
    resource, _, verb = name.rpartition("_")
    words = parameters.split()
    mutating = verb in _MUTATING
    return {
        "name": f"mistral.{name}",
        "doc": doc,
        "parameters": [_parameter(word) for word in words if not word.startswith("**")],
        **({"accepts_unknown": True} if "**" in parameters else {}),
        **({"mutating": True} if mutating else {}),
        "result": result,
        "maps_to": maps_to,
        "call": {"client": f"{resource}.{verb}", **({"rest": True} if maps_to.startswith(REST) else {})},
    }


def _parameter(word: str) -> dict[str, Any]:
    name, optional, default = word.partition("=")
    older = name in _OLDER_NAMES and bool(optional)
    return {
        "name": name,
        "type": _TYPES.get(name, "str | null" if optional else "str"),
        "doc": _WORDS.get(name) or f"{name.replace('_', ' ').capitalize()}.",
        **({} if optional else {"required": True}),
        **({"default": True} if default else {}),
        **({"added": True} if older else {}),
    }
