"""mistralc explain."""

from __future__ import annotations

import sys

from mistralc.cli.report import usage_error
from mistralc.diagnostics import did_you_mean
from mistralc.rules import codes, find
from mistralc.rules.pages import page


def run_explain(code: str) -> int:
    """Print what a code stands for; 2 when there is no such code."""
    rule = find(code.strip()) if code.strip() else None
    if rule is None:
        near = did_you_mean(code.strip().upper(), codes()) or f"the codes are {', '.join(codes())}"
        return usage_error(f"there is no diagnostic {code!r}; {near}")
    sys.stdout.write(page(rule))
    return 0
