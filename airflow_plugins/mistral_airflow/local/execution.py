"""A finished run as Mistral would list it: execution, tasks, results, transitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from mistral_airflow.flow.children import OUTCOME, RESULT_KEY
from mistral_airflow.flow.graph import kind_of
from mistral_airflow.flow.record import KEY, WORK_KEY, Record, global_key
from mistral_airflow.flow.start import check_start
from mistral_airflow.local.runner import LocalRunner
from mistral_airflow.local.tasks import TaskExecution, read_tasks, waiting_joins
from mistralc.merging import deep_merge


@dataclass
class Execution:
    """One run of a workflow. `state` is SUCCESS, ERROR, CANCELLED, PAUSED, or RUNNING when it waits for somebody."""

    workflow: str
    state: str
    state_info: Any = None
    output: Any = None
    globals: dict[str, Any] = field(default_factory=dict)
    tasks: list[TaskExecution] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The execution as plain data: {"state", "state_info", "output", "tasks": [...]}."""
        data = asdict(self)
        del data["globals"]
        return data


def start_execution(runner: LocalRunner, dag_id: str, conf: dict[str, Any], run_id: str) -> Any:
    """Start a run of a generated DAG; the DagRun. Raises StartRefused, and creates no run, when its input is wrong."""
    check_start(runner.dag(dag_id), conf, runner.variable)
    return runner.start(dag_id, conf, run_id)


def read_execution(runner: LocalRunner, run: Any) -> Execution:
    """What came of a run of a generated DAG."""
    from mistral_airflow.operations import state_of

    dag = runner.dag(run.dag_id)
    verdict = runner.xcom(run, OUTCOME, KEY) or {}
    execution = Execution(
        workflow=dag.dag_display_name,
        state=state_of(runner.session, run),
        state_info=verdict.get("state_info"),
        output=runner.xcom(run, OUTCOME, RESULT_KEY) if verdict else None,
    )
    publications: list[tuple[float, dict[str, Any]]] = []
    ended: list[tuple[TaskExecution, Record]] = []
    for part, part_dag in _parts(runner, run, dag):
        for task_id, task, record in read_tasks(runner, part, part_dag):
            _add(execution.tasks, task, part_dag.task_dict[task_id].join)
            if record:
                published = {name: runner.xcom(part, task_id, global_key(name)) for name in record.globals}
                publications.append((record.ended, published))
                ended.append((task, record))
            if record and record.pause and execution.state == "PAUSED":
                execution.state_info = record.pause.message
        if execution.state in ("RUNNING", "PAUSED"):
            listed = {task.name for task in execution.tasks}
            execution.tasks += [join for join in waiting_joins(runner, part, part_dag) if join.name not in listed]
    _hold_back(ended)
    variables = {name for op in dag.task_dict.values() if kind_of(op) == "vars" for name in op.values}
    for _, values in sorted(publications, key=lambda publication: publication[0]):
        execution.globals = deep_merge(execution.globals, {n: v for n, v in values.items() if n not in variables})
    return execution


def _hold_back(ended: list[tuple[TaskExecution, Record]]) -> None:
    """Nothing follows what ended after the run did; who leads to joins did not ask (`routing.held_back`)."""
    ending = min((record.ending for _, record in ended if record.ending), key=lambda ending: ending.at, default=None)
    for task, record in ended:
        if ending and record.ended > ending.at and record.name != ending.by:
            task.next, task.handled = [], False


def _add(tasks: list[TaskExecution], task: TaskExecution, join: Any) -> None:
    """Mistral has one execution of a join, which runs again when a loop comes back to it."""
    before = next((other for other in tasks if other.name == task.name), None) if join else None
    if before is None:
        tasks.append(task)
        return
    if not task.attempts:  # it ended before it ran: the last round's is left
        task.result = before.result
    elif task.state != "ERROR":  # what failed is not among the results
        task.result = [*(before.result if before.attempts > 1 else [before.result]), task.result]
    task.attempts += before.attempts
    task.children = before.children + task.children
    tasks[tasks.index(before)] = task


def _parts(runner: LocalRunner, run: Any, dag: Any) -> Iterator[tuple[Any, Any]]:
    """The run and its DAG, and those of every activation of a region."""
    yield run, dag
    for operator in dag.task_dict.values():
        if kind_of(operator) != "activation":
            continue
        kept = runner.xcom(run, operator.task_id, WORK_KEY) or {"summary": {"runs": []}, "open": {}}
        for dag_id, run_id in (*kept["summary"]["runs"], *kept["open"].values()):
            yield runner.run(dag_id, run_id), runner.dag(dag_id)
