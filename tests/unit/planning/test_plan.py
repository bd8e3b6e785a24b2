"""What a plan says of a workflow: which calls, how often, on which ways."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mistralc.cli.app import app
from mistralc.compilation import Sources
from mistralc.planning import Given, Kind, make_plan, render
from mistralc.source import load
from tests.unit.making import definition

STOP = {"action": "nova.servers_stop server=a1"}


def plan_of(*texts, inputs=None, env=None, target=None, name="flow"):
    sources = Sources()
    for index, text in enumerate(texts):
        sources.add(load(text, f"file{index}.yaml"), Path(f"file{index}.yaml"))
    checked = sources.check()
    assert not checked.failed, checked.diagnostics
    return make_plan(sources.project.workflows[name], sources.project, Given(inputs or {}, env, target))


def effect(tasks, *texts, inputs=None, env=None, **parts):
    """The only effect of a workflow."""
    (found,) = plan_of(definition(tasks, **parts), *texts, inputs=inputs, env=env).effects
    return found


def test_what_only_looks_is_no_part_of_it():
    found = plan_of(definition({"a": {"action": "nova.servers_list"}, "b": {"action": "std.echo output=1"}}))
    assert found.effects == ()


def test_a_call_has_service_request_and_role():
    found = effect({"a": STOP})
    assert (found.kind, found.service, found.action) == (Kind.CHANGES, "nova", "nova.servers_stop")
    assert found.policy[0] == ("os_compute_api:servers:stop", "member")
    assert (found.times, found.attempts, found.times_text) == (1, 1, "1")


def test_a_service_without_recorded_policies_says_so():
    found = plan_of(definition({"a": {"action": "heat.stacks_delete stack_id=a1"}}))
    assert found.effects[0].role is None
    assert "role unknown: heat" in render(found)


EACH = {"a": {"with-items": "vm in <% $.vms %>", "action": "nova.servers_stop server=<% $.vm %>"}}


class TestItems:
    def test_their_number_is_not_known_without_the_input(self):
        found = effect(EACH, input=["vms"])
        assert (found.times, found.times_text) == (None, "per item of <% $.vms %>")

    @pytest.mark.parametrize("count", [1, 3])
    def test_their_number_is_that_of_the_list_given(self, count):
        assert effect(EACH, input=["vms"], inputs={"vms": [*range(count)]}).times == count

    def test_a_default_is_as_good(self):
        assert effect(EACH, input=[{"vms": ["a", "b"]}]).times == 2

    def test_an_empty_list_calls_nothing(self):
        assert plan_of(definition(EACH, input=["vms"]), inputs={"vms": []}).effects == ()

    def test_what_a_task_publishes_is_not_known(self):
        tasks = {"first": {"publish": {"vms": "<% task().result %>"}, "on-success": ["a"]}, **EACH}
        assert effect(tasks, input=[{"vms": ["a"]}]).times is None

    def test_each_item_names_its_own_action(self):
        tasks = {"a": {"with-items": "do in <% $.todo %>", "action": "nova.servers_<%$.do%>", "input": {"server": 1}}}
        found = plan_of(definition(tasks, input=["todo"]), inputs={"todo": ["stop", "start", "stop", "get"]})
        assert [(e.action, e.times) for e in found.effects] == [("nova.servers_stop", 2), ("nova.servers_start", 1)]


class TestRepetition:
    def test_retries_are_attempts(self):
        found = effect({"a": {**STOP, "retry": {"count": 4, "delay": 1}}})
        assert (found.times, found.attempts) == (1, 5)

    def test_retries_of_task_defaults_count(self):
        found = effect({"a": STOP}, **{"task-defaults": {"retry": {"count": 2, "delay": 1}}})
        assert found.attempts == 3

    def test_retries_that_an_expression_counts(self):
        tasks = {"a": {**STOP, "retry": {"count": "<% $.n %>", "delay": 1}}}
        assert effect(tasks, input=["n"]).attempts is None
        assert effect(tasks, input=["n"], inputs={"n": 2}).attempts == 3

    def test_a_loop_has_no_bound(self):
        tasks = {"begin": {"on-success": ["a"]}, "a": {**STOP, "on-success": [{"a": "<% $.go %>"}]}}
        found = effect(tasks, input=["go"])
        assert (found.times, found.times_text) == (None, "unbounded (loop a → a)")

    def test_a_loop_that_the_inputs_close_is_none(self):
        tasks = {"begin": {"on-success": ["a"]}, "a": {**STOP, "on-success": [{"a": "<% $.go %>"}]}}
        assert effect(tasks, input=["go"], inputs={"go": False}).times == 1

    def test_what_follows_a_loop_has_no_bound_either(self):
        tasks = {"begin": {"on-success": ["a"]}, "a": {"on-success": [{"a": "<% $.go %>"}, "b"]}, "b": STOP}
        assert effect(tasks, input=["go"]).times is None

    def test_two_ways_to_a_task_run_it_twice(self):
        tasks = {"x": {"on-success": ["a"]}, "y": {"on-success": ["a"]}, "a": STOP}
        assert effect(tasks).times == 2

    def test_a_join_runs_once(self):
        tasks = {"x": {"on-success": ["a"]}, "y": {"on-success": ["a"]}, "a": {**STOP, "join": "all"}}
        assert effect(tasks).times == 1


class TestCalls:
    CALLEE = definition({"stop": {"action": "nova.servers_stop server=<% $.vm %>"}}, input=["vm"]).replace(
        "flow:", "below:"
    )

    def test_a_called_workflow_is_multiplied_by_its_caller(self):
        tasks = {"a": {"with-items": "vm in [1, 2, 3]", "workflow": "below vm=<% $.vm %>"}}
        found = effect(tasks, self.CALLEE)
        assert found.times == 3
        assert [(frame.workflow, frame.task) for frame in found.frames] == [("flow", "a"), ("below", "stop")]

    def test_arguments_are_known_below(self):
        callee = definition(
            {"stop": {"with-items": "v in <% $.vms %>", "action": "nova.servers_stop server=<% $.v %>"}}, input=["vms"]
        ).replace("flow:", "below:")
        tasks = {"a": {"workflow": "below", "input": {"vms": "<% $.all %>"}}}
        assert effect(tasks, callee, input=["all"], inputs={"all": [1, 2]}).times == 2
        assert effect(tasks, callee, input=["all"]).times is None

    def test_a_workflow_that_is_not_here_is_not_known(self):
        found = effect({"a": {"workflow": "elsewhere"}})
        assert (found.kind, found.action) == (Kind.UNKNOWN, "elsewhere")

    def test_recursion_is_said_and_not_followed(self):
        found = plan_of(definition({"a": {**STOP, "on-success": ["b"]}, "b": {"workflow": "flow"}}))
        assert [e.kind for e in found.effects] == [Kind.CHANGES, Kind.UNKNOWN]
        assert "calls itself" in found.effects[1].detail

    def test_an_ad_hoc_action_shows_its_base(self):
        book = """\
