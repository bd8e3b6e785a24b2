"""std.email: mistral `actions/std_actions.py`, SendEmailAction."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any

from mistral_airflow.actions.connections import connection

_TIMEOUT = 60.0
"""Seconds for each answer of the server. Mistral would wait for ever."""


def email(
    *,
    to_addrs: Sequence[str],
    from_addr: str | None = None,
    smtp_server: str | None = None,
    reply_to: Sequence[str] | str | None = None,
    cc_addrs: Sequence[str] | None = None,
    bcc_addrs: Sequence[str] | None = None,
    smtp_password: str | None = None,
    subject: str | None = None,
    body: str | None = None,
    html_body: str | None = None,
    conn_id: str | None = None,
) -> None:
    """Send an email. Raises RuntimeError when it cannot be sent, ValueError for addresses that are no list."""
    named = {"to_addrs": to_addrs, "cc_addrs": cc_addrs, "bcc_addrs": bcc_addrs}
    to, cc, bcc = (_addresses(name, value) for name, value in named.items())
    found = None if conn_id is None else connection(conn_id)
    sender = from_addr or (found and (found.extra_dejson.get("from_email") or found.login))
    if not sender:
        raise ValueError(f"No sender: give `from_addr`, or the extra `from_email` to the connection '{conn_id}'")
    message = EmailMessage()
    message["Subject"] = subject or "<No subject>"
    message["From"] = sender
    message["To"] = ", ".join(to)
    if cc:
        message["Cc"] = ", ".join(cc)
    if reply_to:
        message["Reply-To"] = reply_to if isinstance(reply_to, str) else ", ".join(reply_to)
    message.set_content(body or "<No body>", cte="base64")
    if html_body:
        message.add_alternative(html_body, subtype="html", cte="base64")
    try:
        with _server(smtp_server, sender, smtp_password, found) as server:
            server.send_message(message, sender, [*cc, *bcc, *to])
    except (smtplib.SMTPException, OSError) as error:
        raise RuntimeError(f"Failed to send an email message: {error}") from error


def _addresses(name: str, value: Sequence[str] | None) -> list[str]:
    if isinstance(value, str):
        raise ValueError(f"`{name}` must be a list of addresses, not a text")
    return list(value or ())


def _server(address: str | None, sender: str, password: str | None, found: Any) -> smtplib.SMTP:
    """A connection to the mail server, logged in. What the workflow says goes before what `found` does."""
    if found is None or address is not None:
        user = sender if found is None else found.login or sender
        secret = password if password is not None or found is None else found.password
        return _logged_in(smtplib.SMTP(str(address), timeout=_TIMEOUT), user, secret, encrypted=secret is not None)
    return _connected(found, found.login or sender, password if password is not None else found.password)


def _connected(found: Any, user: str, password: str | None) -> smtplib.SMTP:
    """As Airflow's smtp provider reads a connection: SSL, else STARTTLS, unless an extra switches it off."""
    extra = found.extra_dejson
    if extra.get("auth_type", "basic") != "basic":
        raise ValueError(f"std.email logs in with a password only, not with {extra['auth_type']}")
    unchecked = extra.get("ssl_context") == "none"
    context = ssl._create_unverified_context() if unchecked else ssl.create_default_context()
    host, timeout = found.host or "localhost", float(extra.get("timeout", _TIMEOUT))
    if not extra.get("disable_ssl"):
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, found.port or 0, timeout=timeout, context=context)
        return _logged_in(server, user, password, encrypted=False)
    server = smtplib.SMTP(host, found.port or 0, timeout=timeout)
    return _logged_in(server, user, password, encrypted=not extra.get("disable_tls"), context=context)


def _logged_in(
    server: smtplib.SMTP, user: str, password: str | None, *, encrypted: bool, context: ssl.SSLContext | None = None
) -> smtplib.SMTP:
    try:
        if encrypted:
            server.starttls(context=context)
        if password:
            server.login(user, password)
    except BaseException:
        server.close()
        raise
    return server
