"""`join: N` as a network of gates: in every state of its edges, under Airflow's trigger rules, it does as it should."""

from itertools import product

import pytest

pytestmark = pytest.mark.airflow
SIZES = [(count, size) for size in range(2, 7) for count in range(1, size + 1)]


@pytest.fixture(scope="module")
def operators(airflow_home):
    from mistral_airflow import operators

    return operators


def network(operators, count, size):
    from airflow.sdk import DAG

    with DAG("d") as dag:
        sources = [operators.NoopOperator(task_id=f"s{i}") for i in range(size)]
        join = operators.NoopOperator(task_id="join", trigger_rule="one_success")
        edges = [operators.gate(source, join, f"s{i}.join", "on-success") for i, source in enumerate(sources)]
        ends = operators.threshold(join, count, edges)
    return dag, [edge.task_id for edge in edges], ends


def outcome(rule, states):
    """What Airflow makes of a task whose upstream tasks are in `states` (None: not done); None: it waits."""
    done, succeeded = all(states), "success" in states
    if rule == "one_success":
        return "success" if succeeded else "skipped" if done else None
    if rule == "all_success":
        return "skipped" if "skipped" in states else "success" if done else None
    assert rule == "none_failed_min_one_success"
    return ("success" if succeeded else "skipped") if done else None


def settle(dag, states):
    """The states of all tasks once the scheduler has nothing left to do."""
    states = dict(states)
    for task in dag.topological_sort():
        if task.task_id not in states:
            states[task.task_id] = outcome(task.trigger_rule.value, [states[above] for above in task.upstream_task_ids])
    return states


@pytest.mark.parametrize(("count", "size"), SIZES)
def test_the_join_starts_with_the_edge_that_makes_it_enough_or_when_all_are_resolved(operators, count, size):
    dag, edges, _ = network(operators, count, size)
    sources = {f"s{i}": "success" for i in range(size)}
    for combination in product([None, "success", "skipped"], repeat=size):
        fired, resolved = combination.count("success"), None not in combination
        expected = "success" if fired >= count or (resolved and fired) else "skipped" if resolved else None
        states = settle(dag, {**sources, **dict(zip(edges, combination, strict=True))})
        assert states["join"] == expected, combination


@pytest.mark.parametrize(("count", "size"), SIZES)
def test_every_node_of_the_network_leads_somewhere(operators, count, size):
    dag, _, ends = network(operators, count, size)
    assert {task.task_id for task in dag.leaves} <= {"join", *(end.task_id for end in ends)}


def test_the_network_grows_with_edges_times_count_and_no_faster(operators):
    dag, _, _ = network(operators, 10, 100)
    assert len(dag.tasks) < 201 + 2 * 10 * 100


def test_more_than_there_are_edges_is_refused(operators):
    with pytest.raises(ValueError, match="join of 3 with only 2 inbound edges"):
        network(operators, 3, 2)
