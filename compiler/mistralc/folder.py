"""The folder of generated DAG files: written, changed and left files, and those whose workflow is gone.

A manifest in the folder says which file came from which source. Only files that the manifest or their own docstring
shows to be generated are ever overwritten or removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path

from mistralc.compilation import Companion, Compilation, Output
from mistralc.emit import MARKER

MANIFEST = ".mistralc.json"


class FolderError(Exception):
    """The folder cannot be brought up to date; nothing in it was changed. The message says what to do."""


class Change(Enum):
    """What becomes of a file of the folder."""

    WRITTEN = ("wrote", "would write")
    CHANGED = ("changed", "would change")
    REMOVED = ("removed", "would remove")
    LEFT = ("left", "left")

    def words(self, dry: bool) -> str:
        """The word for it, after the fact or, with `dry`, before."""
        return self.value[dry]


class DagFolder:
    """One output folder. Raises FolderError when it is none, or its manifest is damaged."""

    def __init__(self, path: Path) -> None:
        if path.exists() and not path.is_dir():
            raise FolderError(f"{path} is no folder: choose another one for the DAG files")
        self.path = path
        self._sources = self._read_manifest()

    def update(self, result: Compilation, paths: Iterable[Path], *, dry: bool) -> Mapping[Change, Sequence[str]]:
        """Bring the folder up to date with `result` (what `paths` were compiled to) and say what that changed.

        A file is removed when its source is among `paths` (or below one) and no longer makes it. Nothing is removed for
        a source with errors. Raises FolderError, before anything is changed, when a file that mistralc did not write is
        in the way; OSError when the folder cannot be written.
        """
        roots = [path.resolve() for path in paths]
        changes: dict[Change, list[str]] = {change: [] for change in Change}
        for output in result.files:
            changes[self._compare(output)].append(output.name)
        changes[Change.REMOVED] = self._abandoned(result, roots)
        if not dry:
            self._write(result, changes)
        return changes

    def _compare(self, output: Output | Companion) -> Change:
        path = self.path / output.name
        if not path.exists() and not path.is_symlink():
            return Change.WRITTEN
        if not _is_generated(path):
            raise FolderError(
                f"{path} is in the way: mistralc did not write it and does not overwrite it; move it away"
            )
        return Change.LEFT if path.read_bytes() == output.text.encode() else Change.CHANGED

    def _abandoned(self, result: Compilation, roots: Sequence[Path]) -> list[str]:
        """Generated files of sources among `roots` that no longer make them."""
        made = {output.name for output in result.outputs}
        failed = {self._relative(Path(d.span.file)) for d in result.diagnostics if d.severity.value == "error"}
        return [
            name
            for name, source in sorted(self._sources.items())
            if name not in made and source not in failed and self._below(source, roots)
        ]

    def _write(self, result: Compilation, changes: Mapping[Change, Sequence[str]]) -> None:
        self._sources.update((output.name, self._relative(output.source)) for output in result.outputs)
        for output in result.files:
            if output.name not in changes[Change.LEFT]:
                self.path.mkdir(parents=True, exist_ok=True)
                (self.path / output.name).write_bytes(output.text.encode())
        for name in changes[Change.REMOVED]:
            (self.path / name).unlink(missing_ok=True)
            del self._sources[name]
        self._write_manifest()

    def _relative(self, source: Path) -> str:
        return Path(os.path.relpath(source.resolve(), self.path.resolve())).as_posix()

    def _below(self, source: str, roots: Sequence[Path]) -> bool:
        path = Path(os.path.normpath(self.path.resolve() / source))
        return any(path == root or root in path.parents for root in roots)

    def _read_manifest(self) -> dict[str, str]:
        path = self.path / MANIFEST
        if not path.exists():
            return {}
        try:
            sources = dict(json.loads(path.read_bytes())["sources"])
        except (ValueError, LookupError, TypeError, RecursionError):
            raise FolderError(f"{path} is damaged: delete it, and compile into an empty folder") from None
        return {name: source for name, source in sources.items() if self._owns(name) and isinstance(source, str)}

    def _owns(self, name: str) -> bool:
        """Whether a name of the manifest is that of a generated file in the folder: nothing else is ever touched."""
        return Path(name).name == name and _is_generated(self.path / name)

    def _write_manifest(self) -> None:
        if not self._sources and not (self.path / MANIFEST).exists():
            return
        text = json.dumps({"sources": dict(sorted(self._sources.items()))}, indent=2) + "\n"
        path = self.path / MANIFEST
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _is_generated(path: Path) -> bool:
    """Whether a file is one that mistralc wrote: its docstring says so, on a line of its own."""
    if not path.is_file():
        return False
    quotes, _, docstring = path.read_text(encoding="utf-8", errors="replace").partition('"""')
    return not quotes and f"\n{MARKER} " in docstring.partition('"""')[0]
