"""Asked at any place of any text, finished or not, the server has an answer or none, and never fails."""

from pathlib import Path

import pytest

from mistralc.analysis.graph import ENGINE_COMMANDS
from mistralc.lsp.asking import ask
from mistralc.lsp.completion import propose
from mistralc.lsp.cursor import cursor_at
from mistralc.lsp.describing import of_command
from mistralc.lsp.project import OpenProject

GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("*/*.yaml"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_place_has_an_answer_or_none(path):
    text = path.read_bytes().decode("utf-8", "replace")
    files = OpenProject()
    files.change("a.yaml", text)
    document, definitions = files.document("a.yaml"), files.definitions("a.yaml")
    for line, content in enumerate(document.lines[:60], 1):
        for column in range(1, min(len(content), 100) + 2, 3):
            propose(document, line, column, definitions, files.project)
            if definitions:
                answer = ask(cursor_at(document, line, column), definitions, files.project)
                assert answer is None or answer.text


@pytest.mark.parametrize("path", GOLDEN[::4], ids=lambda path: path.stem)
def test_every_beginning_of_a_text_can_be_typed(path):
    text = path.read_bytes().decode("utf-8", "replace")[:1500]
    files = OpenProject()
    for end in range(0, len(text), 17):
        files.change("a.yaml", text[:end], hasty=True)
        document = files.document("a.yaml")
        last = len(document.lines)
        propose(document, last, len(document.lines[-1]) + 1, files.definitions("a.yaml"), files.project)


def test_every_engine_command_has_a_description():
    assert all(command in of_command(command) for command in ENGINE_COMMANDS)
