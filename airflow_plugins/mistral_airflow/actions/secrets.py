"""Keeps what is secret in the arguments of actions out of Airflow's logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from airflow.sdk.log import mask_secret

from mistralc.actions import ActionSignature


def mask(signature: ActionSignature, arguments: Mapping[str, Any]) -> None:
    """Mask the arguments of secret parameters, and whatever stands under a name that Airflow takes for a secret's.

    Airflow masks no value shorter than five characters, which would hide half of the log.
    """
    secret = {parameter.name for parameter in signature.parameters if parameter.secret}
    for name, value in arguments.items():
        if name in secret:
            for text in _texts(value):
                _mask_text(text)
        elif isinstance(value, Mapping | list):
            mask_secret(value)  # type: ignore[arg-type]  # evaluated arguments are JSON
            for text in _credentials(value):
                _mask_text(text)


def _mask_text(text: str) -> None:
    """The text, its lines (a key is logged line by line), and the part after `user:` or `Bearer `."""
    mask_secret(text)
    for part in {*text.splitlines(), text.partition(":")[2], text.partition(" ")[2]} - {"", text}:
        if len(part) >= _SHORTEST_PART:
            mask_secret(part)


_SHORTEST_PART = 5


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _credentials(value: Any) -> Iterator[str]:
    """Values of `Authorization` headers: a scheme, then the secret itself."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if isinstance(item, str) and str(name).lower().endswith("authorization"):
                yield item
