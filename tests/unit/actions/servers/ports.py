"""Ports nobody listens on."""

from __future__ import annotations

import socket


def free_port(host: str = "127.0.0.1") -> int:
    """One for a server that cannot choose its own."""
    with socket.socket() as found:
        found.bind((host, 0))
        return int(found.getsockname()[1])
