"""A finished run as Mistral would list it: execution, tasks, results, transitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from mistral_airflow.flow.children import OUTCOME, RESULT_KEY
from mistral_airflow.flow.outcome import WORKER_LOST
from mistral_airflow.flow.record import KEY, WORK_KEY, Record, global_key, variable_key
from mistral_airflow.flow.start import check_start
from mistral_airflow.local.runner import LocalRunner
from mistralc.merging import deep_merge


@dataclass
class TaskExecution:
    """One task of the run. `next` lists (task, event) pairs, `attempts` how often its action ran."""

    name: str
    state: str
    state_info: str | None = None
    published: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    next: list[tuple[str, str | None]] = field(default_factory=list)
    handled: bool = False
    attempts: int = 1
    seconds: float | None = None


@dataclass
class Execution:
    """One run of a workflow. `state` is SUCCESS, ERROR, or RUNNING when it waits for somebody."""

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
    dag = runner.dag(run.dag_id)
    verdict = runner.xcom(run, OUTCOME, KEY) or {}
    execution = Execution(
        workflow=dag.dag_display_name,
        state=verdict.get("state", "RUNNING"),
        state_info=verdict.get("state_info"),
        output=runner.xcom(run, OUTCOME, RESULT_KEY) if verdict else None,
    )
    publications: list[tuple[float, dict[str, Any]]] = []
    for part, part_dag in _parts(runner, run, dag):
        for state in runner.task_states(part):
            operator = part_dag.task_dict[state.task_id]
            if operator.mistral_kind == "noop" and state.state == "success":
                execution.tasks.append(TaskExecution(operator.name, "SUCCESS", next=_noop_next(part_dag, operator)))
            elif operator.mistral_kind == "task" and state.state not in (None, "skipped", "upstream_failed"):
                execution.tasks.append(_task(runner, part, operator, state.state, state.seconds))
                record = _record(runner, part, state.task_id)
                if record:
                    published = {n: runner.xcom(part, state.task_id, global_key(n)) for n in record.globals}
                    publications.append((record.ended, published))
    variables = {name for op in dag.task_dict.values() if op.mistral_kind == "vars" for name in op.values}
    for _, values in sorted(publications, key=lambda publication: publication[0]):
        execution.globals = deep_merge(execution.globals, {n: v for n, v in values.items() if n not in variables})
    return execution


def _parts(runner: LocalRunner, run: Any, dag: Any) -> Iterator[tuple[Any, Any]]:
    """The run and its DAG, and those of every activation of a region."""
    yield run, dag
    for operator in dag.task_dict.values():
        if operator.mistral_kind != "activation":
            continue
        kept = runner.xcom(run, operator.task_id, WORK_KEY) or {"summary": {"runs": []}, "open": {}}
        for dag_id, run_id in (*kept["summary"]["runs"], *kept["open"].values()):
            yield runner.run(dag_id, run_id), runner.dag(dag_id)


def _record(runner: LocalRunner, run: Any, task_id: str) -> Record | None:
    data = runner.xcom(run, task_id, KEY)
    return Record.from_xcom(data) if data else None


def _task(runner: LocalRunner, run: Any, operator: Any, state: str, seconds: float | None) -> TaskExecution:
    record = _record(runner, run, operator.task_id)
    if record is None:
        died = state == "failed"
        work = runner.xcom(run, operator.task_id, WORK_KEY) or {}
        return TaskExecution(
            operator.name, "ERROR" if died else "RUNNING", WORKER_LOST if died else None, seconds=seconds,
            attempts=work.get("runs", 1),
        )  # fmt: skip
    return TaskExecution(
        name=record.name,
        state=record.state,
        state_info=record.info,
        published={name: runner.xcom(run, operator.task_id, variable_key(name)) for name in record.published},
        result=runner.xcom(run, operator.task_id, RESULT_KEY)
        if record.keeps_result and record.runs
        else None
        if record.runs
        else [],
        next=record.next,
        handled=record.handled,
        attempts=record.runs,
        seconds=seconds,
    )


def _noop_next(dag: Any, operator: Any) -> list[tuple[str, str | None]]:
    return [(dag.task_dict[route.target].name, route.event) for route in operator.routes]
