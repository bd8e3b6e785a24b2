"""What the server knows: the texts of the editor over those on disk, checked together."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Sequence
from itertools import islice

from mistralc.compilation import Sources
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, is_foreign
from mistralc.reading import below
from mistralc.rules import Project
from mistralc.settings import Settings, SettingsError, find_settings
from mistralc.source import Document, load, read

MAX_FILES = 2000
"""Files of a folder that are read along, so that workflows are known across files."""

_FAULTY = """\
version: '2.0'
w:
  tasks:
    t:
      action: std.echo output=<% $.x %>
      publish: {y: '{{ _.x }}'}
      retyr: 1
"""


def warm_up() -> None:
    """Load what the first check and the first fault of a kind need, before somebody waits for it."""
    sources = Sources()
    sources.add(load(_FAULTY, "warm.yaml"), pathlib.Path("warm.yaml"))
    sources.check()


class OpenProject:
    """The files of a folder. Documents are named by their absolute path."""

    def __init__(self) -> None:
        self.problem: str | None = None
        """Why the settings of the folder are not used."""
        self._sources = Sources()
        self._sound: dict[str, Definitions] = {}
        self._others: dict[str, Document] = {}
        """Open files that are nothing of Mistral's, so far."""

    def open_folders(self, folders: Sequence[pathlib.Path]) -> None:
        """Read the workflow files of folders, and the settings of the first; what is not Mistral's is passed over."""
        self._sources = Sources(self._settings(folders[0]))
        for path in islice((path for folder in folders for path in _workflow_files(folder)), MAX_FILES):
            self.reread(path)

    def reread(self, path: pathlib.Path) -> None:
        """Take a file as it is on disk now; forget it when it is gone, or nothing of Mistral's."""
        try:
            document = read(path)
        except OSError:
            self._forget(str(path))
        else:
            self._take(document)

    def _take(self, document: Document) -> None:
        if is_foreign(document):
            self._forget(document.name)
        else:
            self._sources.add(document, pathlib.Path(document.name))

    def _forget(self, name: str) -> None:
        self._sources.remove(name)
        self._sound.pop(name, None)

    def _settings(self, folder: pathlib.Path) -> Settings:
        try:
            return find_settings(folder)
        except SettingsError as error:
            self.problem = str(error)
            return Settings()

    def change(self, name: str, text: str, *, hasty: bool = False) -> list[Diagnostic]:
        """Take a new text of a file and say what is wrong with it; `hasty` while somebody is typing.

        Nothing is wrong with a file of another program, and while somebody types it stays what it was.
        """
        document = load(text, name, hasty=hasty)
        if is_foreign(document) and not (hasty and name in self._sound):
            self._forget(name)
            self._others[name] = document
            return []
        self._others.pop(name, None)
        before = self._sound.get(name)
        if before:
            self._sources.renew(document, pathlib.Path(name), before)
        else:
            self._sources.add(document, pathlib.Path(name))
        definitions = self._sources.definitions(name)
        if definitions and definitions.workflows + definitions.actions:
            self._sound[name] = definitions
        return self._sources.check(name).diagnostics

    def document(self, name: str) -> Document | None:
        """The file as it is now."""
        return self._sources.document(name) or self._others.get(name)

    def check(self, name: str) -> list[Diagnostic]:
        """What is wrong with a file that is known, after another one has changed."""
        return self._sources.check(name).diagnostics

    def definitions(self, name: str) -> Definitions | None:
        """What the file defines; when it cannot be read just now, what it did before."""
        return self._sources.definitions(name) or self._sound.get(name)

    @property
    def project(self) -> Project:
        """All files."""
        return self._sources.project


def _workflow_files(folder: pathlib.Path) -> Iterable[pathlib.Path]:
    """Files that look like Mistral's: reading every other one of a large repository would take its time."""
    return (path for path in sorted(below(folder)) if _is_mistral(path))


def _is_mistral(path: pathlib.Path) -> bool:
    try:
        text = path.read_bytes()
    except OSError:
        return False
    return b"version" in text and (b"tasks" in text or b"base" in text)
