"""W511: `branch`, `global` or `atomic` in the basic form of publish."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.texts import basic_publishes
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.data.variables import SECTIONS
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: the case hw-publish-mixed-branch-keyword-treated-as-advanced and its kin."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            for event, key, published in basic_publishes(task):
                for name in sorted(SECTIONS):
                    if isinstance((published or {}).get(name), dict):
                        yield RULE.at(
                            workflow.document.key_span((*task.at, key, name)),
                            f"'{name}' is an ordinary variable here",
                            help=f"the form with sections stands inside an on-clause: `{event.value}: publish: …`",
                        )


RULE = Rule(
    code="W511",
    title="a section in the basic form of publish",
    explanation="`branch`, `global` and `atomic` divide a publish only inside an on-clause. Directly under a task they "
    "are the names of variables: what stands below is published as one dict of that name.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      publish:
        global:
          image_id: 1
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success:
        publish:
          global:
            image_id: 1
""",
    check=check,
)
