"""What a run that ends well ends with: the quick answer agrees with the exact one."""

import random

import pytest

from mistralc.analysis.dataflow import data_of
from mistralc.model import load_text


def random_workflow(seed):
    """A graph that only goes forward; some of its tasks publish `x`."""
    dice = random.Random(seed)
    tasks = []
    for number in range(6):
        later = [f"t{n}" for n in range(number + 1, 6)]
        lines = [f"    t{number}:", f"      action: {dice.choice(['std.noop', 'std.http'])}"]
        for clause in ("on-success", "on-error", "on-complete"):
            chosen = dice.sample(later, dice.choice([0, 0, 1, 2]) if len(later) > 1 else 0)
            entries = [f"{to}: <% env().{to} %>" if dice.random() < 0.3 else to for to in chosen]
            entries += [dice.choice(["fail", "succeed"])] * (dice.random() < 0.1)
            lines += [f"      {clause}:"] * bool(entries) + [f"        - {entry}" for entry in entries]
        lines += [f"      publish{dice.choice(['', '-on-error'])}:", "        x: 1"] * (dice.random() < 0.3)
        tasks += lines
    return "\n".join(["version: '2.0'", "w:", "  tasks:", *tasks, ""])


@pytest.mark.parametrize("seed", range(300))
def test_what_is_always_passed_is_led_to(seed):
    definitions, _ = load_text(random_workflow(seed), "w.yaml")
    flow = data_of(definitions).workflows[0].flow
    sure = any(
        flow._ending.always_gives(task, lambda end, task=task: flow.sites.branch(task, end).get("x"))
        for task in flow.workflow.tasks
    )
    assert not sure or flow._ending.leads_to(flow._solver("x"))


def test_a_chain_is_answered_quickly_and_a_branch_exactly():
    chain = "version: '2.0'\nw:\n  tasks:\n    a:\n      action: std.http url='x'\n      publish:\n        x: 1\n"
    chain += "      on-success: b\n    b:\n      action: std.noop\n"
    for text, sure in ((chain, True), (chain + "    c:\n      action: std.noop\n", False)):
        definitions, _ = load_text(text, "w.yaml")
        flow = data_of(definitions).workflows[0].flow
        assert flow._ending.always_gives("a", lambda end, flow=flow: flow.sites.branch("a", end).get("x")) is sure
        assert flow._ending.leads_to(flow._solver("x"))
