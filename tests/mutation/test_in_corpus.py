"""Faults written by hand into public workflows, as `patches` reads them."""

from functools import cache

import pytest

from mistralc.source import load, read
from tests.mutation import judge
from tests.mutation.patches import CORPUS, FILE, patched, sections

CASES = sections(FILE.read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared, the corpus of real workflows")


@cache
def said_before(path):
    return judge.check(read(path))[1]


@pytest.mark.parametrize(("name", "body"), CASES, ids=[name for name, _ in CASES])
def test_the_fault_is_found_at_its_line(name, body):
    path, mutant = patched(body)
    said = judge.new_since(said_before(path), judge.check(load(mutant.text.encode(), path.name))[1])
    assert mutant.lines & {found.span.line for found in said}, name


def test_names_are_given_once():
    assert len({name for name, _ in CASES}) == len(CASES) > 300
