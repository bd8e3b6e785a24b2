"""The graphs that are measured, as plain data: the same one is written as a workflow, as Python and as YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One task. `after` and `on_error_of` name the tasks that lead here; `joins`: it waits for all of `after`."""

    name: str
    after: tuple[str, ...] = ()
    on_error_of: str = ""

    @property
    def before(self) -> tuple[str, ...]:
        """Every task that leads here."""
        return (*self.after, *([self.on_error_of] if self.on_error_of else []))


@dataclass(frozen=True)
class Graph:
    """A graph of a certain number of tasks."""

    name: str
    steps: list[Step] = field(default_factory=list)

    def follow(self, name: str) -> Iterator[Step]:
        """The tasks that follow after `name` succeeded."""
        return (step for step in self.steps if name in step.after)

    def handlers(self, name: str) -> Iterator[Step]:
        """The tasks that follow after `name` failed."""
        return (step for step in self.steps if step.on_error_of == name)


def chain(size: int) -> Graph:
    """One task after the other."""
    names = [f"step_{i}" for i in range(size)]
    return Graph("chain", [Step(name, tuple(names[i - 1 : i])) for i, name in enumerate(names)])


def fan(size: int) -> Graph:
    """One task, then all but two side by side, then one that waits for them."""
    middle = [Step(f"step_{i}", ("start",)) for i in range(size - 2)]
    return Graph("fan-out and join", [Step("start"), *middle, Step("finish", tuple(step.name for step in middle))])


def layers(depth: int, width: int) -> Graph:
    """Layers of tasks; each task waits for the whole layer before its own."""
    names = [[f"layer_{i}_{j}" for j in range(width)] for i in range(depth)]
    steps = [Step(name, tuple(names[i - 1]) if i else ()) for i, layer in enumerate(names) for name in layer]
    return Graph("layers", steps)


def mixed(size: int) -> Graph:
    """Stages of eight tasks: a split, three side by side with an error handler each, a join. The rest is a chain."""
    steps: list[Step] = []
    last: tuple[str, ...] = ()
    for stage in range(size // 8):
        work = [f"work_{stage}_{i}" for i in range(3)]
        steps.append(Step(f"split_{stage}", last))
        steps.extend(Step(name, (f"split_{stage}",)) for name in work)
        steps.extend(Step(f"undo_{stage}_{i}", on_error_of=name) for i, name in enumerate(work))
        steps.append(Step(f"join_{stage}", tuple(work)))
        last = (f"join_{stage}",)
    for i in range(size % 8):
        steps.append(Step(f"step_{i}", last))
        last = (f"step_{i}",)
    return Graph("stages with error handlers", steps)


GRAPHS: tuple[Callable[[int], Graph], ...] = (chain, fan, mixed)
SIZES = (10, 100, 500)
