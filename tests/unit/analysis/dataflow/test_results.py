"""What the workflows and ad-hoc actions of a file give to the tasks that call them."""

import pytest

from mistralc.analysis.dataflow import data_of
from mistralc.model import load_text

BOOK = """\
version: '2.0'
name: book
actions:
  greet:
    base: std.echo output='hello'
    output: {word: <% $ %>}
  other:
    base: std.http url='http://x'
workflows:
  main:
    tasks:
      a:
        CALL
        publish:
          x: <% task().result %>
  says:
    output: {address: 1, name: 2}
    tasks: {t: {action: std.noop}}
  publishes:
    tasks:
      t:
        action: std.noop
        publish: {one: 1}
        publish-on-error: {two: 2}
        on-success: {publish: {branch: {three: 3}}}
  nothing:
    tasks: {t: {action: std.noop}}
"""


def result(call):
    definitions, said = load_text(BOOK.replace("CALL", call), "book.yaml")
    assert not said
    (read,) = [one for one in data_of(definitions).examined() if one.text.path[-1] == "x"]
    return read.type


@pytest.mark.parametrize(
    ("call", "fields"),
    [
        ("workflow: says", {"address", "name"}),
        ("workflow: book.says", {"address", "name"}),
        ("workflow: publishes", {"one", "two", "three"}),
        ("workflow: nothing", set()),
        ("action: greet", {"word"}),
        ("action: book.greet", {"word"}),
    ],
)
def test_the_fields_of_a_result(call, fields):
    found = result(call)
    assert {name for name, _ in found.fields} == fields
    assert not found.open


@pytest.mark.parametrize(("call", "expected"), [("workflow: of.another", "dict"), ("action: unknown", "any")])
def test_what_is_not_known(call, expected):
    assert str(result(call)) == expected


def test_an_ad_hoc_action_without_output_gives_what_its_base_gives():
    assert "status: int" in str(result("action: other"))
