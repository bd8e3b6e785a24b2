"""What the server knows: the texts of the editor over those on disk, checked together."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable

from mistralc.compilation import Sources
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.reading import SUFFIXES
from mistralc.rules import Project
from mistralc.settings import Settings, SettingsError, find_settings
from mistralc.source import Document, load, read

MAX_FILES = 2000
"""Files of a folder that are read along, so that workflows are known across files."""


class OpenProject:
    """The files of a folder. Documents are named by their absolute path."""

    def __init__(self) -> None:
        self.problem: str | None = None
        """Why the settings of the folder are not used."""
        self._sources = Sources()
        self._sound: dict[str, Definitions] = {}

    def open_folder(self, folder: pathlib.Path) -> None:
        """Read the workflow files of a folder and its settings; what is not Mistral's is passed over."""
        self._sources = Sources(self._settings(folder))
        for path in _workflow_files(folder):
            try:
                self._sources.add(read(path), path)
            except OSError:
                continue  # gone or not readable: the editor shows what it opens itself

    def _settings(self, folder: pathlib.Path) -> Settings:
        try:
            return find_settings(folder)
        except SettingsError as error:
            self.problem = str(error)
            return Settings()

    def change(self, name: str, text: str, *, hasty: bool = False) -> list[Diagnostic]:
        """Take a new text of a file and say what is wrong with it; `hasty` while somebody is typing."""
        self._sources.add(load(text, name, hasty=hasty), pathlib.Path(name))
        definitions = self._sources.definitions(name)
        if definitions and definitions.workflows + definitions.actions:
            self._sound[name] = definitions
        return self._sources.check(name).diagnostics

    def document(self, name: str) -> Document | None:
        """The file as it is now."""
        return self._sources.document(name)

    def definitions(self, name: str) -> Definitions | None:
        """What the file defines; when it cannot be read just now, what it did before."""
        return self._sources.definitions(name) or self._sound.get(name)

    @property
    def project(self) -> Project:
        """All files."""
        return self._sources.project


def _workflow_files(folder: pathlib.Path) -> Iterable[pathlib.Path]:
    """YAML files that look like Mistral's: reading every other one of a large repository would take its time."""
    found = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in SUFFIXES or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_file() and _is_mistral(path):
            found += 1
            yield path
        if found >= MAX_FILES:
            return


def _is_mistral(path: pathlib.Path) -> bool:
    try:
        text = path.read_bytes()
    except OSError:
        return False
    return b"version" in text and (b"tasks" in text or b"base" in text)
