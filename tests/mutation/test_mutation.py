"""The checker finds what is seeded, at the right line: in our own examples, and in public workflows where they are."""

import pytest

from tests.mutation import backup, judge
from tests.mutation.__main__ import FOLDERS, _ours
from tests.mutation.faults import __all__ as families


@pytest.fixture(scope="module")
def among():
    return judge.sources([folder for folder in FOLDERS if folder.is_dir()])


def test_there_are_enough_kinds_of_faults():
    assert len(judge.FAULTS) >= 60
    assert len({fault.name for fault in judge.FAULTS}) == len(judge.FAULTS)
    assert {"yaml", "shape", "names", "flow", "actions", "policies"} <= {fault.family for fault in judge.FAULTS}
    assert families


def test_faults_are_found_at_their_line(among):
    seeded, at_line, missed = 0, 0, []
    for fault in judge.FAULTS:
        found = judge.judge(fault, judge.seeded(fault, among, sites=2, seed=20))
        seeded, at_line = seeded + found.seeded, at_line + found.at_line
        missed += [(fault.name, case.source.document.name, sorted(case.mutant.lines)) for case, _ in found.missed]
    assert seeded > len(judge.FAULTS)
    assert at_line >= judge.PROMISED * seeded, missed


SOURCE = backup.source()


def test_the_small_workbook_is_clean():
    assert judge.check(SOURCE.document)[1] == []


@pytest.mark.parametrize("mutant", backup.mutants(SOURCE), ids=[fault[0].replace(" ", "-") for fault in backup.FAULTS])
def test_each_of_the_thirty_is_found_at_its_line(mutant):
    assert _ours(SOURCE, mutant).at_line


def test_a_file_that_is_not_changed_has_no_new_messages(among):
    source = among[0]
    said = judge.check(source.document)[1]
    assert judge.new_since(said, said) == []
