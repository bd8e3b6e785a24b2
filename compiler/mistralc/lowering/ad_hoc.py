"""The ad-hoc actions of a workflow as its DAG file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.lowering.plan import AdHoc
from mistralc.merging import deep_merge
from mistralc.model import Action, Workflow


def lower_ad_hoc(table: AdHocTable, workflow: Workflow) -> AdHoc | None:
    """What the tasks of `workflow` can reach; None when that is nothing."""
    reachable = table.reachable(workflow)
    if not reachable:
        return None
    return AdHoc({name: _arguments(reachable[name]) for name in sorted(reachable)}, workflow.workbook)


def _arguments(action: Action) -> Mapping[str, Any]:
    """The arguments of its `AdHocAction`; parameters in the call of the base win over base-input, as in Mistral."""
    arguments: dict[str, Any] = {
        "base": action.base.name,
        "base_input": deep_merge(action.base_input, action.base.params),
        "input": [entry.name if entry.required else {entry.name: entry.default} for entry in action.input],
        "output": action.output,
    }
    return {key: value for key, value in arguments.items() if value not in (None, {}, [])}
