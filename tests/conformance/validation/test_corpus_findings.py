"""docs/corpus-findings.md says what the checker finds in the corpus, no more and no less."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mistralc import rules
from mistralc.model import load_file

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "corpus-findings.md").read_text(encoding="utf-8")
CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared, the corpus of real workflows")


@cache
def found():
    """(file, line, code) of every diagnostic in files without faults of shape."""
    everything = []
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix in (".yaml", ".yml", ".json"):
            definitions, read = load_file(path)
            if definitions is not None and not any(d.code.startswith("E") for d in read):
                name = str(path.relative_to(CORPUS))
                everything += [(name, d.span.line, d.code) for d in rules.check(definitions)]
    return everything


def test_the_counts():
    counted = dict(re.findall(r"^\| ([EW]\d{3}) \| (\d+) \|", PAGE, re.M))
    assert len(counted) > 20
    counts = Counter(code for _, _, code in found())
    assert {code: int(count) for code, count in counted.items()} == {code: counts[code] for code in counted}


def test_the_places():
    listed = [(file, int(line), code) for file, line, code in re.findall(r"^- `(.+):(\d+)` ([EW]\d{3}):", PAGE, re.M)]
    assert set(listed) <= set(found())
    errors = {code for _, _, code in listed if code.startswith("E")}
    assert {one for one in found() if one[2] in errors} <= set(listed)
