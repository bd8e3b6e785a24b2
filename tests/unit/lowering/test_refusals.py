"""What is not compiled yet is refused by name, at its own line, and nothing of it is written."""

import pytest

from tests.unit.making import compiled, definition

ECHO = {"action": "std.echo output=1"}


def refused(*texts):
    result = compiled(*texts)
    errors = [d for d in result.diagnostics if d.code[0] == "E"]
    return [(d.code, d.span.line, d.message) for d in errors], [output.workflow for output in result.outputs]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"target": "<% $.x %>"}, "the variable 'x'"),
        ({"target": "<% $.given %>", "input": {"given": 2}}, "the variable 'given'"),
        ({"target": "<% $.given %>", "with-items": "given in [1]"}, "the variable 'given'"),
        ({"target": "{{ _.given }}", "publish": {"given": 1}}, "the variable 'given'"),
        ({"target": "<% $ %>"}, "all variables"),
        ({"target": "<% task(zz).result %>"}, "task()"),
        ({"target": "<% execution().id %>"}, "execution()"),
        ({"target": "<% uuid() %>"}, "a value that is never the same"),
    ],
)
def test_a_target_that_is_not_known_before_its_task(more, words):
    text = definition({"t": {"action": "std.noop", **more}, "zz": {"on-success": "t"}}, input=["given"])
    found, written = refused(text)
    assert [(code, message) for code, _, message in found] == [
        ("E906", f"a target that reads {words} is not compiled yet")
    ]
    assert not written


def test_what_is_known_when_a_run_begins_may_be_a_target():
    early = {"a": "<% env().site + $.given %>", "b": "{{ _.given }}", "c": "plain"}
    tasks = {
        name: {"action": "std.noop", "target": target, "safe-rerun": "<% $.given %>"} for name, target in early.items()
    }
    assert refused(definition(tasks, input=["given"])) == ([], ["flow"])


@pytest.mark.parametrize(
    ("task", "line", "function"),
    [
        ({**ECHO, "publish": {"x": "<% tasks() %>"}}, 7, "tasks"),
        ({**ECHO, "publish": {"x": ["{{ executions( ) }}"]}}, 8, "executions"),
        ({**ECHO, "on-success": ["fail msg='a <% tasks() %>'"]}, 7, "tasks"),
    ],
)
def test_a_question_about_all_executions(task, line, function):
    assert refused(definition({"t": task})) == (
        [("E910", line, f"{function}() of all executions is not available in Airflow")],
        [],
    )


def test_a_question_about_one_execution_is_compiled():
    text = definition({"t": {**ECHO, "publish": {"x": "<% [tasks(execution().id), executions(execution().id)] %>"}}})
    assert refused(text) == ([], ["flow"])


def test_a_loop_through_a_join_of_several_tasks():
    tasks = {"a": {"on-success": "j"}, "b": {"on-success": "j"}, "j": {"join": "all", "on-success": "k"}}
    text = definition({**tasks, "k": {"on-error": "j"}})
    assert refused(text)[0] == [("E902", 9, "a loop through a join of several tasks ('j') is not compiled yet")]


LOOP = {"s": {"on-success": ["a", "b"]}, "a": {"on-success": "j"}, "b": {"on-success": "j"}}
BACK = {"join": "all", "on-success": ["a"]}


def test_a_loop_through_a_join_that_others_open_is_compiled():
    assert refused(definition({**LOOP, "j": BACK})) == ([], ["flow"])


@pytest.mark.parametrize(
    ("tasks", "remedy"),
    [
        ({**LOOP, "j": {"join": 2, "on-success": "j"}}, "waits for itself"),
        ({**LOOP, "j": {"join": "all", "on-success": "k"}, "k": {"on-success": "j"}}, "waits for 'k', which only"),
        ({**LOOP, "j": {**BACK, "action": "std.noop", "with-items": "i in [1]"}}, "the items of 'j' in the first"),
        (
            {**LOOP, "b": {"on-success": ["j", "k"]}, "j": {"join": 2, "on-success": "k"}, "k": BACK},
            "several joins in it ('j', 'k')",
        ),
        ({**LOOP, "b": {"on-success": ["b2"]}, "b2": {"on-success": ["j", "b2"]}, "j": BACK}, "in a join before it"),
    ],
)
def test_a_loop_through_a_join_that_is_not_compiled_says_why_and_what_to_do(tasks, remedy):
    found = [d for d in compiled(definition(tasks)).diagnostics if d.code == "E902"]
    assert found
    assert remedy in str(found[0].help)


