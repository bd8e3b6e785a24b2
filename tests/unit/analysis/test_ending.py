"""What a run that ends well ends with: for all names at once, as it is for each name alone by definition."""

import random

import pytest

from mistralc.analysis.dataflow import data_of
from mistralc.analysis.dataflow.routes import ends_of
from mistralc.analysis.dataflow.together import in_at_least
from mistralc.analysis.texts import Moment, Point
from mistralc.model import Event, load_text

ENDS = (Event.SUCCESS, Event.ERROR, Event.SKIP)
NAMES = ("x", "y", "z")


def random_workflow(dice, loops):
    """Six tasks that publish now and then; without loops they only lead forward."""
    tasks = []
    for number in range(6):
        others = [f"t{n}" for n in (range(6) if loops else range(number + 1, 6)) if n != number]
        tasks += [f"    t{number}:", f"      action: {dice.choice(['std.noop', 'std.http', 'std.fail'])}"]
        tasks += [f"      join: {dice.choice(['all', 'one', 2, 3])}"] * (dice.random() < 0.3)
        for clause in ("on-success", "on-error", "on-complete", "on-skip"):
            chosen = dice.sample(others, min(len(others), dice.choice([0, 0, 1, 2])))
            entries = [f"{to}: <% env().{to} %>" if dice.random() < 0.3 else to for to in chosen]
            entries += [dice.choice(["fail", "succeed", "noop"])] * (dice.random() < 0.1)
            tasks += [f"      {clause}:"] * bool(entries) + [f"        - {entry}" for entry in entries]
        for publish in ("publish", "publish-on-error"):
            names = dice.sample(NAMES, dice.choice([0, 0, 1, 2]))
            tasks += [f"      {publish}:"] * bool(names) + [f"        {name}: 1" for name in names]
    return "\n".join(["version: '2.0'", "w:", "  tasks:", *tasks, ""])


def flow_of(text):
    definitions, _ = load_text(text, "w.yaml")
    return data_of(definitions).workflows[0].flow


@pytest.mark.parametrize("seed", range(200))
def test_all_names_together_are_where_each_alone_is(seed):
    flow = flow_of(random_workflow(random.Random(seed), loops=seed % 2 == 0))
    together = flow._published
    for task in flow.workflow.tasks:
        for name in flow.sites.published:
            alone = flow._solver(name)
            facts = [(alone.before(task), together.before(task))]
            facts += [(alone.after(task, end), together.after(task, end)) for end in ENDS]
            for one, all_of_them in facts:
                expected = (one.missing, bool(one.sites)) if one else None
                assert together.of(name, all_of_them) == expected, (task, name)


def leads(flow, solver, task):
    """The definition, for one name and a graph without loops."""
    edges = flow.graph.outbound(task)
    handled = any(edge.event is Event.ERROR for edge in edges)
    for end in ends_of(flow.workflow.tasks[task]):
        after = solver.after(task, end)
        if (end is Event.ERROR and not handled) or after is None or not after.missing:
            continue
        following = [e for e in edges if e.event in (end, Event.COMPLETE) and e.target != "noop"]
        led = [e.target == "fail" or (not e.is_command and leads(flow, solver, e.target)) for e in following]
        free = [there for edge, there in zip(following, led, strict=True) if not edge.guard]
        choice = not free and len({edge.guard for edge in following}) > 1
        if not any(free) and not (choice and all(led)):
            return False
    return True


@pytest.mark.parametrize("seed", range(200))
def test_the_names_at_the_end_are_those_each_start_leads_to(seed):
    flow = flow_of(random_workflow(random.Random(seed), loops=False))
    for name in flow.sites.published:
        starts = [leads(flow, flow._solver(name), task) for task in flow.routes.starts()]
        assert flow.variable(Point(Moment.OUTPUT), name).missing is not any(starts), name


def test_what_is_in_at_least_so_many_sets():
    sets = [0b0011, 0b0101, 0b0111, 0b0001]
    assert [in_at_least(number, sets) for number in range(1, 6)] == [0b0111, 0b0111, 0b0001, 0b0001, 0]


@pytest.mark.parametrize("seed", [6, 140])
def test_the_search_ends_where_sites_change_places_in_a_loop(seed):
    flow = flow_of(random_workflow(random.Random(seed), loops=True))
    for task in flow.workflow.tasks:
        for name in NAMES:
            assert len(flow.variable(Point(Moment.BEFORE, task), name).sites) <= len(flow.sites.published[name])
