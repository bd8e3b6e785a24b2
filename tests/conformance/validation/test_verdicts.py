"""The same verdict as Mistral's own validator, on the recorded texts and on the corpus of real workflows."""

import csv
import json
from pathlib import Path

import pytest

from mistralc import rules
from mistralc.diagnostics import Severity
from mistralc.model import load_file, load_text

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
KINDS = ("workflow", "workbook", "action")
DEVIATIONS = json.loads((Path(__file__).parent / "deviations.json").read_text())
"""Case ids in which another verdict is right, each with the reason."""

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared, the verdicts of the real Mistral")


def errors(loaded):
    definitions, found = loaded
    found = found + (rules.check(definitions) if definitions else [])
    return [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]


@pytest.mark.parametrize("kind", KINDS)
def test_recorded_texts(kind):
    cases = json.loads((SHARED / "conformance" / "validation" / f"{kind}.json").read_text())
    assert cases
    differ = [
        (case["id"], case["error"])
        for case in cases
        if case["id"] not in DEVIATIONS and case["valid"] == bool(errors(load_text(case["text"], case["id"], kind)))
    ]
    assert differ == []


def corpus():
    with (SHARED / "corpus" / "MANIFEST.tsv").open() as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            path = SHARED / "corpus" / row["repo"].split("/")[-1] / row["path"]
            yield (path if path.is_file() else next((SHARED / "corpus").glob(f"*/{row['path']}"))), row


def test_the_corpus():
    """No error where Mistral has none, and the kind of every file is seen without being told."""
    rows = list(corpus())
    assert len(rows) > 150
    differ = [
        (str(path.relative_to(SHARED)), row["mistral_verdict"], [found.code for found in errors(load_file(path))])
        for path, row in rows
        if (row["mistral_verdict"] == "valid") == bool(errors(load_file(path)))
    ]
    assert differ == []
