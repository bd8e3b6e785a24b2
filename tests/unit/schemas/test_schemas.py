"""The schema for editors says what the schemas of `grammar/` say, in one piece and with a word on every key."""

import csv
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mistralc.model.build import detect_kind
from mistralc.model.schema import checker
from mistralc.schemas import KINDS, bundle, keys_at
from mistralc.source import load

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/*.yaml"))


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_the_bundle_is_valid_and_refers_to_nothing_else(kind):
    Draft202012Validator.check_schema(bundle(kind))
    assert "schema.json" not in json.dumps({key: part for key, part in bundle(kind).items() if key != "$schema"})


CONSTRUCTS = {
    "workflow-file": 1, "workflow.workflow": 9, "workflow.task": 25, "workflow.task_defaults": 10,
    "workflow.retry_block": 4, "workflow.advanced_clause": 2, "workbook-file": 5, "action-file": 1, "action.action": 5,
}  # fmt: skip
"""The parts of the schema that have keys, each with the least number of them."""


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_an_editor_finds_a_word_on_every_key(name):
    definitions = bundle()["$defs"]
    keys = definitions[name]["properties"]
    assert len(keys) >= CONSTRUCTS[name]
    for key, part in keys.items():
        found = part if "description" in part else definitions[part["$ref"].removeprefix("#/$defs/")]
        assert found["description"] == found["markdownDescription"], key


def test_what_compiles_is_valid():
    validator = Draft202012Validator(bundle())
    paths = [*(ROOT / "examples").glob("*.yaml"), *(ROOT / "tests" / "golden" / "dags").glob("*.yaml")]
    assert len(paths) > 15
    for path in paths:
        validator.validate(load(path.read_bytes(), path.name).data)


def corpus():
    if not SHARED.is_dir():
        return []
    with (SHARED / "corpus" / "MANIFEST.tsv").open() as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    return [path for row in rows for path in (SHARED / "corpus").glob(f"*/{row['path']}")]


def is_json(data):
    """Whether all keys are text: what a JSON Schema can speak about."""
    if isinstance(data, dict):
        return all(isinstance(key, str) and is_json(value) for key, value in data.items())
    return all(map(is_json, data)) if isinstance(data, list) else True


def test_the_bundle_and_the_compiler_give_one_verdict():
    validator = Draft202012Validator(bundle())
    documents = [load(path.read_bytes(), path.name) for path in [*GOLDEN, *corpus()]]
    differ = [
        document.name
        for document in documents
        if isinstance(document.data, dict) and is_json(document.data)
        if validator.is_valid(document.data) != checker(f"{detect_kind(document.data)}.schema.json")(document.data)
    ]
    assert differ == []


@pytest.mark.parametrize(
    ("kind", "path", "some", "none"),
    [
        ("workflow", (), (), ("tasks",)),
        ("workflow", ("flow",), ("tasks", "vars"), ("action",)),
        ("workflow", ("flow", "tasks", "t"), ("action", "on-success"), ("tasks",)),
        ("workflow", ("flow", "tasks", "t", "retry"), ("count",), ("action",)),
        ("workflow", ("flow", "tasks", "t", "on-error"), ("publish", "next"), ()),
        ("workflow", ("flow", "tasks", "t", "on-error", "publish"), ("branch", "global"), ()),
        ("workflow", ("flow", "tasks", "t", "publish"), (), ("branch",)),
        ("workflow", ("flow", "task-defaults"), ("retry",), ("publish",)),
        ("workbook", (), ("workflows", "actions"), ("tasks",)),
        ("workbook", ("workflows", "flow"), ("tasks",), ()),
        ("workbook", ("actions", "a"), ("base",), ("tasks",)),
        ("action", ("a",), ("base",), ("tasks",)),
    ],
)
def test_the_keys_of_every_construct(kind, path, some, none):
    keys = keys_at(kind, path)
    assert set(some) <= set(keys)
    assert not set(none) & set(keys)
    assert all(keys[key] for key in some)


def test_every_key_of_a_task_says_what_it_is_for():
    assert [key for key, words in keys_at("workflow", ("flow", "tasks", "t")).items() if not words] == []
