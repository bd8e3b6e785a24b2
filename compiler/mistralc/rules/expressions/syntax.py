"""What the three rules about the syntax of expressions share: where a text goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistralc.analysis.kept import kept
from mistralc.analysis.texts import Text, texts
from mistralc.model import Definitions

if TYPE_CHECKING:
    from mistralc.expressions import ExpressionSyntaxError

Faults = tuple[tuple[Text, "ExpressionSyntaxError"], ...]


@kept
def faults(definitions: Definitions) -> Faults:
    """Each evaluated text that is no valid expression."""
    from mistralc.expressions import ExpressionSyntaxError, validate

    found: list[tuple[Text, ExpressionSyntaxError]] = []
    for text in texts(definitions):
        if "{" in text.text or "<%" in text.text:
            try:
                validate(text.text)
            except ExpressionSyntaxError as error:
                found.append((text, error))
    return tuple(found)
