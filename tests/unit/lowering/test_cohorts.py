"""Which joins need no gates: those whose sources all run or none does."""

import pytest

from mistralc.lowering import lower
from tests.unit.making import definition, workflow

ECHO = {"action": "std.echo output=1"}
SPLIT = {**ECHO, "on-success": ["a", "b"]}
TO_J = {**ECHO, "on-success": "j"}
JOIN = {"join": "all", **ECHO}


def direct(tasks, *, map_items=False, **parts):
    """The names of the joins that edges lead to without gates."""
    root = lower(workflow(definition(tasks, **parts)), map_items=map_items).root
    sources = {}
    for link in root.links:
        sources.setdefault(link.target.id, set()).add(link.source.id)
    gated = {merge.target.id for merge in root.merges}
    joins = {name for name, task in tasks.items() if task.get("join")}
    assert {name for name in joins if len(sources.get(name, ())) > 1}.isdisjoint(gated)
    assert {node.id for node in root.nodes if "trigger_rule" in node.arguments}.isdisjoint(joins - gated)
    return joins - gated


@pytest.mark.parametrize(
    "tasks",
    [
        {"a": TO_J, "b": TO_J, "j": JOIN},
        {"s": SPLIT, "a": TO_J, "b": TO_J, "j": JOIN},
        {"s": {"on-success": ["a", "b"]}, "a": TO_J, "b": TO_J, "j": JOIN},
        {"s": SPLIT, "a": TO_J, "b": {**ECHO, "on-complete": "j"}, "j": JOIN},
        {"s": SPLIT, "a": {**TO_J, "on-error": "x"}, "b": {**TO_J, "on-error": "j"}, "j": JOIN, "x": ECHO},
        {"s": SPLIT, "a": {"workflow": "w", "on-success": "j"}, "b": {**TO_J, "on-success": ["j", "noop"]}, "j": JOIN},
        {"s": SPLIT, "a": {**TO_J, "retry": {"count": 1, "delay": 1}}, "b": {**TO_J, "timeout": 1}, "j": JOIN},
    ],
    ids=["starts", "split", "split by a noop", "on-complete", "on-error", "called workflow", "policies"],
)
def test_sources_that_start_together_lead_straight_to_their_join(tasks):
    assert direct(tasks) == {"j"}


def test_layers_of_joins_have_no_gates_at_all():
    layer = {name: {**ECHO, "on-success": ["c", "d"]} for name in "ab"}
    second = {name: {**JOIN, "on-success": ["e", "f"]} for name in "cd"}
    assert direct({**layer, **second, "e": JOIN, "f": JOIN}) == {"c", "d", "e", "f"}


@pytest.mark.parametrize(
    "tasks",
    [
        {"s": SPLIT, "a": {**ECHO, "on-success": "c"}, "b": TO_J, "c": TO_J, "j": JOIN},
        {"s": {**ECHO, "on-success": "a", "on-error": "b"}, "a": TO_J, "b": TO_J, "j": JOIN},
        {"s": {**ECHO, "on-success": "a", "on-complete": "b"}, "a": TO_J, "b": TO_J, "j": JOIN},
        {"s": {**ECHO, "on-success": ["a", {"b": "<% $.x %>"}]}, "a": TO_J, "b": TO_J, "j": JOIN},
        {"s": SPLIT, "a": {**ECHO, "on-success": [{"j": "<% $.x %>"}]}, "b": TO_J, "j": JOIN},
        {"s": SPLIT, "a": {**ECHO, "on-error": "j"}, "b": TO_J, "j": JOIN},
        {"s": SPLIT, "a": {**ECHO, "on-success": ["j", "succeed"]}, "b": TO_J, "j": JOIN},
        {"s": {**ECHO, "on-success": ["a", "fail", "b"]}, "a": TO_J, "b": TO_J, "j": JOIN},
        {"s": SPLIT, "a": {"on-success": "j"}, "b": TO_J, "j": JOIN},
        {"s": SPLIT, "a": TO_J, "b": TO_J, "j": {**JOIN, "join": "one"}},
        {"s": SPLIT, "a": TO_J, "b": TO_J, "j": {**JOIN, "join": 2}},
    ],
    ids=[
        "ways of different length", "either", "one always", "guarded source", "guarded edge", "only on-error",
        "command beside the join", "command between the sources", "noop source", "join: one", "join: 2",
    ],
)  # fmt: skip
def test_where_one_source_can_be_skipped_alone_each_has_a_gate(tasks):
    assert direct(tasks, input=["x"]) == set()


def test_the_same_sources_by_other_events_are_another_cohort():
    tasks = {name: {**ECHO, "on-success": "c", "on-complete": "d"} for name in "ab"}
    tasks |= {name: {**JOIN, "on-success": "j"} for name in "cd"}
    assert direct({**tasks, "j": JOIN}) == {"c", "d"}


def test_mapped_items_keep_their_gates():
    items = {**TO_J, "with-items": "i in <% [1, 2] %>"}
    tasks = {"s": SPLIT, "a": items, "b": TO_J, "j": JOIN}
    assert direct(tasks) == {"j"}
    assert direct(tasks, map_items=True) == set()
    tasks = {**tasks, "a": TO_J, "j": {**JOIN, "with-items": "i in <% [1] %>"}}
    (merge,) = lower(workflow(definition(tasks)), map_items=True).root.merges
    assert merge.target.operator == "ItemsOperator"


def test_in_a_reverse_workflow_the_scheduler_counts_what_is_required():
    tasks = {"a": ECHO, "b": ECHO, "j": {**ECHO, "requires": ["a", "b"]}}
    root = lower(workflow(definition(tasks, type="reverse"))).root
    assert {node.arguments.get("trigger_rule") for node in root.nodes if node.id in tasks} == {"all_success"}
