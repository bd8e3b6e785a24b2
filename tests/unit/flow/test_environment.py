"""Contexts by reference give what Mistral's whole contexts give: checked against its rules written down plainly."""

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from mistral_airflow.flow.environment import merge, publish, resolve

# Mistral's way (workflow/context_versioning.py, workflow/data_flow.py): every task has a copy of everything


def fresh(value):
    """A copy as from a database: no part of it is another part of it."""
    return json.loads(json.dumps(value))


def leaves(value, path):
    if not isinstance(value, dict):
        return [path]
    return [leaf for key, item in value.items() for leaf in leaves(item, f"{path}.{key}")]


def whole_publish(context, values):
    variables, versions = fresh(context)
    for variable, value in values.items():
        for leaf in leaves(value, variable):
            versions[leaf] = versions.get(leaf, 0) + 1
        variables[variable] = fresh(value)
    return variables, versions


def whole_merge(contexts):
    *others, base = fresh(contexts)
    variables, versions = base
    for other, other_versions in others:
        merge_into(variables, versions, other, other_versions, "")
        for leaf, version in other_versions.items():
            versions[leaf] = max(versions.get(leaf, 0), version)
    return variables, versions


def merge_into(left, left_versions, right, right_versions, prefix):
    for key, value in right.items():
        path = f"{prefix}.{key}" if prefix else key
        if key not in left:
            left[key] = value
        elif isinstance(left[key], dict) and isinstance(value, dict):
            merge_into(left[key], left_versions, value, right_versions, path)
        elif right_versions.get(path, 0) > left_versions.get(path, 0):
            left[key] = value


# Random runs: each task takes the contexts of some earlier ones and publishes

KEYS = st.sampled_from(["k", "l", "k.l"])
LEAVES = st.one_of(st.none(), st.integers(0, 3), st.just([1, {"k": 2}]), st.just({}))
VALUES = st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=5)
PUBLISHED = st.dictionaries(st.sampled_from(["x", "y", "z"]), VALUES, max_size=2)


@st.composite
def runs(draw):
    size = draw(st.integers(2, 9))
    above = [draw(st.lists(st.integers(0, i - 1), max_size=3, unique=True)) if i else [] for i in range(size)]
    return [(sources, draw(PUBLISHED)) for sources in above]


@settings(max_examples=300, deadline=None)
@given(runs())
def test_every_task_of_a_run_sees_what_it_would_see_in_mistral(run):
    whole, light = [], []
    for number, (sources, values) in enumerate(run):
        before = whole_merge([whole[source] for source in sources]) if sources else ({}, {})
        whole.append(whole_publish(before, values))
        light.append(publish(merge([light[source] for source in sources]), f"t{number}", values))

    def pull(entry, variable):
        task_id = entry["at"]
        return run[int(task_id[1:])][1][variable]

    for (variables, _), environment in zip(whole, light, strict=True):
        assert {name: resolve(entry, name, pull) for name, entry in environment.items()} == variables
        assert json.loads(json.dumps(environment)) == environment


def test_merging_changes_neither_side():
    values = {"t1": {"x": {"a": 1}}, "t2": {"x": {"a": 2, "b": {"c": 3}}}}
    one, two = publish({}, "t1", values["t1"]), publish({}, "t2", values["t2"])
    kept = copy.deepcopy((one, two, values))
    merged = merge([one, two])
    assert resolve(merged["x"], "x", lambda entry, name: values[entry["at"]][name]) == {"a": 2, "b": {"c": 3}}
    assert (one, two, values) == kept


def test_values_are_fetched_only_when_dicts_met():
    values = publish(publish({}, "t1", {"x": 1}), "t2", {"y": {"a": 1}})
    asked = []
    resolve(merge([values, values])["y"], "y", lambda entry, name: asked.append((entry["at"], name)) or {})
    assert asked == [("t2", "y")]


def test_no_environments_are_an_empty_one():
    assert merge([]) == {}
