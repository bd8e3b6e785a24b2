"""Where a variable has a value: branches, joins, loops, errors, the end."""

import pytest

from mistralc.analysis.dataflow import Flow
from mistralc.analysis.texts import Moment, Point
from mistralc.model import Event
from tests.unit.making import definition, workflow

HTTP = "std.http url=http://x"


def flow(tasks, **parts):
    return Flow(workflow(definition(tasks, **parts)))


def task(publish=None, to=None, **more):
    """A task that may fail and publishes `publish` when it does not."""
    found = {"action": HTTP, **more}
    found |= {"publish": publish} if publish else {}
    return {**found, "on-success": to} if to else found


def state(variable):
    return "never" if variable.undefined else "maybe" if variable.missing else "always"


def before(flow, name, variable="x"):
    return state(flow.variable(Point(Moment.BEFORE, name), variable))


def after(flow, name, event, variable="x"):
    return state(flow.variable(Point(Moment.AFTER, name, event), variable))


def at_end(flow, variable="x"):
    return state(flow.variable(Point(Moment.OUTPUT), variable))


def test_a_task_sees_what_was_published_before_it_and_not_its_own():
    found = flow({"a": task({"x": 1}, to="b"), "b": task()})
    assert before(found, "a") == "never"
    assert before(found, "b") == "always"


def test_publish_counts_for_success_and_publish_on_error_for_errors():
    found = flow({"a": {**task({"x": 1}), "publish-on-error": {"y": 1}, "on-complete": "b"}, "b": task()})
    assert after(found, "a", Event.SUCCESS) == "always"
    assert after(found, "a", Event.ERROR) == "never"
    assert before(found, "b") == "maybe"
    assert before(found, "b", "y") == "maybe"


def test_an_action_that_cannot_fail_always_publishes():
    found = flow({"a": {"action": "std.noop", "publish": {"x": 1}, "on-complete": "b"}, "b": task()})
    assert before(found, "b") == "always"


def test_std_fail_never_publishes_its_success():
    found = flow({"a": {"action": "std.fail", "publish-on-error": {"x": 1}, "on-error": "b"}, "b": task()})
    assert at_end(found) == "always"


@pytest.mark.parametrize(("join", "expected"), [(None, "maybe"), ("one", "maybe"), (2, "always"), ("all", "always")])
def test_a_join_has_what_one_of_its_arrivals_brings(join, expected):
    last = {"join": join} if join else {}
    found = flow({"a": task({"x": 1}, to="c"), "b": task(to="c"), "c": task(**last)})
    assert before(found, "c") == expected


def test_of_three_arrivals_two_may_miss_it():
    tasks = {"a": task({"x": 1}, to="d"), "b": task(to="d"), "c": task({"x": 1}, to="d"), "d": task(join=2)}
    assert before(flow(tasks), "d") == "always"
    tasks["c"] = task(to="d")
    assert before(flow(tasks), "d") == "maybe"


def test_a_join_that_fails_may_lack_every_arrival():
    tasks = {
        "a": task({"x": 1}, to="c"),
        "b": task(to="c"),
        "c": {**task(join="all"), "on-error": "d", "on-success": "e"},
        "d": task(),
        "e": task(),
    }
    found = flow(tasks)
    assert before(found, "d") == "maybe"
    assert before(found, "e") == "always"


def test_a_loop_brings_its_values_round():
    tasks = {"a": task(to="b"), "b": task({"x": 1}, to=["c"]), "c": task(to=[{"b": "<% $.x < 3 %>"}])}
    found = flow(tasks)
    assert before(found, "b") == "maybe"
    assert before(found, "c") == "always"


def test_vars_and_inputs_are_everywhere():
    found = flow({"a": task()}, input=["i"], vars={"v": 1})
    assert before(found, "a", "i") == before(found, "a", "v") == at_end(found, "v") == "always"
    assert state(found.variable(Point(Moment.VARS), "i")) == "always"
    assert state(found.variable(Point(Moment.VARS), "v")) == "never"


