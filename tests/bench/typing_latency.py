"""How long an editor waits after a keystroke: a real client and the language server, over stdio."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from tests.bench.environments import child_environment
from tests.bench.results import Goal, Section, Table
from tests.bench.speed import LARGEST

TYPED = "description: typed by hand"
MEDIAN_FILE = """\
version: '2.0'
flow:
  input: [name]
  tasks:
    first:
      action: std.echo output=<% $.name %>
      publish: {answer: <% task().result %>}
      on-success: second
    second:
      action: std.echo output=<% $.answer %>
"""


def measure(folder: Path, corpus: Path, quick: bool) -> Section:
    """From sending a change to having the diagnostics, for every character of a line typed into a file."""
    try:
        from pygls.lsp.client import LanguageClient  # noqa: F401, is it there?
    except ImportError:
        return Section([], [], ["keystrokes: pygls is not there (pip install 'mistralc[lsp]')"])
    texts = {"a file of two tasks": MEDIAN_FILE}
    if (corpus / LARGEST).exists():
        texts[f"the workbook {LARGEST}"] = (corpus / LARGEST).read_text()
    rows: list[list[object]] = []
    for name, text in texts.items():
        taken = asyncio.run(_typed(folder, text, TYPED[:8] if quick else TYPED))
        rows.append([name, median(taken), quantiles(taken, n=20)[-1]])
    table = Table(
        "A keystroke in an editor",
        "Wall time from sending the change to having the diagnostics, over stdio.",
        ["", "median", "95 %"],
        ["", "ms", "ms"],
        rows,
    )
    goal = Goal("a keystroke in the largest real workbook (median)", float(str(rows[-1][1])), 100, "ms", smaller=True)
    return Section([table], [goal])


async def _typed(folder: Path, text: str, typed: str) -> list[float]:
    from lsprotocol import types
    from pygls.lsp.client import LanguageClient

    client = LanguageClient("bench", "1")
    said: asyncio.Queue[int | None] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def keep(params: types.PublishDiagnosticsParams) -> None:
        said.put_nowait(params.version)

    async def told(version: int) -> None:
        while await said.get() != version:
            pass

    root = folder / "editor"
    root.mkdir(exist_ok=True)
    uri = (root / "flow.yaml").as_uri()
    await client.start_io(sys.executable, "-m", "mistralc", "lsp", env=dict(child_environment(folder)))
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri=root.as_uri()))
    client.initialized(types.InitializedParams())
    item = types.TextDocumentItem(uri, types.LanguageKind.Yaml, 0, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await told(0)
    line = next(n for n, row in enumerate(text.split("\n")) if row.strip().startswith("action:"))
    indent = len(text.split("\n")[line]) - len(text.split("\n")[line].lstrip())
    taken = []
    for version, character in enumerate(["\n" + " " * indent, *typed], 1):
        # The first change makes a line of its own below the first action.
        at = (line, len(text.split("\n")[line])) if version == 1 else (line + 1, indent + version - 2)
        place = types.Position(*at)
        change = types.TextDocumentContentChangePartial(types.Range(place, place), character)
        start = time.perf_counter()
        identity = types.VersionedTextDocumentIdentifier(version, uri)
        client.text_document_did_change(types.DidChangeTextDocumentParams(identity, [change]))
        await told(version)
        taken.append((time.perf_counter() - start) * 1000)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return taken
