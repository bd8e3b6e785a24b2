"""What flows along an edge: for each variable where its value is and how often each of its leaves was published.

Values stay where they were published (an XCom of the publishing task). A join merges environments by Mistral's rule
(`workflow/context_versioning.py`): dicts merge leaf by leaf, anything else is won by the strictly higher version, and
the base of the merge is the task created last. Merging dicts needs their values, so it waits until someone reads them.

An environment is JSON: {variable: entry}. An entry is {"at": place, "dict": bool, "versions": {leaf: n}} or, for
dicts that met at a join, {"merge": [base, other], "dict": true, "versions": {leaf: n}}. A leaf is a dotted path below
the variable, "" for a value that is no dict.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

Entry = dict[str, Any]
Environment = dict[str, Entry]
Place = str | list[str]
"""A task: its id in the run at hand, or dag id, run id and task id of a task anywhere."""

Pull = Callable[[Entry, str], Any]
"""(entry with a place, variable) -> the value that the task at that place published."""


def publish(
    environment: Environment, task_id: str, values: Mapping[str, Any], merged: Collection[str] = ()
) -> Environment:
    """`environment` after `task_id` published `values`: a value replaces the earlier one, its leaves' versions rise.

    :param merged: the variables whose values were merged with the earlier ones (`merged_key`).
    """
    after = dict(environment)
    for variable, value in values.items():
        before = environment.get(variable)
        versions = dict(before["versions"]) if before else {}
        for leaf in _leaves(value):
            versions[leaf] = versions.get(leaf, 0) + 1
        after[variable] = {"at": task_id, "dict": isinstance(value, dict), "versions": versions}
        if variable in merged:
            after[variable]["merged"] = True
    return after


def placed(environment: Environment, run: Sequence[str]) -> Environment:
    """`environment` as every run can read it: places say in which run (dag id, run id) they are."""
    return {variable: _placed(entry, run) for variable, entry in environment.items()}


def _placed(entry: Entry, run: Sequence[str]) -> Entry:
    if "merge" in entry:
        return {**entry, "merge": [_placed(part, run) for part in entry["merge"]]}
    return {**entry, "at": [*run, entry["at"]]} if isinstance(entry["at"], str) else entry


def merge(environments: Sequence[Environment]) -> Environment:
    """The environments of a join's sources, in order of their creation, as one."""
    if not environments:
        return {}
    *others, base = environments
    merged = dict(base)
    for other in others:
        for variable, entry in other.items():
            present = merged.get(variable)
            merged[variable] = entry if present is None else _merge_entries(present, entry)
    return merged


def resolve(entry: Entry, variable: str, pull: Pull) -> Any:
    """The value of an entry."""
    if "merge" not in entry:
        return pull(entry, variable)
    base, other = entry["merge"]
    return _merge_values(
        resolve(base, variable, pull), base["versions"], resolve(other, variable, pull), other["versions"]
    )


def _leaves(value: Any, prefix: str = "") -> Iterator[str]:
    if not isinstance(value, dict):
        yield prefix
        return
    for key, item in value.items():
        yield from _leaves(item, f"{prefix}.{key}" if prefix else str(key))


def _merge_entries(base: Entry, other: Entry) -> Entry:
    if base == other:
        return base
    versions = {leaf: max(base["versions"].get(leaf, 0), n) for leaf, n in other["versions"].items()}
    versions = {**base["versions"], **versions}
    if base["dict"] and other["dict"]:
        if base.get("at") is not None and base.get("at") == other.get("at"):
            return {**base, "versions": versions}
        return {"merge": [base, other], "dict": True, "versions": versions}
    winner = other if other["versions"].get("", 0) > base["versions"].get("", 0) else base
    return {**winner, "versions": versions}


def _merge_values(
    base: Any, base_versions: Mapping[str, int], other: Any, versions: Mapping[str, int], prefix: str = ""
) -> Any:
    merged = dict(base)
    for key, value in other.items():
        path = f"{prefix}.{key}" if prefix else str(key)
        if key not in merged:
            merged[key] = value
        elif isinstance(merged[key], dict) and isinstance(value, dict):
            merged[key] = _merge_values(merged[key], base_versions, value, versions, path)
        elif versions.get(path, 0) > base_versions.get(path, 0):
            merged[key] = value
    return merged
