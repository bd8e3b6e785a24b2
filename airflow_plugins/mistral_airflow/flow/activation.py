"""Activations: runs of a region, started by a transition into it or by another activation, and what they lead to.

A run of a region ends with a `Summary`; the task that started it takes the summaries together, starts what they lead to
in other regions and in the same one (the next round of a loop), and follows what leads back to its own DAG.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.flow import arrival, children, suspension
from mistral_airflow.flow import start as starting
from mistral_airflow.flow.environment import Environment, placed
from mistral_airflow.flow.outcome import WORKER_LOST, Failure, failures, followed, run_ending
from mistral_airflow.flow.progress import Progress
from mistral_airflow.flow.record import KEY, WORK_KEY, Ending
from mistral_airflow.flow.run import Run
from mistral_airflow.operators.links import note, show
from mistral_airflow.operators.regions import region_id
from mistral_airflow.options import ACTIVATION_LIMIT, SECTION

_LINKED = 2
"""How many activations change where the button of the task leads."""


@dataclass
class Leaving:
    """A transition that left a region, or a task in it that nothing followed (`target` is "")."""

    source: str
    target: str
    environment: Environment
    created: list[float]
    ended: float


@dataclass
class Summary:
    """What came of one activation, or of several taken together. JSON as it is.

    :param leaving: what leads out, and the ends, in the order they ended.
    :param failures: unhandled errors.
    :param globals: (moment, variable, place of the task) of each variable published globally.
    :param tasks: task name → place of its last execution.
    :param runs: (dag id, run id) of the activations.
    """

    leaving: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    globals: list[list[Any]] = field(default_factory=list)
    tasks: dict[str, list[str]] = field(default_factory=dict)
    runs: list[list[str]] = field(default_factory=list)
    ending: dict[str, Any] | None = None

    def add(self, other: Summary) -> None:
        """Take another activation in."""
        self.leaving += other.leaving
        self.failures += other.failures
        self.globals += other.globals
        self.tasks.update(other.tasks)
        self.runs += other.runs
        if other.ending and (self.ending is None or other.ending["at"] < self.ending["at"]):
            self.ending = other.ending


# The end of one activation


def summarize(operator: Any, context: Any) -> None:
    """Store the summary of this run of a region. Raises AirflowFailException when something in it failed unhandled."""
    run = Run(context)
    summary = _summary(run)
    for key, value in _xcoms(summary).items():
        run.store.write(key, value)
    if summary.failures:
        raise AirflowFailException("; ".join(f"{failure['name']}: {failure['info']}" for failure in summary.failures))


def success(run: Run) -> dict[str, Any] | None:
    """The XComs of the end of an activation in which nothing failed unhandled; None for any other."""
    summary = _summary(run)
    return None if summary.failures else _xcoms(summary)


def _xcoms(summary: Summary) -> dict[str, Any]:
    return {KEY: {"state": "SUCCESS", "state_info": None, "summary": asdict(summary)}}


def _summary(run: Run) -> Summary:
    summary = Summary(runs=[[run.ti.dag_id, run.ti.run_id]])
    for operator in run.graph.tasks.values():
        if run.store.ends().get(operator.task_id) in ("success", "failed"):
            summary.leaving += [asdict(leaving) for leaving in _leaving(run, operator)]
            summary.tasks[operator.name] = run.place(operator.task_id)
    summary.leaving.sort(key=lambda leaving: leaving["ended"])
    summary.failures = [asdict(failure) for failure in failures(run)]
    summary.globals = [
        [record.ended, name, run.place(op.task_id)]
        for op in run.graph.tasks.values()
        if op.mistral_kind == "task" and (record := run.store.record(op.task_id))
        for name in record.globals
    ]
    ending = run_ending(run)
    summary.ending = asdict(ending) if ending else None
    return summary


def _leaving(run: Run, operator: Any) -> Iterator[Leaving]:
    record = run.store.record(operator.task_id) if operator.mistral_kind == "task" else None
    next_names = followed(run, operator)
    inside = {task.name for task in run.graph.tasks.values()}
    targets = [name for name in next_names if name not in inside or name == run.graph.entry.name]
    environment = placed(run.environment_after(operator), run.place(""))
    created, ended = run.created(operator), record.ended if record else run.created(operator)[0]
    for target in targets if next_names else [""]:
        yield Leaving(operator.name, target, environment, list(created), ended)


# The task that activates


class ActivationRun:
    """Executes one `ActivationOperator` in its task process."""

    def __init__(self, operator: Any, context: Any) -> None:
        self.operator = operator
        self.run = Run(context)
        self.summary = Summary()
        self.open: dict[str, list[str]] = {}
        """Path of an activation (see `_next`) → its run."""
        self.started = 0

    def execute(self) -> None:
        """Start the first activations and see all to their end."""
        self.run.store.follow(self._always)  # also when this process dies
        arrival.require(self.run, self.operator)
        environment = placed(self.run.environment_into(self.operator), self.run.place(""))
        created = list(self.run.creation(self.operator))
        times = 1 if self.operator.join else self._times()
        for number in range(times):
            self._start(self.operator.entry, _next("0-", number), environment, created, alone=times == 1)
        self._keep()
        self._go_on()

    def resume(self) -> None:
        """Go on after an activation has ended."""
        kept = self.run.store.own(WORK_KEY)
        self.summary, self.open, self.started = Summary(**kept["summary"]), kept["open"], kept["started"]
        self._go_on()

    def _times(self) -> int:
        """How often its one source leads here."""
        edge, *_ = self.run.graph.inbound(self.operator)
        return followed(self.run, edge.source).count(self.operator.entry) or 1

    @property
    def _always(self) -> set[str]:
        return set(self.operator.downstream_task_ids) - set(self.operator.exits.values())

    def _go_on(self) -> None:
        while self.open:
            self._collect()
            if self.open:
                suspension.wait_for_runs(list(self.open.values()), Progress(stage="work"), self.run.place(""))
        self._finish()

    def _collect(self) -> None:
        over = children.ended(list(self.open.values()))
        for path in [path for path, ended in zip(list(self.open), over, strict=True) if ended]:
            summary = self._summary_of(self.open.pop(path))
            follow_on = [leaving for leaving in summary.leaving if leaving["target"] in self._entries(summary)]
            summary.leaving = [leaving for leaving in summary.leaving if leaving not in follow_on]
            self.summary.add(summary)
            if self.summary.ending is None:
                for number, leaving in enumerate(follow_on):
                    created = [leaving["ended"], number]
                    alone = not self.open and len(follow_on) == 1
                    self._start(leaving["target"], _next(path, number), leaving["environment"], created, alone=alone)
            self._keep()

    def _entries(self, summary: Summary) -> set[str]:
        """What leads to another activation: everything that does not lead to a join of the DAG this task is in."""
        joins = {key.partition(" -> ")[2] for key in self.operator.exits}
        return {leaving["target"] for leaving in summary.leaving} - joins - {""}

    def _summary_of(self, run: list[str]) -> Summary:
        told = children.told(run)
        if told is not None:
            return Summary(**told["summary"])
        lost = Failure(self.operator.entry, f"{WORKER_LOST} Its run: {run[1]}", listed=True)
        return Summary(failures=[asdict(lost)], runs=[run])

    def _start(
        self, entry: str, path: str, environment: Environment, created: list[float], *, alone: bool
    ) -> None:  # fmt: skip
        """`alone`: no other activation of this task can be under way until this one has ended."""
        self.started += 1
        limit = int(ACTIVATION_LIMIT.number())
        if self.started > limit:
            message = (
                f"Task '{entry}' was to be activated more than {limit} times; "
                f"set the option [{SECTION}] {ACTIVATION_LIMIT.name} higher where a loop may turn so often."
            )
            self.summary.add(Summary(ending=asdict(Ending("ERROR", message, entry, time.time()))))
            return
        dag_id = region_id(self.run.dag.dag_id, entry)
        run_id = children.child_run_id(self.run.ti, path, 0)
        opens = self.operator.join and entry == self.operator.entry
        missing = self.run.missing(self.operator) if opens else []  # in later rounds, too
        region = {
            "owner": [self.run.dag.dag_id, self.run.ti.run_id], "by": self.operator.task_id,
            "environment": environment, "created": created, "missing": missing,
            "alone": alone,
        }  # fmt: skip
        conf = dict(self.run.dag_run.conf or {})
        reserved: Mapping[str, Any] = conf.get(starting.RESERVED) or {}
        conf[starting.RESERVED] = {**reserved, "region": region}
        children.start(dag_id, run_id, conf, note(self.run.ti.dag_id, self.run.ti.run_id, self.operator.task_id))
        self.operator.log.info("Activation %d: run %s of DAG %s", self.started, run_id, dag_id)
        self.open[path] = [dag_id, run_id]
        if self.started <= _LINKED:  # one run, then the list of all
            show(self.run.ti, [[dag_id, run_id]] * self.started)

    def _keep(self) -> None:
        """For the process after this one, and for whoever asks what the regions have done so far."""
        self.run.store.write(WORK_KEY, {"summary": asdict(self.summary), "open": self.open, "started": self.started})

    def _finish(self) -> None:
        self._keep()
        self.run.store.write(KEY, asdict(self.summary))
        led = {f"{leaving['source']} -> {leaving['target']}" for leaving in self.summary.leaving}
        gates = [task_id for key, task_id in self.operator.exits.items() if key in led]
        if gates or self.run.ti.try_number > 1:
            self.run.store.follow([*self._always, *gates])
        self.operator.log.info("%d activations ended. Next: %s", self.started, ", ".join(sorted(gates)) or "nothing")
        if self.summary.failures or (self.summary.ending and self.summary.ending["state"] == "ERROR"):
            raise AirflowFailException("A task of a region failed: its run tells more.")


def _next(path: str, number: int) -> str:
    """The path of what the `number`-th transition out of an activation leads to: its round, and a digest of the way.

    The same whenever asked: a process that takes over from one that died finds the runs that were started.
    """
    round_, _, way = path.partition("-")
    return f"{int(round_) + 1}-{sha256(f'{way}/{number}'.encode()).hexdigest()[:12]}"
