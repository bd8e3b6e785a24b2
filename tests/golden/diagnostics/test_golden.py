"""What a person sees: `NAME.yaml` beside `NAME.out`. Regenerate with MISTRALC_REGENERATE=1 and read the difference."""

import os
from pathlib import Path

import pytest

from mistralc.compilation import Sources
from mistralc.diagnostics import render
from mistralc.diagnostics.render import MAX_LINES
from mistralc.source import load

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.yaml"))


def said(case):
    document = load(case.read_bytes(), case.name)
    sources = Sources()
    sources.add(document, Path(case.name))
    return [render(diagnostic, {case.name: document}) for diagnostic in sources.check().diagnostics]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_diagnostics(case):
    out = case.with_suffix(".out")
    shown = said(case)
    text = "\n\n".join(shown) + "\n"
    if os.environ.get("MISTRALC_REGENERATE") and not os.environ.get("CI"):
        out.write_text(text)
    assert text == out.read_text()
    assert all(len(block.splitlines()) <= MAX_LINES for block in shown)


def test_there_are_enough_cases_and_none_without_a_text():
    assert len(CASES) >= 30
    assert {case.stem for case in CASES} == {out.stem for out in HERE.glob("*.out")}
