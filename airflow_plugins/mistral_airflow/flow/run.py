"""One run of a workflow as its tasks see it: input, environment parameter, vars, globals, what each task left."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from mistral_airflow.flow import environment as flow_environment
from mistral_airflow.flow import start, store
from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.graph import Inbound, RunGraph
from mistral_airflow.flow.record import KEY, Ending, Record, global_key, variable_key
from mistral_airflow.flow.spec import workflow_spec
from mistral_airflow.flow.store import Store
from mistralc.merging import deep_merge


class Run:
    """Built once in each task process, from Airflow's context."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.ti = context["ti"]
        self.dag = self.ti.task.dag
        self.dag_run = context["dag_run"]
        self.graph = RunGraph(self.dag)
        self.store = Store(self.ti)
        self.has_vars = True
        """False while `vars` themselves are evaluated: they do not see each other."""

    @property
    def id(self) -> str:
        """The execution's id: Airflow's run id."""
        return str(self.ti.run_id)

    @property
    def workflow(self) -> str:
        """The workflow's own name."""
        return str(self.dag.dag_display_name)

    def task_uuid(self, name: str) -> str:
        """An id for a task execution, the same whoever asks."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.ti.dag_id}/{self.id}/{name}"))

    # Inputs and environment

    @cached_property
    def _conf(self) -> Mapping[str, Any]:
        return self.dag_run.conf or {}

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The execution parameters (`__mistral` of the run's conf)."""
        return self._conf.get(start.RESERVED) or {}

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
        """The environment parameter, expressions in it evaluated unless `evaluate_env` is false."""
        return start.read_env(self.parameters, store.variable)

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

    def shared_names(self) -> set[str]:
        """Names of vars and of everything that can be published globally."""
        holder = self.graph.vars if self.has_vars else None
        return set(self.graph.global_names) | (set(holder.values) if holder else set())

    def shared(self, name: str) -> tuple[bool, Any]:
        """(is there one, value) of a var or global; what was published globally is merged over the var."""
        holder = self.graph.vars if self.has_vars else None
        found, value = False, None
        if holder and name in holder.values:
            found = True
            value = self.store.value(holder.task_id, variable_key(name)) if holder.evaluated else holder.values[name]
        for published in self._published_globally(name):
            merges = found and isinstance(value, dict) and isinstance(published, dict)
            value = deep_merge(value or {}, published) if merges else published
            found = True
        return found, value

    def global_variable(self, name: str) -> Any:
        """What the function `global(name)` gives: a var or global, null when there is none."""
        return self.shared(name)[1]

    def _published_globally(self, name: str) -> list[Any]:
        records = ((op, self.store.record(op.task_id)) for op in self.graph.global_publishers(name))
        publications = [(record.ended, op) for op, record in records if record and name in record.globals]
        return [self.store.value(op.task_id, global_key(name)) for _, op in sorted(publications, key=lambda p: p[0])]

    # Environments along edges

    def fired(self, edge: Inbound) -> bool:
        """Whether an inbound edge fired; a direct edge has, or its target would not run."""
        if edge.gate is None:
            return True
        target = self.graph.operator(self.graph.operator(edge.gate).target_id)
        return self.store.states().get(edge.gate) == "success" and self.led(edge.source, target)

    def led(self, source: Any, target: Any) -> bool:
        """Whether `source`, which ended, led to `target`, which the scheduler let start.

        A process that dies before it wrote a word leaves no decision, and then Airflow starts every successor: those
        that follow any failure are right, the others must skip themselves. A task in no process only passes it on.
        """
        if source.mistral_kind == "noop":
            edges = self.graph.inbound(source)
            return any(self.led(edge.source, source) for edge in edges) if edges else self.vars_held()
        return self.store.record(source.task_id) is not None or target.task_id in source.crash_targets

    def vars_held(self) -> bool:
        """False when the process that evaluates `vars` died: a task that starts the workflow must not see none."""
        holder = self.graph.vars
        return not (holder and holder.evaluated) or self.store.states().get(holder.task_id) != "failed"

    def environment_into(self, operator: Any) -> Environment:
        """What flows into a task: its one source's environment, or those of a join's fired sources, merged."""
        edges = [edge for edge in self.graph.inbound(operator) if self.graph.publishes_upstream(edge.source)]
        sources = [edge.source for edge in edges if self.fired(edge)]
        sources.sort(key=lambda source: self.created(source))
        return flow_environment.merge([self.environment_after(source) for source in sources])

    def environment_after(self, operator: Any) -> Environment:
        """What flows out of a task that ended."""
        if not self.graph.publishes_upstream(operator):
            return {}
        record = self.store.record(operator.task_id) if operator.mistral_kind == "task" else None
        return record.environment if record else self.environment_into(operator)

    def created(self, operator: Any) -> tuple[float, int]:
        """When a task was created, as a key to sort by: Mistral creates tasks as their triggers end, in list order."""
        record = self.store.record(operator.task_id) if operator.mistral_kind == "task" else None
        return record.created if record else self.creation(operator)

    def creation(self, operator: Any) -> tuple[float, int]:
        """`created` of a task without a record (yet): the end of its first trigger and the place in that one's list."""
        triggers = []
        for edge in self.graph.inbound(operator):
            if not self.fired(edge):
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
        return flow_environment.resolve(
            dict(entry), name, lambda task_id, variable: self.store.value(task_id, variable_key(variable))
        )
