"""Activations: what the task that activates a region is told of it."""

from __future__ import annotations

from typing import Any

from mistralc.analysis.publishing import published
from mistralc.analysis.regions import Regions
from mistralc.model import Event


def activation(regions: Regions, entry: str) -> dict[str, Any]:
    """Arguments of an `ActivationOperator`, of all regions that it can lead to; `exits` is filled with the gates."""
    graph = regions.graph
    inside = [graph.tasks[name] for each in regions.reached(entry) for name in regions.members(each)]
    parts = [published(task, event) for task in inside for event in (Event.SUCCESS, Event.ERROR, Event.SKIP)]
    ends = any(edge.target in ("fail", "succeed") for task in inside for edge in graph.outbound(task.name))
    arguments = {
        "entry": entry,
        "exits": {},
        "publishes": any(part.branch for part in parts),
        "global_names": sorted({name for part in parts for name in part.globals or ()}),
        "can_end_run": ends,
    }
    return {key: value for key, value in arguments.items() if value or key == "exits"}