def test_a_join_that_waits_for_a_loop_nothing_leads_into_is_named_and_one_that_need_not_is_compiled():
    tasks = {"t": {**ECHO, "on-success": "j"}, "x": {**ECHO, "on-success": ["x", "j"]}, "j": {"join": "all", **ECHO}}
    assert refused(definition(tasks))[0] == [
        ("E902", 13, "a join that waits for a loop nothing leads into ('x') is not compiled yet")
    ]
    tasks["j"]["join"] = "one"
    assert refused(definition(tasks)) == ([], ["flow"])


def test_a_function_in_what_nobody_evaluates_is_nothing():
    text = definition({"t": {**ECHO, "description": "<% tasks() %>"}}, input=[{"x": "<% tasks() %>"}])
    assert refused(text) == ([], ["flow"])


@pytest.mark.parametrize(
    ("name", "reason", "remedy"),
    [
        (
            "mistral.workflows_delete",
            "what is deployed changes with the files",
            "change the workflow files and compile",
        ),
        ("mistral.members_list", "shares resources between OpenStack projects", "give Airflow's users permissions"),
        ("nova.server_get", "there is no such action of nova", "did you mean 'nova.servers_get'?"),
        ("murano.environments_list", "Mistral has no actions of murano any more", "std.http"),
    ],
)
def test_an_action_that_cannot_run(name, reason, remedy):
    (found,) = [d for d in compiled(definition({"t": {"action": name}})).diagnostics if d.code[0] == "E"]
    assert (found.code, found.span.line) == ("E909", 5)
    assert reason in found.message
    assert remedy in str(found.help)


def test_an_openstack_action_is_compiled():
    assert refused(definition({"t": {"action": "nova.servers_list"}})) == ([], ["flow"])


BOOK = """\
version: '2.0'
name: book
actions: {greet: {base: std.echo, base-input: {output: hi}}}
workflows:
  one: {tasks: {t: {action: greet}}}
"""


def test_an_ad_hoc_action_whose_base_is_not_there():
    found, made = refused(BOOK.replace("std.echo", "mistral.workbooks_list"))
    assert [(code, line) for code, line, _ in found] == [("E909", 5)]
    assert "the action 'mistral.workbooks_list' (below the ad-hoc action 'greet') cannot run" in found[0][2]
    assert made == []


def test_one_ad_hoc_action_in_two_files():
    actions = "version: '2.0'\ngreet: {base: std.echo output=1}\n"
    found, made = refused(definition({"t": None}), actions, actions)
    assert found == [("E310", 2, "the ad-hoc action 'greet' is already defined at file1.yaml:2:1")]
    assert made == ["flow"]


def test_one_name_in_two_files():
    found, made = refused(definition({"t": None}), definition({"t": None}))
    assert found == [("E310", 2, "workflow 'flow' is already defined at file0.yaml:2:1")]
    assert made == ["flow"]


@pytest.mark.parametrize("other", ["my_flow", "My flow", "my?flow"])
def test_two_names_of_one_file_name(other):
    text = f"version: '2.0'\nmy flow: {{tasks: {{t: {{}}}}}}\n{other}: {{tasks: {{t: {{}}}}}}\n".replace(
        "{}", "{action: std.noop}"
    )
    found, made = refused(text)
    assert [(code, line) for code, line, _ in found] == [("E310", 3)]
    assert made == ["my flow"]


def test_only_the_workflow_that_needs_it_is_refused():
    text = definition({"t": {**ECHO, "target": "<% $.x %>"}}) + "other: {tasks: {t: {action: std.noop}}}\n"
    found, made = refused(text)
    assert len(found) == 1
    assert made == ["other"]


def test_workflows_on_one_line_are_told_apart():
    refused_one = "{tasks: {t: {action: std.noop, target: '<% $.x %>'}}}"
    text = f"{{version: '2.0', a: {refused_one}, b: {{tasks: {{t: {{action: std.noop}}}}}}}}"
    assert refused(text)[1] == ["b"]


def test_the_dag_of_cron_triggers_is_ours():
    text = definition({"t": None}).replace("flow:", "mistral_cron_triggers:")
    (found,) = [d for d in compiled(text).diagnostics if d.code == "E310"]
    assert "would be the DAG of cron triggers" in found.message
