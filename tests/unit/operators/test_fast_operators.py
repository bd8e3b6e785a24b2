"""The operators are built and wired faster than Airflow does it; nobody may see a difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("airflow.sdk")

from airflow.sdk import DAG, BaseOperator, Label, TaskGroup
from airflow.serialization.serialized_objects import DagSerialization

from mistral_airflow.operators import (
    ActionOperator,
    CommandOperator,
    NoopOperator,
    OutcomeOperator,
    VarsOperator,
    gate,
    on_success,
)
from mistral_airflow.operators.base import STARTED_AGAIN, MistralOperator
from mistral_airflow.operators.gates import EDGE, GateOperator

pytestmark = pytest.mark.airflow

OPERATORS: list[Callable[..., BaseOperator]] = [
    lambda: ActionOperator(
        task_id="a", action="std.echo", input={"output": 1}, routes=[on_success("b")], retries="3", retry_delay=5
    ),
    lambda: NoopOperator(task_id="a", name="Ä", routes=[on_success("b")]),
    lambda: NoopOperator(task_id="a", default_args={"retries": 4, "pool": "p"}, params={"own": 2}),
    lambda: CommandOperator(task_id="a", command="fail", message="why"),
    lambda: OutcomeOperator(task_id="a", output={"x": 1}, max_retry_delay=7),
    lambda: VarsOperator(task_id="a", values={"x": 1}, evaluate=True),
    lambda: GateOperator(task_id="a", source_id="b", target_ids=["c"]),
]


def the_dag(default_args: dict[str, Any] | None = None) -> DAG:
    return DAG("d", schedule=None, default_args=default_args or {}, params={"size": 1})


def state(task: BaseOperator) -> dict[str, Any]:
    kept = dict(vars(task))
    for name in ("_dag", "task_group"):
        kept.pop(name)
    kwargs = kept.pop("_BaseOperator__init_kwargs")
    kept["kwargs"] = {key: value for key, value in kwargs.items() if key not in ("dag", "task_group")}
    return kept


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(operator: MistralOperator, **kwargs: Any) -> None:
        BaseOperator.__init__(operator, **({} if operator._is_empty else STARTED_AGAIN) | kwargs)

    monkeypatch.setattr(MistralOperator, "_build", build)
    for name in ("__setattr__", "set_downstream", "set_upstream"):
        monkeypatch.delattr(MistralOperator, name)


@pytest.mark.parametrize("defaults", [{}, {"owner": "me", "retries": 2}])
@pytest.mark.parametrize("build", OPERATORS)
def test_an_operator_has_the_attributes_that_airflow_gives_it(
    build: Callable[..., BaseOperator], defaults: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with the_dag(defaults):
        fast = build()
    slowly(monkeypatch)
    with the_dag(defaults):
        slow = build()
    assert state(fast) == state(slow)
    assert list(vars(fast)) == list(vars(slow))


def test_an_attribute_set_later_is_converted_and_remembered() -> None:
    with the_dag():
        task = ActionOperator(task_id="a", retries=1)
    task.retries = "4"
    assert task.retries == 4
    assert state(task)["kwargs"]["retries"] == 4


def wire() -> dict[str, Any]:
    with the_dag() as dag:
        tasks = [NoopOperator(task_id=name) for name in "abcd"]
        other = BaseOperator(task_id="other")
        a, b, c, d = tasks
        a >> [b, c]
        [b, c] >> d
        a >> Label("on-error") >> d
        d << b
        d >> other
        with TaskGroup("group") as group:
            NoopOperator(task_id="inner")
        d >> group
        gate(a, d, "a.d", "on-success")
    return DagSerialization.to_dict(dag)


def test_arrows_are_those_that_airflow_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = wire()
    slowly(monkeypatch)
    assert fast == wire()


def test_tasks_of_two_dags_are_not_wired() -> None:
    with the_dag():
        one = NoopOperator(task_id="one")
    with DAG("other", schedule=None):
        two = NoopOperator(task_id="two")
    with pytest.raises(RuntimeError, match="more than one Dag"):
        one >> two


def test_a_gate_made_from_the_last_one_is_a_gate_like_any() -> None:
    with the_dag() as dag:
        a, b, c = (NoopOperator(task_id=name) for name in "abc")
        gate(a, c, "a.c", "on-success")
        twin = gate(b, c, "b.c", "on-error")
    with the_dag():
        alone = GateOperator(
            task_id="b.c", task_display_name="on-error", trigger_rule=EDGE, source_id="b", target_ids=("c",)
        )
        alone.upstream_task_ids.add("b")
        alone.downstream_task_ids.add("c")
    assert state(twin) == state(alone)
    assert vars(twin).keys() == vars(alone).keys()
    assert twin.dag is dag
    assert dag.task_group.children["b.c"] is twin
    twin.on_failure_callback.append(print)
    assert not dag.get_task("a.c").on_failure_callback


def test_a_gate_of_a_taken_name_is_refused() -> None:
    with the_dag():
        a, b, c = (NoopOperator(task_id=name) for name in "abc")
        gate(a, c, "a.c", "on-success")
        with pytest.raises(Exception, match="already been added"):
            gate(b, c, "a.c", "on-success")
