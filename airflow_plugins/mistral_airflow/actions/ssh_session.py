"""Commands over SSH, on a host or on one behind a gateway (mistral `utils/ssh_utils.py`)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko

_KEY_CLASSES = (paramiko.RSAKey, paramiko.ECDSAKey, paramiko.Ed25519Key)
PORT = 22


@dataclass(frozen=True)
class Account:
    """Who logs in, and how. The password is also that of the private key."""

    username: str
    password: str | None
    private_key_filename: str | None = None
    private_key: str | None = None
    port: int = PORT
    host_key: str | None = None
    """Type and key as in `known_hosts`, without the name: the host must have it. Without it any host is trusted."""


@dataclass(frozen=True)
class Gateway:
    """The host to go through. Its user logs in with the account's private key."""

    host: str
    username: str
    port: int = PORT
    command: str | None = None
    """A command whose input and output are the way to it."""


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    stdout: str
    stderr: str
    exit_code: int


def run_command(account: Account, host: str, command: str) -> Finished:
    """Run a command and wait for its end. Raises what paramiko and the network raise, ValueError for a bad key name."""
    with _session(host, account, private_key(account), account.password) as client:
        return _execute(client, command)


def run_through_gateway(account: Account, gateway: Gateway, host: str, command: str) -> Finished:
    """The same on a host that only the gateway reaches; the gateway needs `nc`. No password logs in, only the key."""
    key = private_key(account)
    way = paramiko.ProxyCommand(gateway.command) if gateway.command else None
    at_gateway = Account(gateway.username, None, port=gateway.port)
    with _session(gateway.host, at_gateway, key, None, way) as between:
        tunnel = _channel(between)
        tunnel.exec_command(f"nc {host} {account.port}")
        with _session(host, account, key, None, tunnel) as client:
            return _execute(client, command)


def private_key(account: Account) -> paramiko.PKey | None:
    """The account's key, None when it has none. Raises paramiko's SSHException, OSError, ValueError."""
    load = _loader(account)
    if load is None:
        return None
    failure: Exception | None = None
    for key_class in _KEY_CLASSES:
        try:
            return load(key_class)
        except (OSError, paramiko.SSHException) as error:
            failure = error
    raise failure or paramiko.SSHException("not a private key")


def _loader(account: Account) -> Callable[[Any], paramiko.PKey] | None:
    name, text = account.private_key_filename, account.private_key
    if name and ".." in Path(name.replace("\\", "/")).parts:
        raise ValueError(f"Private key filename must not contain '..'. Actual: {name}")
    if text:
        return lambda key_class: key_class.from_private_key(io.StringIO(text), password=account.password)
    if name:
        path = Path("~/.ssh").expanduser() / name  # an absolute name stays as it is
        return lambda key_class: key_class.from_private_key_file(str(path), password=account.password)
    return None


@contextmanager
def _session(
    host: str, account: Account, key: paramiko.PKey | None, password: str | None, way: Any = None
) -> Iterator[paramiko.SSHClient]:
    client = paramiko.SSHClient()
    if account.host_key:
        kind, text = account.host_key.split()[:2]
        name = host if account.port == PORT else f"[{host}]:{account.port}"
        client.get_host_keys().add(name, kind, paramiko.PKey.from_type_string(kind, _decoded(text)))
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
    else:
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    try:
        client.connect(host, account.port, account.username, password, key, sock=way)
        yield client
    finally:
        client.close()


def _decoded(text: str) -> bytes:
    from base64 import b64decode

    return b64decode(text)


def _channel(client: paramiko.SSHClient) -> paramiko.Channel:
    transport = client.get_transport()
    if transport is None:
        raise paramiko.SSHException("the connection is closed")
    return transport.open_session()


def _execute(client: paramiko.SSHClient, command: str) -> Finished:
    # A command that fills one of the two waits until somebody reads it. A closed channel ends both readers.
    with ThreadPoolExecutor(1) as pool, closing(_channel(client)) as channel:
        channel.exec_command(command)
        errors = pool.submit(_read, channel.recv_stderr)
        output = _read(channel.recv)
        return Finished(output.decode(), errors.result().decode(), channel.recv_exit_status())


def _read(receive: Callable[[int], bytes]) -> bytes:
    return b"".join(iter(lambda: receive(1 << 16), b""))
