"""A task that calls a workflow: which DAG that is, and what its run is told of the caller.

Rules: mistral `engine/actions.py` (WorkflowAction) and `db/utils` of definitions: a name is looked for in the caller's
workbook first; input that the workflow does not declare becomes a parameter of its execution; `env()` is the root's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.flow import children
from mistral_airflow.flow import start as starting
from mistral_airflow.flow.run import Run
from mistral_airflow.operators.links import note
from mistralc.identifiers import airflow_id

_INHERITED = ("namespace", "notify")


def start(
    run: Run, operator: Any, workflow: str, arguments: Mapping[str, Any], number: tuple[int, int], index: int
) -> list[str]:
    """Start the run that `operator` calls `workflow` for, or find it; (dag id, run id). Raises CallFault.

    `number` is the clearing and the retry that this call belongs to, `index` the item.
    """
    generation, retry = number
    run_id = children.child_run_id(run.ti, f"{generation}.{retry}", index)
    conf = {**arguments, starting.RESERVED: _identity(run, operator, index)}
    names = [f"{operator.workbook}.{workflow}", workflow] if operator.workbook else [workflow]
    for name in names:
        dag_id = airflow_id(name)
        try:
            children.start(dag_id, run_id, conf, note(run.ti.dag_id, run.ti.run_id, operator.task_id))
        except children.UnknownWorkflow:
            continue
        return [dag_id, run_id]
    raise children.UnknownWorkflow(workflow)


def _identity(run: Run, operator: Any, index: int) -> dict[str, Any]:
    """What a child run is told of its family, and the parameters that it inherits."""
    caller = {"dag_id": run.ti.dag_id, "run_id": run.id, "task_id": operator.task_id}
    return {
        **{name: run.parameters[name] for name in _INHERITED if name in run.parameters},
        "parent": {**caller, "id": run.task_uuid(operator.name), "index": index},
        "root": {"id": run.root_id, "env": run.env},
    }
