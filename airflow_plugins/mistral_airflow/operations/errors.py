"""Why an operation is not done."""

from __future__ import annotations


class OperationRefused(Exception):
    """The run, or the task, is in no state for the operation; the message says which states are."""
