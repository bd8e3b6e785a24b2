"""What a task publishes: the values as XComs of its own, and where they are in the environment that flows out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mistral_airflow.flow import environment
from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.record import Record, global_key, merged_key, variable_key
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistral_airflow.options import MERGE_STRATEGY
from mistralc.expressions import stored
from mistralc.merging import deep_merge


def publish(
    run: Run, operator: Any, scope: Scope, record: Record, inbound: Environment, before: Mapping[str, Any]
) -> dict[str, Any]:  # fmt: skip
    """Evaluate and store what `operator` publishes when it ends as `record` says, and note it there.

    `before`: what it had published when it ended before, which stays where it has nothing to publish now (mistral
    `data_flow.publish_variables`). What it publishes for its branch: name → value. Raises ExpressionError,
    UnstorableError.
    """
    branch, shared = (stored(scope.evaluate(part) or {}) for part in operator.published(record.state))
    if not any(operator.published(record.state)):
        branch = dict(before)
    for name, value in branch.items():
        run.store.write(variable_key(name), value)
    for name, value in shared.items():
        run.store.write(global_key(name), value)
    merged = dict(_merged(scope, branch)) if MERGE_STRATEGY.text() == "merge" else {}
    for name, value in merged.items():
        run.store.write(merged_key(name), value)
    record.environment = environment.publish(inbound, operator.task_id, branch, merged)
    record.published, record.globals = list(branch), list(shared)
    return dict(branch)


def _merged(scope: Scope, published: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Dicts merged over the dicts of that name before them (mistral `data_flow.evaluate_task_outbound_context`)."""
    for name, value in published.items():
        before = scope.lookup(name) if isinstance(value, dict) else None
        if isinstance(before, dict):
            yield name, deep_merge(before, value)
