"""The servers that cases run on, and the names under which cases speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.actions.servers.certificates import Certificates, make_certificates
from tests.unit.actions.servers.http import Recorder, http_server
from tests.unit.actions.servers.mail import Mailbox, mail_server
from tests.unit.actions.servers.sshd import Sshd, sshd

_VARYING = (
    (re.compile(r"0x[0-9a-f]{6,}"), "0x"),
    (re.compile(r"host='?\(?127\.0\.0\.1'?, port=\d+"), "host=127.0.0.1"),
    (re.compile(r"HTTPSConnectionPool\(host=127.0.0.1\)"), "HTTPSConnectionPool"),
)


@dataclass(frozen=True)
class Places:
    """What runs, and name → what the name stands for."""

    names: Mapping[str, str]
    http: Recorder
    mail: Mailbox
    login_mail: Mailbox
    ssl_mail: Mailbox
    ssh: Sshd | None
    certificates: Certificates

    def filled(self, value: Any) -> Any:
        """Data with the names replaced."""
        if isinstance(value, str):
            for name, text in self.names.items():
                value = value.replace("{" + name + "}", text)
            return value
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        return [self.filled(item) for item in value] if isinstance(value, list) else value

    def emptied(self, value: Any) -> Any:
        """The other way round: data that is the same from one start to the next."""
        if isinstance(value, dict):
            kept = {key: self.emptied(item) for key, item in value.items()}
            return {**kept, "elapsed": "seconds"} if isinstance(kept.get("elapsed"), float) else kept
        if isinstance(value, list):
            return [self.emptied(item) for item in value]
        if not isinstance(value, str):
            return value
        for pattern, text in _VARYING:
            value = pattern.sub(text, value)
        for name, text in self.names.items():
            if len(text) > len(_SHORT):
                value = value.replace(text, "{" + name + "}")
        return value


_SHORT = "root"
"""Texts as short as a user's name may stand for anything."""


@contextmanager
def places(
    folder: Path, *, ssh: bool = True, ssh_host: str = "127.0.0.3", ssh_port: int | None = None
) -> Iterator[Places]:
    """Start the servers, and end them. The sshd has an address of its own: messages are compared with it left out."""
    certificates = make_certificates(folder)
    with ExitStack() as stack:
        plain = stack.enter_context(http_server())
        encrypted = stack.enter_context(http_server(certificates.server_context()))
        mail = stack.enter_context(mail_server())
        login = stack.enter_context(mail_server(certificates.server_context()))
        ssl_mail = stack.enter_context(mail_server(certificates.server_context(), encrypted=True))
        names = {
            "http": f"http://127.0.0.1:{plain.server_port}", "https": f"https://127.0.0.1:{encrypted.server_port}",
            "ca": str(certificates.authority), "smtp": mail.address, "smtp_login": login.address,
        }  # fmt: skip
        server: Sshd | None = None
        if ssh:
            keys = folder / "ssh"
            keys.mkdir()
            server = stack.enter_context(sshd(keys, ssh_host, ssh_port))
            names |= {
                "key_text": server.key.read_text(), "locked_key": str(server.locked_key), "key": str(server.key),
                "host": server.host, "port": str(server.port), "user": server.user,
            }  # fmt: skip
        yield Places(names, plain, mail, login, ssl_mail, server, certificates)
