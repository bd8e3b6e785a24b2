"""Lists of resources as Mistral's API gives them: filtered, sorted, with the fields that are asked for.

Rules: mistral `utils/filter_utils.py` (a value may begin with an operator), `utils/rest_utils.py`; mistralclient
`api/base.py` (`find` compares attributes, and a resource without the attribute is none that is found).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mistral_airflow.service.errors import Refusal

Row = dict[str, Any]

_OPERATORS: Mapping[str, Callable[[Any, str], bool]] = {
    "eq": lambda value, other: value == other,
    "neq": lambda value, other: value != other,
    "gt": lambda value, other: value > other,
    "gte": lambda value, other: value >= other,
    "lt": lambda value, other: value < other,
    "lte": lambda value, other: value <= other,
    "has": lambda value, other: other in value,
    "in": lambda value, other: value in other.split(","),
    "nin": lambda value, other: value not in other.split(","),
}


def shaped(
    rows: Iterable[Row], *, marker: Any = "", limit: Any = None, sort_keys: Any = "", sort_dirs: Any = "",
    fields: Any = "", **filters: Any,
) -> list[Row]:  # fmt: skip
    """The rows that fit `filters`, in order of `sort_keys`. Raises Refusal for a marker and an unknown name."""
    if marker:
        raise Refusal("A list is given whole: leave out `marker`")
    found = [row for row in rows if all(_fits(row, name, wanted) for name, wanted in filters.items())]
    directions = _words(sort_dirs)
    for place, key in reversed(list(enumerate(_words(sort_keys)))):
        down = directions[place : place + 1] == ["desc"]
        found.sort(key=lambda row: (_field(row, key) is not None, str(_field(row, key))), reverse=down)
    count = int(limit) if limit else 0
    wanted = _words(fields)
    return [_only(row, wanted) for row in (found[:count] if count > 0 else found)]


def matching(rows: Iterable[Row], attributes: Mapping[str, Any]) -> list[Row]:
    """The rows that have all of `attributes`."""
    return [row for row in rows if all(name in row and row[name] == value for name, value in attributes.items())]


def _fits(row: Row, name: str, wanted: Any) -> bool:
    value = _field(row, name)
    operator, colon, other = str(wanted).partition(":")
    if colon and operator in _OPERATORS:
        return value is not None and _OPERATORS[operator](str(value), other)
    return bool(value == wanted or str(value) == str(wanted))


def _field(row: Row, name: str) -> Any:
    if name not in row:
        raise Refusal(f"There is no field '{name}'; there are {', '.join(row)}")
    return row[name]


def _only(row: Row, fields: Sequence[str]) -> Row:
    return {name: _field(row, name) for name in dict.fromkeys(("id", *fields))} if fields else row


def _words(value: Any) -> list[str]:
    """A list, or a text with commas."""
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return list(value or ())


# Parts of resources


def json_text(value: Any) -> str:
    """How Mistral's API shows structures: as JSON text (its type `jsontype`), which workflows read with json_parse."""
    return json.dumps(value)


def structure(value: Any, name: str) -> dict[str, Any]:
    """An argument that is a dict, or its JSON text. Raises Refusal."""
    if isinstance(value, str) and value:
        try:
            value = json.loads(value)
        except ValueError as error:
            raise Refusal(f"{name} holds no JSON: {error}") from None
    if value is not None and value != "" and not isinstance(value, Mapping):
        raise Refusal(f"{name} must be a dict, not {value!r}")
    return dict(value or {})


def moment(value: datetime | None) -> str | None:
    """A time as Mistral's API shows it: UTC, whole seconds, a blank between date and time."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if value else None


def now() -> datetime:
    """This moment, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
