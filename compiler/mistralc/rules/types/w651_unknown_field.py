"""W651: a field that a value does not have."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.expressions.types import Kind
from mistralc.model import Definitions
from mistralc.rules.expressions.found import certain
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Fields of task(), execution(), results of standard actions, and dicts written in the workflow."""
    return certain(RULE, definitions, {Kind.UNKNOWN_PROPERTY}, "name one of its fields, or use x.get(name, default)")


RULE = Rule(
    code="W651",
    title="a field that a value does not have",
    explanation="What `task(name)` and `execution()` give has fixed fields (`result`, `state`, `state_info` …), so has "
    "the result of a standard action such as std.http, and a dict written in the workflow has those that are written. "
    "Another name fails whenever it is read. What an action returned is below `result`.",
    bad="""\
version: '2.0'
probe:
  input: [url]
  tasks:
    get:
      action: std.http url=<% $.url %>
      publish:
        code: <% task().result.status_code %>
""",
    good="""\
version: '2.0'
probe:
  input: [url]
  tasks:
    get:
      action: std.http url=<% $.url %>
      publish:
        code: <% task().result.status %>
""",
    check=check,
)
