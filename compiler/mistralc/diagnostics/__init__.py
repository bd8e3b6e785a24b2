"""What the compiler says to people: diagnostics, how they are collected and how they look."""

from mistralc.diagnostics.diagnostic import Diagnostic, DiagnosticObject, DiagnosticSet, Label, Severity, as_object
from mistralc.diagnostics.nearest import did_you_mean, edit_distance, nearest
from mistralc.diagnostics.render import render
from mistralc.diagnostics.span import Span

__all__ = [
    "Diagnostic",
    "DiagnosticObject",
    "DiagnosticSet",
    "Label",
    "Severity",
    "Span",
    "as_object",
    "did_you_mean",
    "edit_distance",
    "nearest",
    "render",
]
