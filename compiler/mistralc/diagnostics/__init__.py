"""What the compiler says to people: diagnostics, how they are collected and how they look."""

from mistralc.diagnostics.diagnostic import (
    Applicability,
    Diagnostic,
    DiagnosticObject,
    DiagnosticSet,
    Edit,
    Fix,
    Label,
    Severity,
    as_object,
)
from mistralc.diagnostics.nearest import Names, did_you_mean, near, nearest
from mistralc.diagnostics.remedy import Remedy, delete, diagnose, insert, replace, respell
from mistralc.diagnostics.render import render
from mistralc.diagnostics.span import Span

__all__ = [
    "Applicability",
    "Diagnostic",
    "DiagnosticObject",
    "DiagnosticSet",
    "Edit",
    "Fix",
    "Label",
    "Names",
    "Remedy",
    "Severity",
    "Span",
    "as_object",
    "delete",
    "diagnose",
    "did_you_mean",
    "insert",
    "near",
    "nearest",
    "render",
    "replace",
    "respell",
]
