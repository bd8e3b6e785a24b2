"""The context as yaql sees it: immutable, and converted where it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yaql.language import utils


class LazyDict(Mapping[str, Any]):
    """The context as a mapping that converts a value when it is looked up, once.

    yaql converts the whole context for every expression, which costs more than the expression as soon as something
    in it is large; and a lookup here may fetch the value from elsewhere.
    """

    __slots__ = ("_converted", "_source")

    def __init__(self, source: Mapping[str, Any]) -> None:
        self._source = source
        self._converted: dict[Any, Any] = {}

    def __getitem__(self, key: Any) -> Any:
        if key in self._converted:
            return self._converted[key]
        value = self._converted[key] = utils.convert_input_data(self._source[key])
        return value

    def __contains__(self, key: object) -> bool:
        return key in self._source

    def __iter__(self) -> Iterator[str]:
        return iter(self._source)

    def __len__(self) -> int:
        return len(self._source)

    def __hash__(self) -> int:
        result = 0
        for pair in self.items():
            result ^= hash(pair)
        return result

    def __repr__(self) -> str:
        return repr(dict(self))


def context_of(data: Any) -> Any:
    """The context, whatever its type, as yaql's ``$``. One made before is taken as it is."""
    if isinstance(data, LazyDict):
        return data
    if isinstance(data, Mapping):
        return LazyDict(data)
    return utils.convert_input_data(data)
