"""W307: a task with the name of an engine command."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.graph import ENGINE_COMMANDS
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.rule import Rule
from mistralc.rules.walk import direct_workflows


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `workflow/commands.py` `create_command` looks at the commands first."""
    for workflow in direct_workflows(definitions):
        for name, task in workflow.tasks.items():
            if name in ENGINE_COMMANDS:
                yield RULE.at(
                    workflow.document.key_span(task.at),
                    f"no transition leads to task '{name}': the name is an engine command, which is done instead",
                    help=f"rename the task, for example to `{name}_task`",
                )


RULE = Rule(
    code="W307",
    title="a task has the name of an engine command",
    explanation="noop, fail, succeed and pause are commands. A transition to such a name gives the command, also "
    "where there is a task of that name.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-error: fail
    fail:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-error: report_failure
    report_failure:
      action: std.noop
""",
    check=check,
)
