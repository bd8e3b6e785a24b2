"""std.ssh, std.ssh_proxied, std.wait_ssh: mistral `actions/std_actions.py`, `resources/actions/wait_ssh.yaml`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import paramiko

from mistral_airflow.actions.connections import connection
from mistral_airflow.actions.ssh_session import PORT, Account, Finished, Gateway, run_command, run_through_gateway

LOG = logging.getLogger(__name__)

_FAILURES = (paramiko.SSHException, OSError, EOFError, ValueError)
"""What the library, the network, a bad key and output that is no text raise."""

_Hosts = Sequence[str] | str | None


def ssh(
    *,
    cmd: str,
    host: _Hosts = None,
    username: str | None = None,
    password: str | None = "",
    private_key_filename: str | None = None,
    private_key: str | None = None,
    return_result_on_error: Any = False,
    port: int | None = None,
    conn_id: str | None = None,
) -> Any:
    """What the command wrote to its output, a list of it for several hosts. Raises RuntimeError when it failed.

    With `return_result_on_error` the result is a dict of output, errors and exit code, and no exit code is a failure.
    """
    hosts, account = _account(conn_id, host, username, password, private_key_filename, private_key, port)
    return _on_each(hosts, cmd, lambda each: run_command(account, each, cmd), keep=bool(return_result_on_error))


def ssh_proxied(
    *,
    cmd: str,
    gateway_host: str,
    host: _Hosts = None,
    username: str | None = None,
    private_key_filename: str | None = None,
    gateway_username: str | None = None,
    password: str | None = None,
    proxy_command: str | None = None,
    private_key: str | None = None,
    port: int | None = None,
    gateway_port: int | None = None,
    conn_id: str | None = None,
) -> Any:
    """The same on hosts that only the gateway reaches."""
    hosts, account = _account(conn_id, host, username, password, private_key_filename, private_key, port)
    gateway = Gateway(gateway_host, gateway_username or account.username, gateway_port or PORT, proxy_command)
    return _on_each(hosts, cmd, lambda each: run_through_gateway(account, gateway, each, cmd))


def wait_ssh(
    *,
    host: _Hosts = None,
    username: str | None = None,
    password: str | None = None,
    port: int | None = None,
    conn_id: str | None = None,
) -> Any:
    """List a directory there. Raises RuntimeError as long as nobody can log in."""
    return ssh(cmd="ls -l", host=host, username=username, password=password, port=port, conn_id=conn_id)


def _on_each(hosts: Sequence[str], command: str, run: Callable[[str], Finished], *, keep: bool = False) -> Any:
    """The result of one host, or the list of results of several. The log says more than the error, as in Mistral."""
    failure = f"Failed to execute ssh cmd '{command}' on {list(hosts)}"
    results: list[Any] = []
    for host in hosts:
        try:
            done = run(host)
        except _FAILURES as error:
            LOG.warning("%s: %s: %s", host, type(error).__name__, error)
            raise RuntimeError(failure) from None
        LOG.info("%s: exit code %d", host, done.exit_code)
        if done.exit_code and not keep:
            LOG.warning("%s: %s", host, done.stderr.rstrip())
            raise RuntimeError(failure)
        results.append(asdict(done) if keep else done.stdout)
    if not results:
        raise RuntimeError(failure)
    return results if len(results) > 1 else results[0]


def _account(
    conn_id: str | None,
    host: _Hosts,
    username: str | None,
    password: str | None,
    private_key_filename: str | None,
    private_key: str | None,
    port: int | None,
) -> tuple[list[str], Account]:
    """Hosts and account; what the workflow does not say comes from the connection, read as Airflow's ssh provider does.

    Raises ValueError when one of the two does not say where to log in, and as whom.
    """
    found = None if conn_id is None else connection(conn_id)
    extra = found.extra_dejson if found else {}
    host = found.host if found and host is None else host
    username = found.login if found and username is None else username
    if host is None or username is None:
        missing = "host" if host is None else "username"
        raise ValueError(f"No {missing}: give `{missing}`, or complete the connection '{conn_id}'")
    account = Account(
        username=username,
        password=password or extra.get("private_key_passphrase") or (found.password if found else password),
        private_key_filename=private_key_filename or extra.get("key_file"),
        private_key=private_key or extra.get("private_key"),
        port=port or (found and found.port) or PORT,
        host_key=extra.get("host_key"),
    )
    return [host] if isinstance(host, str) else list(host), account
