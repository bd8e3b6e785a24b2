"""mistralc lsp."""

from __future__ import annotations

from importlib.util import find_spec

from mistralc.cli.report import usage_error


def run_lsp() -> int:
    """Serve an editor on stdin and stdout until it leaves; 2 when the library for it is not installed."""
    if find_spec("pygls") is None:
        return usage_error("the language server needs pygls: pip install 'mistralc[lsp]'")
    from mistralc.lsp.server import server

    server.start_io()
    return 0
