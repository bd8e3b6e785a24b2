"""What the three rules about the syntax of expressions share: where a text goes wrong."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from mistralc.analysis.texts import Text, texts
from mistralc.model import Definitions

if TYPE_CHECKING:
    from mistralc.expressions import ExpressionSyntaxError

Faults = tuple[tuple[Text, "ExpressionSyntaxError"], ...]

# The rules are run one after the other over the same definitions: those looked at last are enough to remember.
_last: tuple[weakref.ref[Definitions], Faults] | None = None


def faults(definitions: Definitions) -> Faults:
    """Each evaluated text that is no valid expression; looked for once, whichever rule asks first."""
    global _last
    known = _last
    if known is None or known[0]() is not definitions:
        known = _last = weakref.ref(definitions), _found(definitions)
    return known[1]


def _found(definitions: Definitions) -> Faults:
    from mistralc.expressions import ExpressionSyntaxError, validate

    found: list[tuple[Text, ExpressionSyntaxError]] = []
    for text in texts(definitions):
        if "{" in text.text or "<%" in text.text:
            try:
                validate(text.text)
            except ExpressionSyntaxError as error:
                found.append((text, error))
    return tuple(found)
