"""The std.* actions that only compute: parameters and conversions as in mistral `actions/std_actions.py`."""

from __future__ import annotations

import time
from typing import Any

from mistral_airflow.flow.errors import ActionError, CallFault


def noop() -> None:
    """Do nothing. What std.async_noop starts is nothing either: only its result is waited for."""


def echo(output: Any, delay: Any = 0) -> Any:
    """Return `output`, after `delay` seconds."""
    time.sleep(_seconds(delay, float))
    return output


def fail(error_data: Any = None) -> None:
    """Fail, with `error_data` as the result if there is any."""
    if error_data:
        raise ActionError(error_data)
    raise RuntimeError("Fail action expected exception.")


def sleep(seconds: Any = 1) -> None:
    """Wait `seconds` (whole ones; what is no number counts as 0)."""
    time.sleep(_seconds(seconds, int))


def test_dict(size: int = 0, key_prefix: str = "", val: Any = "") -> dict[str, Any]:
    """A dict of `size` keys that begin with `key_prefix`, all with the value `val`."""
    return {f"{key_prefix}{number}": val for number in range(size)}


def _seconds(value: Any, number: type[int] | type[float]) -> float:
    try:
        return max(0, number(value))
    except ValueError:
        return 0
    except TypeError as error:
        raise CallFault(str(error)) from None
