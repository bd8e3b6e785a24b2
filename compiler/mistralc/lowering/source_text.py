"""The text of one workflow, for the DAG file's docstring."""

from __future__ import annotations

import textwrap

import yaml

from mistralc.model import Workflow
from mistralc.source import load


def source_text(workflow: Workflow) -> str:
    """The workflow as it was written, from its name to its last line; written anew where that is no YAML by itself."""
    first, last = workflow.document.key_span(workflow.at), workflow.document.span(workflow.at)
    text = textwrap.dedent("\n".join(workflow.document.lines[first.line - 1 : last.end_line])).rstrip()
    alone = {workflow.name: workflow.document.value(workflow.at)}
    return text if load(text, "").data == alone else yaml.safe_dump(alone, sort_keys=False, allow_unicode=True).rstrip()
