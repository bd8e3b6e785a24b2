"""What the three rules about the syntax of expressions share: where a text goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mistralc.analysis.texts import Text, texts
from mistralc.model import Definitions

if TYPE_CHECKING:
    from mistralc.expressions import ExpressionSyntaxError


def faults(definitions: Definitions) -> Iterator[tuple[Text, ExpressionSyntaxError]]:
    """Each evaluated text that is no valid expression."""
    from mistralc.expressions import ExpressionSyntaxError, validate

    for text in texts(definitions):
        if "{" in text.text or "<%" in text.text:
            try:
                validate(text.text)
            except ExpressionSyntaxError as error:
                yield text, error
