"""One run of a workflow as its tasks see it: input, environment parameter, vars, globals, what each task left."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from mistral_airflow.flow import environment as flow_environment
from mistral_airflow.flow import start
from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.graph import Inbound, RunGraph
from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.record import KEY, WORK_KEY, Ending, Record, global_key, merged_key, variable_key
from mistral_airflow.flow.spec import workflow_spec
from mistral_airflow.flow.store import Store, variable
from mistral_airflow.operators.regions import owner_of
from mistralc.merging import deep_merge


class Run:
    """Built once in each task process, from Airflow's context."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.ti = context["ti"]
        self.dag_run = context["dag_run"]
        own = self.ti.task.dag
        owner = owner_of(own)
        self.dag = owner or own
        """The DAG of the workflow, also in a run of one of its regions."""
        self.graph = RunGraph(own, region=owner is not None)
        self.store = Store(self.ti)
        self.parts = [(self.graph, self.store)]
        """Graphs and stores of this run and, in a region, of the run that activated it."""
        if owner is not None:
            self.parts.insert(0, (RunGraph(owner), Store(self.ti, self.region["owner"])))
        self.has_vars = True
        """False while `vars` themselves are evaluated: they do not see each other."""

    @property
    def id(self) -> str:
        """The execution's id: Airflow's run id, for a region that of the workflow's run."""
        return str(self.region["owner"][1] if self.region else self.ti.run_id)

    @cached_property
    def region(self) -> Mapping[str, Any]:
        """What a run of a region is told by the task that activated it; empty in a run of a workflow."""
        return (self._conf.get(start.RESERVED) or {}).get("region") or {}

    def refresh(self) -> None:
        """Forget what may have changed since it was read."""
        for _, store in self.parts:
            store.refresh()

    def place(self, task_id: str) -> list[str]:
        """A task of this run as every run can find it; without a task, the run."""
        return [self.ti.dag_id, self.ti.run_id, *([task_id] if task_id else [])]

    @property
    def workflow(self) -> str:
        """The workflow's own name."""
        return str(self.dag.dag_display_name)

    def task_uuid(self, name: str) -> str:
        """An id for a task execution, the same whoever asks."""
        return task_uuid(self.dag.dag_id, self.id, name)

    # Inputs and environment

    @cached_property
    def _conf(self) -> Mapping[str, Any]:
        return self.dag_run.conf or {}

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The execution parameters (`__mistral` of the run's conf)."""
        return start.read_parameters(self.dag, self._conf)

    @cached_property
    def marks(self) -> Marks:
        """What people did to the run, as of the start of this process."""
        return Marks.of(self._conf)

    @cached_property
    def input(self) -> dict[str, Any]:
        """The workflow's input with defaults filled in, as literals.

        Raises StartRefused for missing and unknown inputs.
        """
        return start.read_input(self.dag, self._conf)

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The workflow as written."""
        return workflow_spec(self.dag)

    @cached_property
    def env(self) -> dict[str, Any]:
        """The environment parameter of the root, expressions in it evaluated unless `evaluate_env` is false."""
        root = self.parameters.get("root")
        return root["env"] if root else start.read_env(self.parameters, variable)

    @property
    def root_id(self) -> str:
        """The id of the execution that a person started, of which this one is a part."""
        root = self.parameters.get("root")
        return root["id"] if root else self.id

    def check_start(self) -> None:
        """Raise StartRefused when the run must not begin: wrong input, environment or target."""
        _ = self.input, self.env
        start.check_target(self.graph, self.parameters)

    def refuse_start(self, operator: Any, fault: Exception) -> None:
        """Note that `operator`, which stands before all tasks, ends the run."""
        ending = Ending("ERROR", str(fault), operator.task_id, time.time())
        self.store.write(KEY, Record(operator.task_id, "ERROR", str(fault), ending=ending).to_xcom())

    def env_defaults(self, action: str) -> dict[str, Any]:
        """Default arguments that the environment gives an action (its key `__actions`), by the name as written."""
        defaults: dict[str, Any] = (self.env.get("__actions") or {}).get(action) or {}
        return defaults

    # Variables of the whole run

    @property
    def _vars(self) -> tuple[Any, Store] | None:
        graph, store = self.parts[0]
        return (graph.vars, store) if self.has_vars and graph.vars else None

    def shared_names(self) -> set[str]:
        """Names of vars and of everything that can be published globally."""
        names = {name for graph, _ in self.parts for name in graph.global_names}
        return names | (set(self._vars[0].values) if self._vars else set())

    def shared(self, name: str) -> tuple[bool, Any]:
        """(is there one, value) of a var or global; what was published globally is merged over the var."""
        found, value = False, None
        if self._vars and name in self._vars[0].values:
            holder, store = self._vars
            found = True
            value = store.value(holder.task_id, variable_key(name)) if holder.evaluated else holder.values[name]
        for published in self._published_globally(name):
            merges = found and isinstance(value, dict) and isinstance(published, dict)
            value = deep_merge(value or {}, published) if merges else published
            found = True
        return found, value

    def global_variable(self, name: str) -> Any:
        """What the function `global(name)` gives: a var or global, null when there is none."""
        return self.shared(name)[1]

    def _published_globally(self, name: str) -> list[Any]:
        publications: list[tuple[float, Any]] = []
        for graph, store in self.parts:
            for op in graph.global_publishers(name):
                if op.mistral_kind == "activation":
                    summary = self.summary(op, store) or {"globals": ()}
                    found = ((at, place) for at, variable, place in summary["globals"] if variable == name)
                    publications += [(at, store.value(place, global_key(name))) for at, place in found]
                elif (record := store.record(op.task_id)) and name in record.globals:
                    publications.append((record.ended, store.value(op.task_id, global_key(name))))
        return [value for _, value in sorted(publications, key=lambda publication: publication[0])]

    def summary(self, activation: Any, store: Store | None = None) -> dict[str, Any] | None:
        """What has come of the regions that a task activated, as far as that is known; None before the first."""
        store = store or self.store
        done: dict[str, Any] | None = store.value(activation.task_id, KEY)
        if done is None:
            done = (store.value(activation.task_id, WORK_KEY) or {}).get("summary")
        return done

    # Environments along edges

    def fired(self, edge: Inbound) -> bool:
        """Whether an inbound edge fired; a direct edge has, or its target would not run, unless it is a join."""
        if edge.into is not None:
            return self._led_into(edge.source, edge.into)
        if edge.gate is None:
            return True
        states = self.store.ends()
        if states.get(edge.gate) != "success":
            return False
        if edge.source.mistral_kind == "task" and states.get(edge.source.task_id) == "success":
            return True  # it ended by itself, so the decision is its own
        return self.led(edge.source, self.graph.operator(self.graph.operator(edge.gate).target_ids[0]))

    def _led_into(self, source: Any, join: Any) -> bool:
        """Whether `source` led to a join without gates: it did so if it succeeded, and tells how it ended else."""
        state = self.store.ends().get(source.task_id)
        if state == "success" and not self._skipped(source):
            return True
        if state not in ("success", "failed"):
            return False
        record = self.store.record(source.task_id)
        return any(name == join.name for name, _ in record.next) if record else join.task_id in source.crash_targets

    def leads(self, edge: Inbound, target: Any) -> bool:
        """Whether an inbound edge led to `target`, of which it is known that one did, or that its source died."""
        if edge.into is not None or (edge.gate and target.join):  # a join asks about all its edges, in one request
            return self.fired(edge)
        return self.led(edge.source, target)

    def led(self, source: Any, target: Any) -> bool:
        """Whether `source`, which ended, led to `target`, which the scheduler let start.

        A process that dies before it wrote a word leaves no decision, and then Airflow starts every successor: those
        that follow any failure are right, the others must skip themselves. A task in no process only passes it on.
        """
        if source.mistral_kind == "activation":
            return self.store.value(source.task_id, KEY) is not None
        if source.mistral_kind == "noop":
            edges = self.graph.inbound(source)
            return any(self.led(edge.source, source) for edge in edges) if edges else self.vars_held()
        return self.store.record(source.task_id) is not None or target.task_id in source.crash_targets

    def missing(self, operator: Any) -> list[str]:
        """Names of the inbound tasks that did not lead to a join, when it needs them; [] when it may run."""
        edges = self.graph.inbound(operator)
        if self.region and not edges:  # what opened the region has waited in its place
            return list(self.region.get("missing", ()))
        names = list(dict.fromkeys(edge.name for edge in edges))
        present = {edge.name for edge in edges if self.fired(edge)}
        needed = {"all": len(names), "one": 1}.get(operator.join, operator.join)
        return [name for name in names if name not in present] if len(present) < needed else []

    def vars_held(self) -> bool:
        """False when the process that evaluates `vars` died: a task that starts the workflow must not see none."""
        holder = self.graph.vars
        return not (holder and holder.evaluated) or self.store.ends().get(holder.task_id) != "failed"

    def _led_out(self, edge: Inbound, operator: Any) -> list[dict[str, Any]]:
        """The transitions from a region, over an inbound edge, to a task of this run."""
        leaving = (self.summary(edge.source) or {"leaving": ()})["leaving"]
        return [out for out in leaving if out["source"] == edge.name and out["target"] == operator.name]

    def environment_into(self, operator: Any) -> Environment:
        """What flows into a task: its one source's environment, or those of a join's fired sources, merged."""
        edges = [edge for edge in self.graph.inbound(operator) if self.graph.publishes_upstream(edge.source)]
        if self.region and not edges:
            return dict(self.region["environment"])
        found: list[tuple[tuple[float, int], Environment]] = []
        for edge in edges:
            if not self.fired(edge) or (operator.join and self._skipped(edge.source)):
                continue
            if edge.source.mistral_kind == "activation":
                outs = self._led_out(edge, operator)
                found += [((out["created"][0], out["created"][1]), out["environment"]) for out in outs]
            else:
                found.append((self.created(edge.source), self.environment_after(edge.source)))
        return flow_environment.merge([environment for _, environment in sorted(found, key=lambda pair: pair[0])])

    def _skipped(self, operator: Any) -> bool:
        """Whether a person skipped a task: a join leaves its context out (mistral `_get_upstream_task_executions`)."""
        return operator.task_id in self.marks.skipped

    def environment_after(self, operator: Any) -> Environment:
        """What flows out of a task that ended."""
        if not self.graph.publishes_upstream(operator):
            return {}
        record = self.store.record(operator.task_id) if operator.mistral_kind == "task" else None
        return record.environment if record else self.environment_into(operator)

    def created(self, operator: Any) -> tuple[float, int]:
        """When a task was created, as a key to sort by: Mistral creates tasks as their triggers end, in list order."""
        record = self.store.record(operator.task_id) if operator.mistral_kind == "task" else None
        return (record.created if record else None) or self.creation(operator)

    def noted_creation(self, operator: Any) -> tuple[float, int] | None:
        """What a task notes of its creation; None where whoever wants to know can find out: see `Record.created`."""
        return None if operator.join and not self.region else self.creation(operator)

    def creation(self, operator: Any) -> tuple[float, int]:
        """`created` of a task without a record (yet): the end of its first trigger and the place in that one's list."""
        edges = self.graph.inbound(operator)
        if self.region and not edges:
            moment, index = self.region["created"]
            return moment, index
        triggers = []
        for edge in edges:
            if not self.fired(edge):
                continue
            if edge.source.mistral_kind == "activation":
                triggers += [(out["ended"], 0) for out in self._led_out(edge, operator)]
                continue
            record = self.store.record(edge.source.task_id) if edge.source.mistral_kind == "task" else None
            ended = record.ended if record else self.created(edge.source)[0]
            targets = [target for target, _ in record.next] if record else []
            index = targets.index(operator.name) if operator.name in targets else self.graph.position(operator.task_id)
            triggers.append((ended, index))
        created = max if self.graph.target else min  # a join is created at its first trigger, this when all are there
        return created(triggers, default=(0.0, self.graph.position(operator.task_id)))

    def variable(self, entry: Mapping[str, Any], name: str) -> Any:
        """The value of a variable of some environment."""

        def pull(entry: flow_environment.Entry, variable: str) -> Any:
            return self.store.value(entry["at"], (merged_key if entry.get("merged") else variable_key)(variable))

        return flow_environment.resolve(dict(entry), name, pull)


def task_uuid(dag_id: str, run_id: str, name: str) -> str:
    """The id of a task execution in Mistral's terms."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{dag_id}/{run_id}/{name}"))
