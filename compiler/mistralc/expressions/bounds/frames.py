"""Messages between the two processes: pickled objects, each with its length before it."""

from __future__ import annotations

import os
import pickle
import select
import struct
import time
from typing import Any

_LENGTH = struct.Struct(">Q")


class Late(Exception):
    """The other side did not answer in time."""


class Gone(Exception):
    """The other side has ended."""


def pack(message: Any) -> bytes:
    """The bytes of a message. Raises what pickling raises."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def send(descriptor: int, data: bytes) -> None:
    """Write all of it. Raises Gone."""
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError as error:
        raise Gone from error


def receive(descriptor: int, deadline: float | None = None) -> Any:
    """The next message. Raises Late after the deadline (of time.monotonic) and Gone at the end."""
    (length,) = _LENGTH.unpack(_read(descriptor, _LENGTH.size, deadline))
    return pickle.loads(_read(descriptor, length, deadline))


def _read(descriptor: int, length: int, deadline: float | None) -> bytearray:
    data = bytearray()
    while len(data) < length:
        if deadline is not None:
            _wait(descriptor, deadline)
        part = os.read(descriptor, min(length - len(data), 1 << 20))
        if not part:
            raise Gone
        data += part
    return data


def _wait(descriptor: int, deadline: float) -> None:
    # poll, because select cannot watch descriptors above 1023.
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    if not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise Late
