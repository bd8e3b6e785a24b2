"""An HTTP server that tells what it was sent, and a proxy that tells what it was asked for."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SHOWN = ("content-type", "authorization", "cookie")
ANSWERS: dict[str, tuple[int, str | None, bytes]] = {
    "/latin": (200, "text/plain; charset=latin-1", "é".encode("latin-1")),
    "/utf8": (200, "text/plain; charset=utf-8", "é€".encode()),
    "/html": (200, "text/html", "<p>é</p>".encode()),
    "/untyped": (200, None, "é".encode()),
    "/bytes": (200, "application/octet-stream", b"\x00\xff"),
    "/strange": (200, "text/plain; charset=nonsense", b"abc"),
    "/empty": (204, None, b""),
    "/number": (200, "application/json", b"5"),
    "/broken": (200, "application/json", b'{"a": '),
}


class Recorder(ThreadingHTTPServer):
    """Keeps what it was sent. `stopping` ends the answers that would never come."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.requests: list[dict[str, Any]] = []
        self.stopping = threading.Event()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Recorder

    def version_string(self) -> str:
        return "test"

    def date_time_string(self, timestamp: float | None = None) -> str:
        return "Thu, 01 Jan 1970 00:00:00 GMT"

    def log_message(self, *_: Any) -> None:
        """Nothing."""

    def answer(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        shown = {name: value for name, value in headers.items() if name in SHOWN or name.startswith(("x-", "mistral-"))}
        request = {
            "method": self.command, "path": self.path if parts.netloc else parts.path, "query": parse_qs(parts.query),
            "headers": shown, "body": sent,
        }  # fmt: skip
        self.server.requests.append(request)
        if parts.netloc:
            self.reply(200, "application/json", json.dumps({"proxied": parts.path}).encode())
        elif parts.path in ANSWERS:
            self.reply(*ANSWERS[parts.path])
        else:
            self.special(parts.path, request)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = answer

    def special(self, path: str, request: dict[str, Any]) -> None:
        first, _, rest = path.lstrip("/").partition("/")
        if first == "status":
            self.reply(int(rest), "application/json", json.dumps({"said": int(rest)}).encode())
        elif first == "redirect":
            self.reply(302, None, b"", Location="/" + rest)
        elif first == "away":
            self.reply(302, None, b"", Location="http://169.254.169.254/latest")
        elif first == "cookie":
            self.reply(200, None, b"", **{"Set-Cookie": "session=abc; Path=/"})
        elif first == "slow":
            self.server.stopping.wait()
        elif first == "large":
            self.reply(200, "text/plain", b"", **{"Content-Length": "9999999"})
            self.close_connection = True
        else:
            self.reply(200, "application/json", json.dumps(request).encode())

    def reply(self, status: int, kind: str | None, body: bytes, **headers: str) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def http_server(context: ssl.SSLContext | None = None) -> Iterator[Recorder]:
    """The server, on a free port; encrypted with a context."""
    server = Recorder(Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
