"""What becomes of tasks and transitions."""

import pytest

from mistralc.lowering import lower
from tests.unit.making import definition, workflow


def plan(tasks, **parts):
    return lower(workflow(definition(tasks, **parts))).root


def operator(made, name):
    return next(node for node in made.nodes if node.id == name)


def edges(made):
    direct = {(link.source.id, link.target.id) for link in made.links}
    return direct | {(gate.source.id, gate.target.id) for merge in made.merges for gate in merge.gates}


def test_one_inbound_source_is_a_direct_dependency_and_several_are_gates():
    made = plan({"a": {"on-success": ["b", "c"]}, "b": {"on-success": "c"}, "c": {"join": "all"}})
    assert [(link.source.id, link.target.id) for link in made.links] == [("a", "b"), ("c", "outcome")]
    (merge,) = made.merges
    assert [gate.id for gate in merge.gates] == ["a.c", "b.c"]
    assert merge.threshold is None


def test_two_transitions_from_one_task_are_one_dependency():
    made = plan({"a": {"on-success": "b", "on-error": "b"}, "b": None})
    assert [link.label for link in made.links] == ["on-error / on-success", ""]


@pytest.mark.parametrize(
    ("join", "rule", "threshold"),
    [("all", "none_failed_min_one_success", None), ("one", "one_success", 1), (2, "one_success", 2)],
)
def test_the_trigger_rule_of_a_join(join, rule, threshold):
    made = plan({"a": {"on-success": "c"}, "b": {"on-success": "c"}, "c": {"join": join}})
    assert operator(made, "c").arguments["trigger_rule"] == rule
    assert made.merges[0].threshold == threshold


@pytest.mark.parametrize(
    ("task", "kind"),
    [
        ({"action": "std.noop"}, "NoopOperator"),
        ({"on-success": "z"}, "NoopOperator"),
        ({"on-complete": "z"}, "NoopOperator"),
        ({"action": "std.echo output=1"}, "ActionOperator"),
        ({"action": "<% $.x %>"}, "ActionOperator"),
        ({"publish": {"a": 1}}, "ActionOperator"),
        ({"on-success": [{"z": "<% $.x %>"}]}, "ActionOperator"),
        ({"on-error": "z"}, "ActionOperator"),
        ({"on-success": "fail"}, "ActionOperator"),
        ({"on-success": "noop"}, "ActionOperator"),
        ({"fail-on": "<% $.x %>"}, "ActionOperator"),
        ({"action": "std.noop", "input": {"x": 1}}, "ActionOperator"),
        ({"on-success": {"publish": {"global": {"a": 1}}, "next": "z"}}, "ActionOperator"),
        ({"on-complete": {"publish": {"branch": {"a": 1}}, "next": "z"}}, "ActionOperator"),
    ],
)
def test_only_a_task_in_which_nothing_can_be_seen_stays_in_the_scheduler(task, kind):
    made = plan({"a": {"description": "d", **task}, "z": None}, input=["x"])
    assert operator(made, "a").operator == kind


@pytest.mark.parametrize("command", ["fail", "succeed"])
def test_a_task_beside_the_end_of_a_run_is_one_that_can_see_it(command):
    made = plan({"a": {"on-success": ["b", command]}, "b": {"on-success": "c"}, "c": {"on-success": "d"}, "d": None})
    assert [operator(made, name).operator for name in "bcd"] == ["ActionOperator", "NoopOperator", "NoopOperator"]


def test_inline_parameters_win_over_block_input_leaf_by_leaf():
    made = plan({"a": {"action": 'std.echo output="inline"', "input": {"output": "block", "delay": 0}}})
    assert operator(made, "a").arguments["input"] == {"output": "inline", "delay": 0}


def test_an_expression_for_all_input_is_kept():
    made = plan({"a": {"action": "std.echo", "input": "<% $.x %>"}}, input=["x"])
    assert operator(made, "a").arguments["input"] == "<% $.x %>"


