"""The questions a running task asks about its own DAG file."""

import pytest

from tests.unit.making import dag_text

pytestmark = pytest.mark.airflow
TEXT = """\
version: '2.0'
flow:
  vars: {v: 1}
  tasks:
    start: {on-success: [a, b, c]}
    a: {action: std.echo output=1, publish: {x: 1}, on-success: [quick, all, "ta sk"]}
    b: {action: std.echo output=1, on-complete: [quick, all, two], on-error: two}
    c:
      action: std.echo output=1
      on-success:
        publish: {global: {g: 1}}
        next: [quick, all, two, succeed]
    quick: {join: one, action: std.echo output=1}
    two: {join: 2, action: std.echo output=1}
    all: {join: all, action: std.echo output=1, on-error: noop}
    "ta sk": {action: std.echo output=1}
"""


@pytest.fixture(scope="module")
def dag(runner, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dags")
    (folder / "flow.py").write_text(dag_text(TEXT.replace('"ta sk"]', "alone]").replace('"ta sk"', "alone")))
    runner.load(folder)
    return runner.dag("flow")


@pytest.fixture
def graph(dag):
    from mistral_airflow.flow.graph import RunGraph

    return RunGraph(dag)


def names(operators):
    return [op.name for op in operators]


def test_tasks_are_those_of_the_workflow_in_its_order(graph):
    assert names(graph.tasks.values()) == ["start", "a", "b", "c", "quick", "two", "all", "alone"]
    assert graph.named("all").task_id == "all"
    assert graph.named("none") is None
    assert graph.vars.task_id == "vars"


def test_inbound_edges_are_seen_through_gates_and_through_the_network_of_a_threshold(graph):
    def inbound(name):
        return [(edge.source.name, edge.gate) for edge in graph.inbound(graph.named(name))]

    assert inbound("start") == []
    assert inbound("a") == [("start", None)]
    assert inbound("all") == [("a", "a.all"), ("b", "b.all"), ("c", "c.all")]
    assert inbound("quick") == [("a", "a.quick"), ("b", "b.quick"), ("c", "c.quick")]
    assert inbound("two") == [("b", "b.two"), ("c", "c.two")]


def test_a_door_is_the_gate_to_a_target_or_the_target_itself(graph):
    assert graph.doors(graph.named("start")) == {"a": "a", "b": "b", "c": "c"}
    assert graph.doors(graph.named("a")) == {"quick": "a.quick", "all": "a.all", "alone": "alone"}


def test_joins_that_start_before_all_their_sources_ended(graph):
    assert names(graph.early_joins) == ["quick", "two"]


def test_who_publishes(graph):
    assert graph.global_names == {"g"}
    assert names(graph.global_publishers("g")) == ["c"]
    publishing = [name for name in names(graph.tasks.values()) if graph.publishes_upstream(graph.named(name))]
    assert publishing == ["a", "quick", "all", "alone"]


def test_who_may_have_ended_the_run_while_a_task_ran(graph):
    assert names(graph.may_end_run_of(graph.named("a"))) == ["b", "c", "two"]
    assert "c" in names(graph.may_end_run_of(graph.named("all")))


SHARED = """\
version: '2.0'
flow:
  tasks:
    a: {action: std.echo output=1, on-success: [x, y], on-error: z}
    b: {action: std.echo output=1, on-success: [x, y, z]}
    c: {action: std.echo output=1, on-success: [x, y], on-complete: fail}
    x: {join: all, action: std.echo output=1}
    y: {join: all, action: std.echo output=1}
    z: {join: one, action: std.echo output=1}
"""


def test_edges_that_fire_together_share_a_gate(runner, tmp_path):
    from mistral_airflow.flow.graph import RunGraph

    (tmp_path / "flow.py").write_text(dag_text(SHARED))
    runner.load(tmp_path)
    dag = runner.dag("flow")
    graph = RunGraph(dag)
    shared = {"x": "a.on-success", "y": "a.on-success"}
    assert graph.doors(graph.named("a")) == {**shared, "z": "a.z"}  # a join that counts has edges of its own
    assert dag.get_task("a.on-success").downstream_task_ids == {"x", "y"}
    assert graph.doors(graph.named("b")) == {"x": "b.on-success", "y": "b.on-success", "z": "b.z"}
    doors = graph.doors(graph.named("c"))
    assert (doors["x"], doors["y"]) == ("c.x", "c.y")  # what a command follows may be dropped
    assert [(edge.name, edge.gate) for edge in graph.inbound(graph.named("y"))] == [
        ("a", "a.on-success"), ("b", "b.on-success"), ("c", "c.y"),
    ]  # fmt: skip


PLAIN = """\
version: '2.0'
flow:
  tasks:
    s: {action: std.echo output=1, on-success: [a, b]}
    a: {action: std.echo output=1, on-success: j}
    b: {action: std.echo output=1, on-success: [j, "noop"]}
    j: {join: all, action: std.echo output=1}
"""


@pytest.fixture
def loaded(runner, tmp_path):
    def load(text):
        from mistral_airflow.flow.graph import RunGraph

        (tmp_path / "flow.py").write_text(dag_text(text))
        runner.load(tmp_path)
        return RunGraph(runner.dag("flow"))

    return load


def test_edges_into_a_join_without_gates_say_so(loaded):
    graph = loaded(PLAIN)
    join = graph.named("j")
    assert [(edge.name, edge.gate, edge.into) for edge in graph.inbound(join)] == [("a", None, join), ("b", None, join)]
    assert [edge.into for edge in graph.inbound(graph.named("a"))] == [None]
    assert [graph.leads_to_joins(graph.named(name)) for name in "sabj"] == [False, True, True, True]


def test_the_scheduler_reads_decisions_only_where_there_are_some(loaded):
    graph = loaded(PLAIN)
    assert {name: graph.named(name).inherits_from_skipmixin for name in "sabj"} == {
        "s": True, "a": False, "b": False, "j": True,  # the last task may have told the outcome
    }  # fmt: skip
    side_by_side = loaded(
        "\n".join(PLAIN.splitlines()[:4]) + "\n    a: {action: std.fail}\n    b: {action: std.fail}\n"
    )
    assert [side_by_side.named(name).inherits_from_skipmixin for name in "ab"] == [False, False]


def test_the_last_task_is_one_after_all_others(loaded):
    assert [name for name in "sabj" if loaded(PLAIN).is_last(loaded(PLAIN).named(name))] == ["j"]
    beside = loaded(PLAIN.replace("[a, b]", "[a, b, z]") + "    z: {action: std.echo output=1}\n")
    assert not beside.is_last(beside.named("j"))
    early = loaded(PLAIN.replace("join: all", "join: one"))
    assert not early.is_last(early.named("j"))
