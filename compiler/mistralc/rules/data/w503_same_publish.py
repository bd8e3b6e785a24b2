"""W503: a variable used in the publish that makes it."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.data.variables import in_same_publish, missing_reads, published_here, shown
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: data_flow.py `publish_variables` evaluates all entries with the context from before."""
    for data in data_of(definitions).intact():
        for examined, read in missing_reads(data):
            site = in_same_publish(data, examined, read) if read.variable.undefined else None
            if site is not None and read.always:
                yield RULE.at(
                    examined.text.span(read.start, read.end),
                    f"'{shown(examined, read.name)}' has no value yet: the entries of a publish do not see each other",
                    help="repeat its expression here, or publish this one in the next task",
                    related=published_here(data, (site,), "only the tasks that follow see it"),
                )


RULE = Rule(
    code="W503",
    title="a variable is used in the publish that makes it",
    explanation="All entries of a publish are evaluated with the context the task was given. What one entry publishes "
    "is seen by the tasks that follow, not by the other entries, in whatever order they are written.",
    bad="""\
version: '2.0'
greeting:
  input: [name]
  output:
    all: <% $.text %>
  tasks:
    hello:
      action: std.noop
      publish:
        word: hello
        text: <% concat($.word, ' ', $.name) %>
""",
    good="""\
version: '2.0'
greeting:
  input: [name]
  output:
    all: <% $.text %>
  tasks:
    hello:
      action: std.noop
      publish:
        text: <% concat('hello ', $.name) %>
""",
    check=check,
)
