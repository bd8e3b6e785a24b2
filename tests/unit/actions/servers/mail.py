"""A mail server that keeps what it was sent: plain, with STARTTLS and a login, or with SSL from the start."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.unit.actions.servers.ports import free_port

USER, PASSWORD = "sender@example.com", "open-sesame"


@dataclass
class Mailbox:
    """What came, as `parsed` shows it, and where it came in."""

    port: int
    mails: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.mails.append({**_parsed(envelope), "user": session.auth_data, "encrypted": session.ssl is not None})
        return "250 OK"


def _parsed(envelope: Envelope) -> dict[str, Any]:
    message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
    headers = {name: str(message[name]) for name in ("Subject", "From", "To", "Cc", "Reply-To") if message[name]}
    parts = message.walk() if message.is_multipart() else [message]
    texts = [[part.get_content_type(), part.get_content().strip()] for part in parts if not part.is_multipart()]
    return {
        "from": envelope.mail_from, "to": sorted(envelope.rcpt_tos), "headers": headers,
        "type": message.get_content_type(), "texts": texts,
    }  # fmt: skip


def _login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False, auth_data=USER if known else None)


@contextmanager
def mail_server(context: ssl.SSLContext | None = None, *, encrypted: bool = False) -> Iterator[Mailbox]:
    """The server; with a context it wants STARTTLS and a login, and is `encrypted` from the start if told so."""
    mailbox = Mailbox(free_port())
    options: dict[str, Any] = {}
    if context is not None:
        options = {"authenticator": _login, "auth_required": True, "auth_require_tls": not encrypted}
        options |= {"ssl_context": context} if encrypted else {"tls_context": context, "require_starttls": True}
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop(no_assert=True)
