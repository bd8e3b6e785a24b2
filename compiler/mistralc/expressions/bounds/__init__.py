"""Limits of time and memory for one evaluation, set by environment variables.

Evaluations that are bounded by the size of their data, nearly all, run where they are called. Those that can be endless
or huge run in another process, which is killed when a limit is reached: loops without end, products of text or of
lists, regular expressions that backtrack, loops inside loops over much data.
"""

from mistralc.expressions.bounds.limits import (
    MEGABYTES,
    SECONDS,
    ExpressionLimitError,
    Limits,
    limits_of_environment,
)

__all__ = ["MEGABYTES", "SECONDS", "ExpressionLimitError", "Limits", "limits_of_environment"]
