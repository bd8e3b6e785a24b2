"""W510: `task()` of a task that has not run yet."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """A task that comes after this one only. Mistral: std_functions.py `task_` gives null for it."""
    for data in data_of(definitions).intact():
        flow = data.flow
        document = flow.workflow.document
        for examined in data.examined:
            for read in examined.tasks:
                task = flow.workflow.tasks.get(read.name)
                if task is not None and not flow.may_have_run(read.name, examined.text.point):
                    after = examined.text.point.task
                    why = f"it only comes after '{after}'" if after else "`vars` is evaluated before all tasks"
                    yield RULE.at(
                        examined.text.span(read.start, read.end),
                        f"'{read.name}' has not run here: {why}",
                        help="read it in a task that follows it",
                        related=(Label(document.key_span(task.at), "runs later"),),
                    )


RULE = Rule(
    code="W510",
    title="the result of a task that has not run yet",
    explanation="`task(name)` is null until that task was started. Every way to it leads through the task that asks, "
    "so there is nothing to read.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      publish:
        image: <% task(upload).result %>
      on-success: upload
    upload:
      action: nova.servers_create_image server="a1b2" image_name="backup"
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: upload
    upload:
      action: nova.servers_create_image server="a1b2" image_name="backup"
      publish:
        image: <% task(upload).result %>
""",
    check=check,
)
