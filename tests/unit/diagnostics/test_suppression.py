"""Comments that silence a diagnostic, and what becomes of those that do not."""

from pathlib import Path

import pytest

from mistralc.compilation import Sources
from mistralc.diagnostics import Severity
from mistralc.source import load

FLOW = """\
version: '2.0'
flow:
  tasks:
    one:
      action: std.noop
      on-success: two{line}
"""


def codes(text):
    sources = Sources()
    sources.add(load(text, "flow.yaml"), Path("flow.yaml"))
    return [(found.code, found.span.line) for found in sources.check().diagnostics]


@pytest.mark.parametrize("code", ["E301", "E3", "E", "W217, E301"])
def test_a_comment_in_the_line(code):
    found = codes(FLOW.format(line=f"  # mistralc: ignore[{code}]"))
    assert ("E301", 6) not in found
    assert found == ([("W192", 6)] if "W217" in code else [])


def test_a_comment_on_the_line_before_holds_for_the_next_that_is_no_comment():
    text = FLOW.format(line="").replace(
        "      on-success", "      # mistralc: ignore[E301]\n      # why\n      on-success"
    )
    assert codes(text) == []


def test_a_comment_for_the_file():
    assert codes(FLOW.format(line="") + "# mistralc: ignore-file[E301]\n") == []


def test_a_comment_elsewhere_silences_nothing_and_is_said_to_be_useless():
    assert codes("# mistralc: ignore[E301]\n" + FLOW.format(line="")) == [("W192", 1), ("E301", 7)]


def test_a_comment_before_a_block_of_text_holds_for_the_block():
    text = """\
version: '2.0'
flow:
  tasks:
    one:
      action: std.echo
      input:
        # mistralc: ignore[E601]
        output: |
          a

          <% 1 + %>
"""
    assert codes(text) == []
    assert codes(text.replace("        # mistralc: ignore[E601]\n", "")) == [("E601", 10)]


@pytest.mark.parametrize(
    ("comment", "help"),
    [
        ("ignore", "name the codes"),
        ("ignore[]", "name the codes"),
        ("ignor[E301]", "did you mean 'ignore'?"),
        ("ignore[E3O1]", "did you mean 'E301'?"),
        ("ignore[nonsense]", "lists the codes"),
    ],
)
def test_a_comment_that_cannot_be_followed_is_a_warning(comment, help):
    sources = Sources()
    sources.add(load(FLOW.format(line=f"  # mistralc: {comment}"), "flow.yaml"), Path("flow.yaml"))
    error, warning = sorted(sources.check().diagnostics, key=lambda found: found.code)
    assert (error.code, warning.code) == ("E301", "W191")
    assert warning.severity is Severity.WARNING
    assert help in warning.help


def test_text_that_looks_like_a_comment_is_text():
    text = FLOW.format(line="").replace("one:", "one:\n      description: 'a # mistralc: ignore[W217]'")
    assert codes(text) == [("E301", 7)]


def test_an_error_that_is_ignored_is_still_not_compiled():
    sources = Sources()
    sources.add(load(FLOW.format(line=" # mistralc: ignore[E301]"), "flow.yaml"), Path("flow.yaml"))
    result = sources.compile()
    assert [found.code for found in result.diagnostics] == ["E301"]
    assert result.outputs == []