version: '2.0'
name: book
actions:
  halt:
    input: [vm]
    base: nova.servers_stop server=<% $.vm %>
workflows:
  flow:
    tasks:
      a: {action: halt vm=1}
"""
        (found,) = plan_of(book, name="book.flow").effects
        assert found.action == "nova.servers_stop"


class TestConditions:
    def test_what_follows_an_error_says_so(self):
        found = effect({"a": {"on-error": ["b"]}, "b": STOP})
        assert found.only_after_error
        assert [c.text for c in found.conditions] == ["after an error of 'a'"]

    def test_an_error_of_either_task(self):
        tasks = {"x": {"on-error": ["a"]}, "y": {"on-error": ["a"]}, "a": STOP}
        found = effect(tasks)
        assert found.only_after_error
        assert found.conditions == ()

    def test_a_way_without_error_is_enough(self):
        found = effect({"x": {"on-error": ["a"], "on-success": ["a"]}, "a": STOP})
        assert not found.only_after_error

    def test_guards_on_every_way_hold(self):
        tasks = {"x": {"on-success": [{"y": "<% $.go %>"}]}, "y": {"on-complete": ["a"]}, "a": STOP}
        assert [c.text for c in effect(tasks, input=["go"]).conditions] == ["when <% $.go %> after 'x'"]

    def test_a_guard_that_is_known_not_to_hold_leaves_nothing(self):
        tasks = {"x": {"on-success": [{"a": "<% $.go %>"}]}, "a": STOP}
        assert plan_of(definition(tasks, input=["go"]), inputs={"go": False}).effects == ()

    def test_a_reverse_workflow_runs_what_its_target_requires(self):
        tasks = {"a": STOP, "b": {"action": "nova.servers_start server=1", "requires": ["a"]}}
        text = definition(tasks, type="reverse")
        assert [e.frames[0].task for e in plan_of(text, target="a").effects] == ["a"]
        assert [e.frames[0].task for e in plan_of(text, target="b").effects] == ["a", "b"]


class TestOtherEffects:
    @pytest.mark.parametrize("method", ["GET", "head", None])
    def test_a_request_that_only_reads_is_none(self, method):
        call = {"action": "std.http", "input": {"url": "http://x"} | ({"method": method} if method else {})}
        assert plan_of(definition({"a": call})).effects == ()

    def test_a_request_that_changes(self):
        found = effect({"a": {"action": "std.http url='http://x' method='delete'"}})
        assert (found.kind, found.service, found.request, found.detail) == (Kind.CHANGES, "http", "DELETE", "http://x")

    def test_a_method_that_only_the_run_knows(self):
        found = effect({"a": {"action": "std.http", "input": {"url": "http://x", "method": "<% $.m %>"}}}, input=["m"])
        assert found.kind is Kind.MAY_CHANGE

    def test_the_environment_may_give_the_method(self):
        call = {"action": "std.http", "input": {"url": "http://x", "method": "<% env().m %>"}}
        assert effect({"a": call}).kind is Kind.MAY_CHANGE
        assert effect({"a": call}, env={"m": "POST"}).kind is Kind.CHANGES

    def test_mail_and_ssh(self):
        tasks = {
            "a": {"action": "std.ssh", "input": {"cmd": "x", "host": "h", "username": "u"}},
            "b": {"action": "std.email", "input": {"from_addr": "a@b", "to_addrs": ["c@d"], "smtp_server": "s"}},
        }
        assert {s: e[0].detail for s, e in plan_of(definition(tasks)).services.items()} == {"ssh": "h", "email": "c@d"}

    def test_actions_on_mistral_itself_say_what_they_act_on_and_need_no_role_of_openstack(self):
        tasks = {
            "a": {"action": "mistral.executions_create wf_identifier='backup'"},
            "b": {
                "action": "mistral.cron_triggers_create",
                "input": {"name": "nightly", "workflow_identifier": "backup", "pattern": "0 1 * * *"},
            },
            "c": {"action": "mistral.cron_triggers_delete name=<% $.n %>"},
            "d": {"action": "mistral.executions_get id='x'"},
        }
        found = plan_of(definition(tasks, input=["n"]))
        assert [each.detail for each in found.services["mistral"]] == ["backup", "nightly", ""]
        assert "role" not in render(found)

    def test_an_action_of_ones_own_is_not_known(self):
        assert effect({"a": {"action": "mine.do"}}).kind is Kind.UNKNOWN

    def test_an_action_named_by_an_expression(self):
        tasks = {"a": {"action": "<% $.act %>", "input": {"server": 1}}}
        assert effect(tasks, input=["act"]).kind is Kind.UNKNOWN
        assert effect(tasks, input=["act"], inputs={"act": "nova.servers_stop"}).kind is Kind.CHANGES


class TestCommand:
    def run(self, tmp_path, text, *arguments):
        file = tmp_path / "flow.yaml"
        file.write_text(text)
        return CliRunner().invoke(app, ["plan", str(file), *arguments], catch_exceptions=False)

    def test_json_has_the_documented_keys(self, tmp_path):
        result = self.run(tmp_path, definition({"a": STOP}), "--json")
        found = json.loads(result.stdout)
        assert [*found] == ["workflow", "source", "inputs", "missing_inputs", "services", "effects"]
        assert found["services"] == {"nova": {"calls": 1, "times": 1, "attempts": 1, "roles": ["member"]}}
        assert [*found["effects"][0]] == [
            "kind", "service", "action", "request", "detail", "path", "times", "attempts", "times_text", "factors",
            "only_after_error", "conditions", "role", "policy",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-i", "vn=1"], "has no input 'vn'; there is vm"),
            (["-i", "servers=1"], "has no input 'servers'; there is vm"),
            (["-i", "vm"], "--input takes KEY=VALUE, not 'vm'"),
            (["-w", "flwo"], "no workflow 'flwo' here; did you mean 'flow'?"),
            (["--param", "task_name=z"], "has no task 'z'; there is a"),
            (["--env", "site"], "give its entries"),
        ],
    )
    def test_a_wrong_call_is_told_what_is_right(self, tmp_path, arguments, message):
        result = self.run(tmp_path, definition({"a": STOP}, input=["vm"]), *arguments)
        assert result.exit_code == 2
        assert message in result.output

    def test_a_faulty_file_is_reported_as_by_check(self, tmp_path):
        result = self.run(tmp_path, definition({"a": {"on-success": ["nowhere"]}}))
        assert result.exit_code == 1
        assert "E301" in result.output
