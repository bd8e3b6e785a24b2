"""Another text of a document that was read before: workflows written as before stay the same objects.

With them stays all that passes have found out about them (`analysis.kept`), which is most of the work of a check. None
of that says where something stands: places are asked of the document, which takes over the new text.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from mistralc.diagnostics import Diagnostic
from mistralc.model.load import load_document
from mistralc.model.nodes import Definitions
from mistralc.source import Document


def load_again(document: Document, before: Definitions) -> tuple[Definitions | None, list[Diagnostic]]:
    """As `load_document`. `before` is what was last understood of the document, and is done with when its document is
    that of the new definitions; a text that defines nothing leaves it as it was."""
    if not isinstance(document.data, dict):
        return load_document(document)
    known = before.document
    same = {
        workflow.at: workflow
        for workflow in before.workflows
        if document.written(workflow.at) == known.written(workflow.at)
    }
    former = copy(known)
    known.become(document)
    definitions, found = load_document(known)
    if definitions is None or not definitions.workflows + definitions.actions:
        known.become(former)
        return load_document(document)
    if (definitions.kind, definitions.workbook) == (before.kind, before.workbook):
        workflows = tuple(same.get(workflow.at, workflow) for workflow in definitions.workflows)
        definitions = replace(definitions, workflows=workflows)
    return definitions, found
