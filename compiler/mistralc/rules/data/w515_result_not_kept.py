"""W515: the result of a task that does not keep it."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import Examined, TaskRead, WorkflowData, data_of
from mistralc.analysis.texts import Moment
from mistralc.diagnostics import Diagnostic, Label
from mistralc.expressions.text import language_of
from mistralc.model import Definitions
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `_set_task_result` keeps none with `keep-result: false`, and `task(name).result` is null."""
    for data in data_of(definitions).workflows:
        for examined in data.examined:
            for read in examined.tasks:
                if _is_lost(data, examined, read):
                    yield _diagnostic(data, examined, read)


def _is_lost(data: WorkflowData, examined: Examined, read: TaskRead) -> bool:
    """The task's own publish is evaluated before its result is dropped; in Jinja `task()` is not followed up here."""
    task = data.flow.workflow.tasks.get(read.name)
    if task is None or task.keep_result is not False or language_of(examined.text.text) is None:
        return False
    point = examined.text.point
    own_publish = point.task == read.name and point.moment is Moment.PUBLISH
    return not own_publish and ".result" in examined.text.text[read.end : read.end + len(").result") + 2]


def _diagnostic(data: WorkflowData, examined: Examined, read: TaskRead) -> Diagnostic:
    task = data.flow.workflow.tasks[read.name]
    return RULE.at(
        examined.text.span(read.start, read.end),
        f"the result of '{read.name}' is null here: the task does not keep it",
        help=f"publish what is needed of it in '{read.name}', or take out its `keep-result: false`",
        related=(Label(data.flow.workflow.document.key_span((*task.at, "keep-result")), "not kept"),),
    )


RULE = Rule(
    code="W515",
    title="the result of a task that does not keep it",
    explanation="With `keep-result: false` the result of a task is seen by its own `publish` and by nothing else. "
    "Everywhere else `task(name).result` is null.",
    bad="""\
version: '2.0'
inventory:
  output:
    servers: <% task(list_servers).result %>
  tasks:
    list_servers:
      action: nova.servers_list
      keep-result: false
""",
    good="""\
version: '2.0'
inventory:
  output:
    servers: <% $.ids %>
  tasks:
    list_servers:
      action: nova.servers_list
      keep-result: false
      publish:
        ids: <% task().result.select($.id) %>
""",
    check=check,
)
