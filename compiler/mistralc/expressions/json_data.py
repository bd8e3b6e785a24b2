"""JSON as Mistral's functions write and read it (the rules of oslo.serialization)."""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Mapping
from typing import Any

_MAX_DEPTH = 3
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%f"


def json_dump(data: Any) -> str:
    """JSON text, indented by 4. Sets and iterators become lists, times text, what is left str()."""
    return json.dumps(data, indent=4, default=to_primitive)


def json_parse(text: str) -> Any:
    """The data of a JSON text. Raises ValueError with the decoder's words."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    return json.loads(text)


def to_primitive(value: Any, level: int = 0) -> Any:
    """A value json.dumps does not know, as plain data (oslo_serialization.jsonutils.to_primitive)."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime.datetime):
        return value.strftime(_TIME_FORMAT)
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, Exception):
        return repr(value)
    return _container(value, level)


def _container(value: Any, level: int) -> Any:
    if callable(value) or type(value) is itertools.count or _is_generator(value):
        return str(value)
    if level > _MAX_DEPTH:
        return None
    if isinstance(value, dict):
        return {to_primitive(key, level): to_primitive(item, level) for key, item in value.items()}
    if isinstance(value, Mapping):
        return to_primitive(dict(value.items()), level + 1)
    if hasattr(value, "__iter__"):
        return [to_primitive(item, level) for item in value]
    raise ValueError(f"Cannot convert {value!r} to primitive")


def _is_generator(value: Any) -> bool:
    return type(value).__name__ == "generator"
