"""Points in time and time spans."""

from __future__ import annotations

import datetime as _datetime
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from mistralc.expressions.yaql.runtime.deopt import Deopt

DATETIME = _datetime.datetime
TIMESPAN = _datetime.timedelta
TYPES = frozenset({DATETIME, TIMESPAN})
_NUMBERS = frozenset({int, float})
_ZERO = TIMESPAN()


def _utc() -> Any:
    # Loaded late: most expressions have no times. yaql's zone is this very object.
    from dateutil import tz

    return tz.tzutc()


def aware(value: Any) -> Any:
    """A time without a zone is taken as UTC; anything else as it is."""
    if type(value) is DATETIME and value.tzinfo is None:
        return value.replace(tzinfo=_utc())
    return value


def _zone(offset: Any) -> Any:
    if type(offset) is not TIMESPAN:
        raise Deopt
    if offset == _ZERO:
        return _utc()
    from dateutil import tz

    return tz.tzoffset(None, _microseconds(offset) / 1000000.0)


def _integers(*values: Any) -> None:
    for value in values:
        if type(value) is not int:
            raise Deopt


def timespan(
    days: Any = 0, hours: Any = 0, minutes: Any = 0, seconds: Any = 0, milliseconds: Any = 0, microseconds: Any = 0
) -> Any:
    _integers(days, hours, minutes, seconds, milliseconds, microseconds)
    return TIMESPAN(
        days=days,
        hours=hours,
        minutes=minutes,
        seconds=seconds,
        milliseconds=milliseconds,
        microseconds=microseconds,
    )


def from_parts(
    year: Any,
    month: Any,
    day: Any,
    hour: Any = 0,
    minute: Any = 0,
    second: Any = 0,
    microsecond: Any = 0,
    offset: Any = _ZERO,
) -> Any:
    _integers(year, month, day, hour, minute, second, microsecond)
    return DATETIME(year, month, day, hour, minute, second, microsecond, _zone(offset))


_NOT_GIVEN: Any = object()
"""No second argument: a format may be null, an offset may not."""


def from_text_or_number(value: Any, second: Any = _NOT_GIVEN) -> Any:
    """datetime('2015-01-01'), datetime(text, format), datetime(timestamp), datetime(timestamp, offset)."""
    if type(value) in _NUMBERS:
        return DATETIME.fromtimestamp(value, tz=_zone(_ZERO if second is _NOT_GIVEN else second))
    if second is _NOT_GIVEN:
        second = None
    if type(value) is not str or not (second is None or type(second) is str):
        raise Deopt
    if second:
        result = DATETIME.strptime(value, second)
    else:
        from dateutil import parser

        result = parser.parse(value)
    return result if result.tzinfo else result.replace(tzinfo=_utc())


def formatted(value: Any, pattern: Any) -> str:
    if type(value) is not DATETIME or type(pattern) is not str:
        raise Deopt
    return aware(value).strftime(pattern)  # type: ignore[no-any-return]


def add(left: Any, right: Any) -> Any:
    if type(left) is DATETIME and type(right) is DATETIME:
        raise Deopt
    return aware(left) + aware(right)


def subtract(left: Any, right: Any) -> Any:
    if type(left) is TIMESPAN and type(right) is DATETIME:
        raise Deopt
    return aware(left) - aware(right)


def multiply(left: Any, right: Any) -> Any:
    if type(right) is TIMESPAN:
        left, right = right, left
    if type(left) is TIMESPAN and type(right) in _NUMBERS:
        return TIMESPAN(microseconds=_microseconds(left) * right)
    raise Deopt


def divide(left: Any, right: Any) -> Any:
    if type(left) is TIMESPAN:
        if type(right) is TIMESPAN:
            return (0.0 + _microseconds(left)) / _microseconds(right)
        if type(right) in _NUMBERS:
            return TIMESPAN(microseconds=_microseconds(left) / right)
    raise Deopt


def _microseconds(span: Any) -> int:
    return 86400000000 * span.days + 1000000 * span.seconds + span.microseconds  # type: ignore[no-any-return]


def _date(value: Any) -> Any:
    return DATETIME(year=value.year, month=value.month, day=value.day, tzinfo=value.tzinfo)


def _timestamp(value: Any) -> Any:
    epoch = DATETIME(1970, 1, 1, tzinfo=_utc())
    return (value - value.utcoffset() - epoch).total_seconds()


_SPAN = {
    "microseconds": _microseconds,
    "milliseconds": lambda span: _microseconds(span) / 1000.0,
    "seconds": lambda span: _microseconds(span) / 1000000.0,
    "minutes": lambda span: _microseconds(span) / 60000000.0,
    "hours": lambda span: _microseconds(span) / 3600000000.0,
    "days": lambda span: _microseconds(span) / 86400000000.0,
}
_TIME: dict[str, Callable[[Any], Any]] = {
    **{name: attrgetter(name) for name in ("year", "month", "day", "hour", "minute", "second", "microsecond")},
    "date": lambda value: _date(aware(value)),
    "time": lambda value: aware(value) - _date(aware(value)),
    "weekday": lambda value: value.weekday(),
    "utc": lambda value: aware(value) - aware(value).utcoffset(),
    "offset": lambda value: value.utcoffset() or _ZERO,
}


def property_of(value: Any, name: str) -> Any:
    """`$.time.year`, `$.span.seconds`."""
    table = _SPAN if type(value) is TIMESPAN else _TIME
    if type(value) is DATETIME and name == "timestamp" and value.tzinfo is not None:
        return _timestamp(value)
    getter = table.get(name)
    if getter is None:
        raise Deopt
    return getter(value)


def is_time(value: Any) -> bool:
    return isinstance(value, DATETIME)


def is_span(value: Any) -> bool:
    return isinstance(value, TIMESPAN)
