"""A proof that two transitions exclude each other holds in every run."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from mistralc.analysis.exclusive import MAX_WAYS, PathConditions
from tests.unit.making import graph

GUARDS = ["", "<% $.p %>", "<% not $.p %>", "<% $.q = 1 %>", "<% $.q != 1 %>"]
HOLDS = {
    "": lambda p, q: True,
    "<% $.p %>": lambda p, q: p,
    "<% not $.p %>": lambda p, q: not p,
    "<% $.q = 1 %>": lambda p, q: q,
    "<% $.q != 1 %>": lambda p, q: not q,
}


def exclusive(tasks, target):
    made = graph(tasks)
    first, second = made.inbound(target)
    return PathConditions(made).exclusive(first, second)


def test_success_and_error_of_one_task():
    assert exclusive({"a": {"on-success": "c", "on-error": "b"}, "b": {"on-success": "c"}, "c": None}, "c")


def test_on_complete_can_fire_with_either():
    assert not exclusive({"a": {"on-complete": "c", "on-error": "b"}, "b": {"on-success": "c"}, "c": None}, "c")


def test_complementary_guards_of_one_task():
    either = {"on-success": [{"b": "<% $.p %>"}, {"c": "<% not $.p %>"}]}
    assert exclusive({"a": either, "b": {"on-complete": "d"}, "c": {"on-complete": "d"}, "d": None}, "d")


def test_the_same_guard_in_two_tasks_is_two_conditions():
    tasks = {
        "a": {"on-success": ["b", "c"]},
        "b": {"on-success": [{"d": "<% $.p %>"}]},
        "c": {"on-success": [{"d": "<% not $.p %>"}]},
        "d": None,
    }
    assert not exclusive(tasks, "d")


def test_positions_on_one_chain():
    tasks = {"a": {"on-success": "b", "on-error": "z"}, "b": {"on-success": "c", "on-error": "z"}, "c": None, "z": None}
    assert exclusive(tasks, "z")


def test_two_start_tasks_can_both_lead_on():
    assert not exclusive({"a": {"on-success": "c"}, "b": {"on-success": "c"}, "c": None}, "c")


def test_a_target_named_twice_by_one_clause():
    tasks = {"a": {"on-success": [{"b": "<% $.p %>"}, {"b": "<% $.q %>"}]}, "b": None}
    assert not exclusive(tasks, "b")


def test_more_paths_than_are_kept_make_no_false_proof():
    width = MAX_WAYS + 6
    tasks = {f"s{i}": {"on-success": "m", "on-error": "n"} for i in range(width)}
    tasks |= {"m": {"join": 1, "on-success": "z"}, "n": {"join": 1, "on-success": "z"}, "z": None}
    assert not exclusive(tasks, "z")


def test_a_handler_of_every_task_of_a_very_long_chain():
    size = 20_000  # no answer in an hour where pairs of transitions are compared
    tasks = {f"t{i}": {"on-success": f"t{i + 1}", "on-error": "z"} for i in range(size)} | {f"t{size}": None, "z": None}
    made = graph(tasks)
    assert PathConditions(made).at_most_one(made.inbound("z"))


# Against every run there can be


@st.composite
def acyclic(draw):
    """Tasks t0 … tn, transitions only forwards."""
    size = draw(st.integers(3, 6))
    tasks = {}
    for i in range(size):
        later = [f"t{k}" for k in range(i + 1, size)]
        clauses = {}
        for event in ("on-success", "on-error", "on-complete"):
            pairs = st.tuples(st.sampled_from(later or ["none"]), st.sampled_from(GUARDS))
            edges = draw(st.lists(pairs, max_size=2, unique=True))
            if edges and later:
                clauses[event] = [{target: guard} if guard else target for target, guard in edges]
        tasks[f"t{i}"] = clauses
    return tasks


def runs(made):
    """Every run: for each task its end and the truth of p and q at that moment; the edges that fired."""
    outcomes = list(product(["on-success", "on-error"], [False, True], [False, True]))
    relevant = [outcomes if made.outbound(name) else outcomes[:1] for name in made.tasks]
    for choice in product(*relevant):
        yield fired(made, dict(zip(made.tasks, choice, strict=True)))


def fired(made, choice):
    edges, running = [], set(made.starts)
    for name in made.tasks:
        if name not in running:
            continue
        end, p, q = choice[name]
        for edge in made.outbound_tasks(name):
            if edge.event.value in (end, "on-complete") and HOLDS[edge.guard](p, q):
                edges.append(edge)
                running.add(edge.target)
    return edges


@settings(max_examples=40, deadline=None)
@given(acyclic())
def test_no_run_fires_two_transitions_that_exclude_each_other(tasks):
    made = graph(tasks)
    conditions = PathConditions(made)
    together = set()
    for edges in runs(made):
        together.update((id(a), id(b)) for a, b in product(edges, edges) if a is not b)
    edges = [edge for name in made.tasks for edge in made.outbound_tasks(name)]
    for a, b in product(edges, edges):
        if a is not b and conditions.exclusive(a, b):
            assert (id(a), id(b)) not in together, (a, b)
    for name in made.tasks:
        inbound = made.inbound(name)
        pairs = all(conditions.exclusive(a, b) for a, b in combinations(inbound, 2))
        assert conditions.at_most_one(inbound) == pairs
