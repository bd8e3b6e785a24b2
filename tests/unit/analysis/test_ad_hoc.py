"""Which ad-hoc actions a workflow reaches."""

from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.model import load_text

BOOK = """\
version: '2.0'
name: book
actions:
  act: {base: below}
  full: {base: book.act}
  first: {base: book.second}
  second: {base: book.first}
workflows:
  flow:
    tasks: {t: {action: ACTION}}
"""
ACTIONS = """\
version: '2.0'
act: {base: std.noop}
below: {base: std.echo output=1}
"""


def made(action):
    book, _ = load_text(BOOK.replace("ACTION", action), "book.yaml")
    actions, _ = load_text(ACTIONS, "actions.yaml")
    return book.workflows[0], AdHocTable([*book.actions, *actions.actions])


def reached(action):
    workflow, table = made(action)
    return sorted(table.reachable(workflow))


def test_an_action_of_the_own_workbook_comes_first_and_a_base_goes_by_its_full_name():
    assert reached("act") == ["below", "book.act"]
    assert reached("full") == ["below", "book.act", "book.full"]


def test_another_name_is_one_of_all():
    assert reached("below") == ["below"]
    assert reached("std.noop") == []


def test_a_circle_is_reached_once():
    assert reached("first") == ["book.first", "book.second"]


def test_a_name_to_evaluate_may_be_any():
    assert len(reached("<% $.name %>")) == 6


def test_the_base_below_all():
    workflow, table = made("full")
    assert table.base(workflow, "full") == "std.echo"
    assert table.base(workflow, "nova.servers_list") == "nova.servers_list"