def test_every_end_leads_to_the_outcome_and_nothing_else_does():
    made = plan({"a": {"on-success": ["b", "fail"]}, "b": None, "c": {"on-error": "noop"}})
    assert {source for source, target in edges(made) if target == "outcome"} == {"b", "a.fail", "c"}


def test_vars_come_before_the_first_tasks():
    made = plan({"a": {"on-success": "b"}, "b": None, "c": None}, vars={"x": 1})
    assert {target for source, target in edges(made) if source == "vars"} == {"a", "c"}
    assert "evaluate" not in operator(made, "vars").arguments
    assert operator(plan({"a": None}, vars={"x": ["<% 1 %>"]}), "vars").arguments["evaluate"] is True


def test_task_defaults_hold_where_a_task_says_nothing_and_not_for_itself():
    defaults = {"on-error": ["z"], "fail-on": "<% $.x %>"}
    made = plan(
        {
            "a": None,
            "b": {"on-error": "noop", "fail-on": "<% $.y %>"},
            "c": {"on-error": "noop", "fail-on": False},
            "z": None,
        },
        **{"task-defaults": defaults},
        input=["x", "y"],
    )
    assert [route.target for route in operator(made, "a").arguments["routes"]] == ["z"]
    assert operator(made, "a").arguments["fail_on"] == "<% $.x %>"
    assert [route.target for route in operator(made, "b").arguments["routes"]] == ["noop"]
    assert operator(made, "b").arguments["fail_on"] == "<% $.y %>"
    assert operator(made, "c").arguments["fail_on"] == "<% $.x %>"  # what is off is not there, and the default is
    assert "routes" not in operator(made, "z").arguments


def test_keep_result_counts_when_it_is_false_and_else_is_a_yes():
    made = plan(
        {
            "a": {"keep-result": False, "action": "std.echo output=1"},
            "b": {"keep-result": "<% false %>", "action": "std.echo output=1"},
        }
    )
    assert operator(made, "a").arguments["keep_result"] is False
    assert "keep_result" not in operator(made, "b").arguments


def test_routes_are_in_the_order_mistral_looks_at_them():
    clauses = {"on-complete": ["d"], "on-success": ["c", {"b": "<% $.x %>"}], "on-error": ["e"]}
    made = plan({"a": clauses, "b": None, "c": None, "d": None, "e": None}, input=["x"])
    assert [route.target for route in operator(made, "a").arguments["routes"]] == ["e", "c", "b", "d"]


def test_what_a_join_takes_for_itself_is_no_task_s_id():
    tasks = {"a": {"on-success": "j"}, "b": {"on-success": "j"}, "j": {"join": 2}}
    made = plan(tasks | {"j.join.1": None, "j_join": None, "j_edges": None})
    assert {node.id for node in made.nodes} == {"a", "b", "j", "j.join.1_2", "j_join_2", "j_edges", "outcome"}
    assert made.merges[0].variable not in {node.variable for node in made.nodes}


def test_a_tag_is_cut_to_what_airflow_allows():
    made = lower(workflow(definition({"a": None}, tags=["x" * 300])))
    assert made.tags == ("mistral", "x" * 100)


def test_the_source_of_a_workflow_is_the_yaml_of_that_workflow_alone():
    tasks = "  tasks: {a: {action: std.noop}}"
    text = f"version: '2.0'\n\none:\n  # kept\n{tasks}\n\n# between\ntwo:\n{tasks}\n"
    assert lower(workflow(text)).source == "one:\n  # kept\n  tasks: {a: {action: std.noop}}"


def test_a_workflow_whose_text_is_no_yaml_by_itself_is_written_anew():
    text = "{version: '2.0', flow: {tasks: {a: {action: std.noop}}}}"
    assert lower(workflow(text)).source == "flow:\n  tasks:\n    a:\n      action: std.noop"