def test_a_global_is_seen_by_other_branches():
    tasks = {
        "a": {"action": "std.noop", "on-success": {"publish": {"global": {"x": 1}}}},
        "b": task(),
    }
    assert before(flow(tasks), "b") != "never"


def test_loop_variables_are_for_the_input_alone():
    found = flow({"a": task(**{"with-items": "x in [1, 2]"})})
    assert state(found.variable(Point(Moment.ITEM, "a"), "x")) == "always"
    assert before(found, "a") == "never"
    assert state(found.variable(Point(Moment.PUBLISH, "a", Event.SUCCESS), "x")) == "never"


def test_requirements_bring_what_they_publish():
    found = flow({"a": task({"x": 1}), "b": task(requires=["a"]), "c": task()}, type="reverse")
    assert before(found, "b") == "always"
    assert before(found, "c") == "never"


def test_requirements_of_task_defaults_count():
    tasks = {"a": task({"x": 1}), "b": task()}
    found = flow(tasks, type="reverse", **{"task-defaults": {"requires": ["a"]}})
    assert before(found, "b") == "always"
    assert before(found, "a") == "never"


class TestTheEnd:
    def test_one_branch_is_enough(self):
        assert at_end(flow({"a": task({"x": 1}), "b": task()})) == "always"

    def test_a_handled_error_is_an_end_too(self):
        tasks = {"a": {**task({"x": 1}), "on-error": "b"}, "b": task()}
        assert at_end(flow(tasks)) == "maybe"

    def test_after_fail_there_is_no_output(self):
        tasks = {"a": {**task({"x": 1}), "on-error": "b"}, "b": {"action": "std.noop", "on-success": "fail"}}
        assert at_end(flow(tasks)) == "always"

    def test_a_condition_may_be_false(self):
        tasks = {"a": task(to=[{"b": "<% $.i > 1 %>"}]), "b": task({"x": 1})}
        assert at_end(flow(tasks, input=["i"])) == "maybe"

    def test_a_choice_is_taken_to_leave_nothing_out(self):
        tasks = {
            "a": task(to=[{"b": "<% $.i %>"}, {"c": "<% $.i < 1 %>"}]),
            "b": task({"x": 1}),
            "c": task({"x": 2}),
        }
        assert at_end(flow(tasks, input=["i"])) == "always"

    def test_succeed_ends_before_the_rest(self):
        tasks = {"a": task(to=[{"succeed": "<% $.i %>"}, "b"]), "b": task({"x": 1})}
        assert at_end(flow(tasks, input=["i"])) == "always"
        tasks["a"] = task(to=[{"succeed": "<% $.i %>"}, {"b": "<% not $.i %>"}])
        assert at_end(flow(tasks, input=["i"])) == "maybe"


def test_a_chain_of_ten_thousand_tasks_needs_no_deep_stack():
    tasks = {f"t{i}": task({"x": 1} if i == 0 else None, to=f"t{i + 1}") for i in range(10_000)}
    tasks["t10000"] = task()
    found = flow(tasks)
    assert before(found, "t10000") == "always"
    assert at_end(found) == "always"


def test_whether_a_task_can_have_run():
    tasks = {"a": task(to=["b", "c"]), "b": task(to="d"), "c": task(), "d": task()}
    found = flow(tasks)
    assert not found.may_have_run("d", Point(Moment.BEFORE, "a"))
    assert found.may_have_run("a", Point(Moment.BEFORE, "d"))
    assert found.may_have_run("d", Point(Moment.BEFORE, "c"))


def test_success_is_certain_on_the_way_of_success():
    tasks = {"a": {**task(to="b"), "on-error": "c"}, "b": task(), "c": task()}
    found = flow(tasks)
    assert found.has_succeeded("a", Point(Moment.BEFORE, "b"))
    assert not found.has_succeeded("a", Point(Moment.BEFORE, "c"))
    assert not found.has_succeeded("a", Point(Moment.BEFORE, "a"))
    assert found.has_succeeded("a", Point(Moment.PUBLISH, "a", Event.SUCCESS))
