"""What an editor hears while somebody types is what a check of the same text says."""

import random
from pathlib import Path

import pytest

from mistralc.compilation import Sources
from mistralc.lsp.project import OpenProject
from mistralc.model import is_foreign
from mistralc.source import load

GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "diagnostics").glob("*.yaml"))
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))


def checked(text, name):
    document, sources = load(text, name, hasty=True), Sources()
    sources.add(document, Path(name))
    return sources.check().diagnostics


def changed(text, dice):
    """The text after one edit: a line less, twice, moved, commented on, further in, or with another letter."""
    lines = text.split("\n")
    at, to = dice.randrange(len(lines)), dice.randrange(len(lines))
    line = lines[at]
    place = dice.randrange(len(line) + 1)
    edits = [
        lines[:at] + lines[at + 1 :],
        [*lines[:at], line, *lines[at:]],
        [*lines[:to], line, *lines[to:]],
        [*lines[:at], "# a comment", *lines[at:]],
        [*lines[:at], "  " + line, *lines[at + 1 :]],
        [*lines[:at], line[:place] + dice.choice("x: -'<%$.") + line[place:], *lines[at + 1 :]],
    ]
    return "\n".join(dice.choice(edits))


@pytest.mark.parametrize("path", GOLDEN + EXAMPLES, ids=lambda path: path.stem)
def test_every_change_is_judged_as_a_new_file_would_be(path):
    files, name = OpenProject(), "typed.yaml"
    original = path.read_text()
    for seed in range(4):
        dice, text = random.Random(seed), original
        for _ in range(6):
            if not is_foreign(load(text, name)):
                assert files.change(name, text, hasty=True) == checked(text, name), (seed, text)
            text = changed(text, dice)


BOOK = """\
version: '2.0'
name: book
workflows:
  first:
    tasks:
      a:
        action: std.echo output=<% $.x %>
  second:
    tasks:
      b:
        action: std.echo output=<% $.y %>
"""


def test_a_workflow_written_as_before_is_the_same_object_in_another_place():
    files = OpenProject()
    files.change("book.yaml", BOOK)
    first, second = files.definitions("book.yaml").workflows
    found = files.change("book.yaml", BOOK.replace("  first:\n", "  first:\n    description: More\n"))
    changed_first, same_second = files.definitions("book.yaml").workflows
    assert changed_first is not first
    assert same_second is second
    assert [(d.code, d.span.line, d.span.column) for d in found] == [("W501", 8, 38), ("W501", 12, 38)]


def test_a_workflow_that_was_away_for_a_while_is_not_taken_for_what_it_was():
    files = OpenProject()
    texts = [BOOK, BOOK.replace("$.y", "$.z"), "version: '2.0'\nname: book\n", BOOK.replace("$.y", "$.z"), BOOK]
    for text in texts:
        assert files.change("book.yaml", text, hasty=True) == checked(text, "book.yaml")


def test_what_was_understood_last_stays_whole_while_nothing_is_defined():
    files = OpenProject()
    files.change("book.yaml", BOOK)
    for text in ("version: '2.0'\nname: book\n", "name: [", BOOK.replace("  first:", "  # one more line\n  first:")):
        files.change("book.yaml", text, hasty=True)
        workflow = files._sound["book.yaml"].workflows[1]
        line = workflow.document.span((*workflow.at, "tasks", "b", "action")).line
        assert "$.y" in workflow.document.lines[line - 1]
