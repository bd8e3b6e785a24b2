"""What is run on every side: a graph as a Mistral workflow and as the DAG that an Airflow engineer writes for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import graphs, writers
from tests.bench.graphs import Graph
from tests.bench.running import by_hand


@dataclass(frozen=True)
class Contest:
    """One graph on three sides.

    :param name: what GRAPHS calls it.
    :param title: what the table calls it.
    :param workflows: the workflows, each a text; the one that is started is called like the contest.
    :param by_hand: the hand-written DAGs as Python; the one that is started is `hand_` and the name.
    :param note: what was written by hand, and why so.
    :param executions: how many are started at once.
    :param calls: sub-workflow calls of a run.
    :param last: number of the run that ends a hand-written chain of runs (`by_hand.next_run`); 0: each run ends itself.
    :param output: the output that the workflow must have; None: whatever it has.
    :param judged: whether the goals speak of it.
    """

    name: str
    title: str
    workflows: tuple[str, ...]
    by_hand: str
    note: str
    executions: int = 1
    calls: int = 0
    last: int = 0
    output: dict[str, object] | None = None
    judged: bool = True

    @property
    def hand(self) -> str:
        """DAG id of the hand-written DAG that is started."""
        return f"hand_{self.name}"


PLAIN = "one light operator of the author's own a task, which returns its text as XCom"


def _static(name: str, title: str, graph: Graph, note: str = PLAIN, executions: int = 1) -> Contest:
    return Contest(
        name, title, (writers.workflow(graph, name),), writers.by_hand(graph, f"hand_{name}"), note, executions
    )


def chain(size: int, name: str = "chain") -> Contest:
    """One task after the other."""
    return _static(name, f"chain of {size}", graphs.chain(size))


def fan(size: int) -> Contest:
    """One task, then `size` side by side, then one that joins all."""
    return _static("fan", f"fan-out of {size}, `join: all`", graphs.fan(size + 2))


def layers(size: int) -> Contest:
    """Layers of tasks, each of which joins the whole layer before."""
    return _static(
        "layers", f"joins {size}×{size}", graphs.layers(size, size), f"{PLAIN}; each waits for a whole layer"
    )


def items(size: int) -> Contest:
    """One task over many items."""
    workflow = f"""\
version: '2.0'
items:
  tasks:
    each:
      with-items: i in <% range({size}) %>
      action: std.echo output=<% $.i %>
"""
    note = "one operator that goes through the list; a mapped task (`expand`) would be a process an item"
    return Contest("items", f"with-items {size}", (workflow,), by_hand.items(size), note)


CHILD = """\
version: '2.0'
{name}:
  input: [text]
  output:
    said: <% $.said %>
  tasks:
    say:
      action: std.echo output=<% $.text %>
      publish:
        said: <% task().result %>
"""

TRIGGER = "`TriggerDagRunOperator`, deferrable (waiting ones in every slot would stop the runs they wait for)"


def subs(size: int) -> Contest:
    """One workflow that calls a small one many times, all side by side."""
    calls = "".join(f"    call_{i}:\n      workflow: said text='call {i}'\n" for i in range(size))
    workflow = f"version: '2.0'\nsubs:\n  tasks:\n{calls}"
    return Contest(
        "subs", f"{size} sub-workflows side by side", (CHILD.format(name="said"), workflow),
        by_hand.calls("subs", size, False), TRIGGER, calls=size,
    )  # fmt: skip


def calls(size: int) -> Contest:
    """The same, one after the other: how long a call takes."""
    names = [f"call_{i}" for i in range(size)]
    lines = [f"    {name}:\n      workflow: told text='{name}'\n" for name in names]
    for i, target in enumerate(names[1:]):
        lines[i] += f"      on-success: {target}\n"
    workflow = f"version: '2.0'\ncalls:\n  tasks:\n{''.join(lines)}"
    return Contest(
        "calls", f"{size} sub-workflows one after the other", (CHILD.format(name="told"), workflow),
        by_hand.calls("calls", size, True), "the same operator, waiting in its process, looking every second",
        calls=size,
    )  # fmt: skip


LOOP = """\
version: '2.0'
{name}:
  input:
    - n: 0
  output:
    n: <% $.n %>
  tasks:
    begin:
      on-success: count
    count:
      action: std.echo output=<% $.n + 1 %>
      publish:
        n: <% task().result %>
      on-success:
        - count: <% $.n < {size} %>
"""


def loop(size: int) -> Contest:
    """One task that leads back to itself."""
    return Contest(
        "loop", f"loop of {size} rounds", (LOOP.format(name="loop", size=size),), by_hand.loop(size),
        "a DAG that triggers itself: each round has a state, a log and retries of its own, as it has with us",
        last=size, output={"n": size},
    )  # fmt: skip


def python(size: int) -> Contest:
    """The same beside a loop in Python, which shows and keeps nothing of its rounds."""
    return Contest(
        "python", f"loop of {size} rounds, in Python by hand", (LOOP.format(name="python", size=size),),
        by_hand.python(size), "a `for` in one task: no round is seen, kept or repeated by itself; not judged",
        output={"n": size}, judged=False,
    )  # fmt: skip


def many(size: int) -> Contest:
    """Executions of a small workflow, all started at once."""
    return _static("many", f"{size} executions of a 3-task workflow", graphs.chain(3), executions=size)


CONTESTS: dict[str, tuple[Callable[[int], Contest], int]] = {
    "chain": (chain, 50),
    "fan": (fan, 100),
    "layers": (layers, 10),
    "items": (items, 500),
    "subs": (subs, 100),
    "calls": (calls, 10),
    "loop": (loop, 100),
    "python": (python, 100),
    "many": (many, 100),
}
"""Name → how it is made, and its size."""
