"""The workflow language as data: frozen dataclasses with the place of every construct."""

from mistralc.model.again import load_again
from mistralc.model.build import Kind, build, detect_kind
from mistralc.model.load import load_document, load_file, load_text
from mistralc.model.nodes import (
    REQUIRED,
    Action,
    Call,
    Clause,
    Data,
    Definitions,
    Event,
    Input,
    Policies,
    Publish,
    Retry,
    Task,
    TaskDefaults,
    Transition,
    WithItems,
    Workflow,
)
from mistralc.model.places import target_span
from mistralc.model.recognition import is_foreign
from mistralc.source import Document

__all__ = [
    "REQUIRED",
    "Action",
    "Call",
    "Clause",
    "Data",
    "Definitions",
    "Document",
    "Event",
    "Input",
    "Kind",
    "Policies",
    "Publish",
    "Retry",
    "Task",
    "TaskDefaults",
    "Transition",
    "WithItems",
    "Workflow",
    "build",
    "detect_kind",
    "is_foreign",
    "load_again",
    "load_document",
    "load_file",
    "load_text",
    "target_span",
]
