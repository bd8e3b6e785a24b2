"""Which transitions fire, in which order, and what an engine command among them does."""

import pytest

pytestmark = pytest.mark.airflow


class Task:
    def __init__(self, name, *routes):
        self.name, self.routes, self.mistral_kind = name, routes, "task"


class Command:
    mistral_kind = "command"

    def __init__(self, command, message=None):
        self.name, self.command, self.message = command, command, message


class Graph:
    nodes = {name: Task(name) for name in "abc"} | {
        "fail": Command("fail", "message"),
        "succeed": Command("succeed"),
        "numbered": Command("fail", 7),
    }

    def operator(self, target):
        return self.nodes[target]


class Run:
    graph = Graph()


class Scope:
    """Guards are the names of what holds."""

    def evaluate(self, data):
        return {"yes": True, "no": False, "text": "false", "zero": 0, "none": None}.get(data, data)


@pytest.fixture
def decide(airflow_home):
    from mistral_airflow.flow.routing import decide
    from mistral_airflow.operators import routes

    def run(state, *written):
        made = [getattr(routes, event)(target, *guard) for event, target, *guard in written]
        return decide(Run(), Task("t", *made), state, Scope())

    return run


GUARDS = [("yes", True), ("text", True), ("no", False), ("zero", False), ("none", False)]
ALL = [("on_error", "a"), ("on_success", "b"), ("on_complete", "c")]


def test_the_clause_of_the_state_comes_before_on_complete(decide):
    assert decide("SUCCESS", *ALL).next == [("b", "on-success"), ("c", "on-complete")]
    assert decide("ERROR", *ALL).next == [("a", "on-error"), ("c", "on-complete")]
    assert decide("SUCCESS", *reversed(ALL)).next == [("b", "on-success"), ("c", "on-complete")]


def test_only_on_error_handles_an_error(decide):
    assert decide("ERROR", ("on_error", "a")).handled
    assert not decide("ERROR", ("on_complete", "a")).handled
    assert not decide("ERROR", ("on_error", "a", "no")).handled


def test_noop_leads_nowhere_and_handles(decide):
    decision = decide("ERROR", ("on_error", "noop"))
    assert (decision.targets, decision.next, decision.handled) == ([], [], True)


@pytest.mark.parametrize(("guard", "fires"), GUARDS)
def test_a_guard_holds_when_its_value_is_true_to_python(decide, guard, fires):
    assert bool(decide("SUCCESS", ("on_success", "a", guard)).targets) is fires


def test_what_comes_after_a_command_does_not_start_and_what_comes_before_does(decide):
    written = [("on_success", "a"), ("on_success", "fail"), ("on_success", "b"), ("on_complete", "succeed")]
    decision = decide("SUCCESS", *written)
    assert decision.targets == ["a", "fail"]
    assert decision.next == [("a", "on-success"), ("b", "on-success")]
    assert (decision.ending.state, decision.ending.message, decision.ending.by) == ("ERROR", "message", "t")


def test_a_command_whose_guard_is_false_does_nothing(decide):
    decision = decide("SUCCESS", ("on_success", "fail", "no"), ("on_success", "b"))
    assert decision.ending is None
    assert decision.targets == ["b"]


def test_the_message_of_a_command_is_text_or_nothing(decide):
    assert decide("SUCCESS", ("on_success", "numbered")).ending.message == "7"
    assert decide("SUCCESS", ("on_success", "succeed")).ending.message is None
    assert decide("SUCCESS", ("on_success", "succeed")).ending.state == "SUCCESS"
