"""What a rule is: a code, what it means, and an example of the fault with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mistralc.diagnostics import Diagnostic, Label, Remedy, Span, diagnose
from mistralc.model import Definitions
from mistralc.rules.project import Project


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with a source file.

    `bad` is a whole file that breaks the rule, `good` the same file put right; both are run by the tests and shown by
    `mistralc explain`. `check` finds the fault in the definitions of a file alone, `check_among` in those of a file
    among all that are checked together; both are None for what is found earlier, while it is read.
    """

    code: str
    title: str
    explanation: str
    bad: str | bytes
    good: str
    check: Callable[[Definitions], Iterator[Diagnostic]] | None = None
    check_among: Callable[[Definitions, Project], Iterator[Diagnostic]] | None = None

    def at(
        self,
        span: Span,
        message: str,
        *,
        help: str | Remedy | None = None,
        notes: tuple[str, ...] = (),
        related: tuple[Label, ...] = (),
    ) -> Diagnostic:
        """A diagnostic of this rule."""
        return diagnose(self.code, message, span, help, notes, related)
