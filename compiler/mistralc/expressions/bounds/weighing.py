"""Answers of Mistral's functions, which are looked at for their size before an expression sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mistralc.expressions.bounds.growth import size_of
from mistralc.expressions.errors import FunctionUnavailable
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.yaql.runtime.foreign import Recorder


class TooHeavy(FunctionUnavailable):
    """The answers are so large that the evaluation has to be watched. Evaluators let it pass."""


class Weighing(Recorder):
    """A function provider that raises TooHeavy when `is_too_much(size of all answers)`."""

    __slots__ = ("_is_too_much", "_size")

    def __init__(self, provider: FunctionProvider, is_too_much: Callable[[int], bool]) -> None:
        super().__init__(provider)
        self._is_too_much: Callable[[int], bool] | None = is_too_much
        self._size = 0

    def once(self, name: str, arguments: tuple[Any, ...], call: Callable[[], Any]) -> Any:
        answer = super().once(name, arguments, call)
        if self._is_too_much is not None:
            self._size += size_of(answer)
            if self._is_too_much(self._size):
                raise TooHeavy(name)
        return answer

    def weighed(self) -> Weighing:
        """The same with its answers to be given again, whatever their size."""
        self.rewind()
        self._is_too_much = None
        return self
