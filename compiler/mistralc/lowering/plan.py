"""What a generated DAG file will say, as plain data: the border where Mistral ends and Airflow begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mistralc.model import REQUIRED, Event


@dataclass(frozen=True)
class Route:
    """A transition as the operator of its source evaluates it. `target` is an Airflow task id, or 'noop'.

    `event` is None in a reverse workflow: there the target requires the source.
    """

    event: Event | None
    target: str
    guard: str = ""


@dataclass(frozen=True, eq=False)
class Node:
    """One Airflow task: an operator class of `mistral_airflow.operators` and its keyword arguments as written."""

    id: str
    variable: str
    operator: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True)
class Link:
    """A dependency between two nodes; `label` is shown on the arrow."""

    source: Node
    target: Node
    label: str = ""


@dataclass(frozen=True)
class Gate:
    """An edge into a node with several inbound edges: a task of its own that the source follows or skips.

    `task` is the id of the inbound task where `source` is not that but activates the region that it belongs to. Where
    several activations may lead to it, `either` holds a gate for each, and `source` is the first of them. `others` are
    further targets: the edges to all of them fire together or not at all.
    """

    id: str
    source: Node
    target: Node
    label: str
    task: str = ""
    either: tuple[Gate, ...] = ()
    others: tuple[Node, ...] = ()

    @property
    def sources(self) -> list[Node]:
        """The nodes that lead to it."""
        return [gate.source for gate in self.either] or [self.source]


@dataclass(frozen=True)
class Merge:
    """All gates into one node. `threshold` is the number of gates that let it start; None: it waits for every gate.

    `variable` is the Python name that the gates of a threshold have in the file.
    """

    target: Node
    gates: tuple[Gate, ...]
    threshold: int | None = None
    variable: str = ""


@dataclass(frozen=True)
class Parameter:
    """A workflow input as a DAG param."""

    name: str
    default: Any

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


@dataclass(frozen=True)
class Part:
    """The nodes of one DAG and what connects them. The last node is its outcome."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True)
class Region:
    """A DAG beside that of the workflow: what may run more than once, from the task `entry` on."""

    entry: str
    part: Part


@dataclass(frozen=True)
class AdHoc:
    """The ad-hoc actions in a file: full name → arguments of the `AdHocAction`; the workbook of the workflow."""

    actions: Mapping[str, Mapping[str, Any]]
    workbook: str | None = None


@dataclass(frozen=True)
class Name:
    """An argument that is a name in the file."""

    name: str


@dataclass(frozen=True)
class DagPlan:
    """One DAG file. `source` is the YAML text of the workflow, shown in the file's docstring and in Airflow's UI."""

    dag_id: str
    workflow: str
    description: str
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    root: Part
    regions: tuple[Region, ...]
    source: str
    source_name: str
    source_digest: str
    ad_hoc: AdHoc | None = None

    @property
    def parts(self) -> list[Part]:
        """The DAG of the workflow and those of its regions."""
        return [self.root, *(region.part for region in self.regions)]
