"""W506: with-items over a value that is no list."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic
from mistralc.expressions.types import BOOL, FLOAT, INT, NEVER, NULL, join, members
from mistralc.model import Definitions
from mistralc.rules.data.loops import loops
from mistralc.rules.rule import Rule

_NO_ITEMS = {NULL, BOOL, INT, FLOAT}


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: tasks.py `_get_with_items_values` asks for an iterable."""
    for data in data_of(definitions).workflows:
        for _, looped in loops(data):
            if looped.assumed != NEVER and set(members(looped.assumed)) <= _NO_ITEMS:
                like = "" if looped.type == looped.assumed else ", if it is like the default of its input"
                yield RULE.at(
                    looped.span,
                    f"with-items runs over a list, and this is {join((looped.assumed,))}{like}",
                    help="give a list: `[…]`, or an expression that makes one, such as range(3)",
                )


RULE = Rule(
    code="W506",
    title="with-items over a value that is no list",
    explanation="`with-items` starts the action once for each element. A number, a boolean or null has none: the task "
    "and the workflow fail, and `on-error` does not catch that.",
    bad="""\
version: '2.0'
backup:
  tasks:
    count:
      action: std.noop
      publish:
        attempts: 3
      on-success: try
    try:
      with-items: i in <% $.attempts %>
      action: std.echo output=<% $.i %>
""",
    good="""\
version: '2.0'
backup:
  tasks:
    count:
      action: std.noop
      publish:
        attempts: 3
      on-success: try
    try:
      with-items: i in <% range($.attempts) %>
      action: std.echo output=<% $.i %>
""",
    check=check,
)
