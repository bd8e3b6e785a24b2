"""E303: a workflow with a name like a UUID."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/workflows.py `validate_semantics`, which asks oslo.utils `is_uuid_like`."""
    for workflow in definitions.workflows:
        if _like_uuid(workflow.name):
            yield RULE.at(
                workflow.document.key_span(workflow.at),
                "a workflow name must not look like a UUID",
                help="give it a name that says what it does",
            )


def _like_uuid(name: str) -> bool:
    bare = name.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "").lower()
    try:
        return uuid.UUID(name).hex == bare
    except ValueError:
        return False


RULE = Rule(
    code="E303",
    title="a workflow name looks like a UUID",
    explanation="Mistral finds a workflow by name or by id and tells the two apart by their form, so a name in the "
    "form of an id is not allowed.",
    bad="""\
version: '2.0'
6cbbcf2e-1f0e-4c1a-9a4f-8a1d3a2c9f10:
  tasks:
    hello:
      action: std.noop
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.noop
""",
    check=check,
)
