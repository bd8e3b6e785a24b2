"""What a site sets once: `[tool.mistralc]` of pyproject.toml, or the whole of mistralc.toml.

ignore = ["W217"]                          # codes, or beginnings of them
strict = true                              # warnings count
per-file-ignores = { "legacy/*" = ["W"] }  # by patterns of paths below the folder of this file
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from mistralc.diagnostics import Diagnostic, did_you_mean
from mistralc.rules import selects_a_rule

FILE = "mistralc.toml"
SHARED_FILE = "pyproject.toml"


class SettingsError(Exception):
    """The settings cannot be used; the message names the file and says what to change."""


@dataclass(frozen=True)
class Settings:
    """The settings of a call. The default is what holds where nothing is set."""

    ignore: tuple[str, ...] = ()
    strict: bool = False
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folder: Path = Path()

    def ignores(self, diagnostic: Diagnostic) -> bool:
        """Whether a site does not want to hear of it."""
        return any(diagnostic.code.startswith(code) for code in self._codes(diagnostic.span.file))

    def _codes(self, file: str) -> Iterator[str]:
        yield from self.ignore
        if self.per_file_ignores:
            path = Path(file).resolve()
            root = self.folder.resolve()
            below = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
            for pattern, codes in self.per_file_ignores.items():
                if fnmatch(below, pattern):
                    yield from codes


def find_settings(start: Path) -> Settings:
    """The settings nearest to a folder, upwards. Raises SettingsError."""
    folder = start.resolve()
    for place in (folder, *folder.parents):
        for name in (FILE, SHARED_FILE):
            path = place / name
            if path.is_file() and (settings := read_settings(path)):
                return settings
    return Settings()


def read_settings(path: Path) -> Settings | None:
    """The settings in a file; None when it is a pyproject.toml without any. Raises SettingsError."""
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from None
    if path.name == SHARED_FILE:
        table = table.get("tool", {}).get("mistralc")
        if table is None:
            return None
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [tool.mistralc] has to be a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _READERS:
            known = did_you_mean(key, _READERS) or f"the keys are {', '.join(_READERS)}"
            raise SettingsError(f"{path}: unknown key '{key}'; {known}")
        values[key.replace("-", "_")] = _READERS[key](value, f"{path}: '{key}'")
    return Settings(**values, folder=path.parent)


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{where} is true or false")
    return value


def _codes(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise SettingsError(f"{where} is a list of codes, for example ['W217']")
    for code in value:
        if not selects_a_rule(code):
            raise SettingsError(f"{where}: there is no diagnostic '{code}'; 'mistralc explain' lists them")
    return tuple(value)


def _codes_by_pattern(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise SettingsError(f"{where} is a table of patterns and codes, for example {{ 'legacy/*' = ['W'] }}")
    return {pattern: _codes(codes, f"{where}, '{pattern}'") for pattern, codes in value.items()}


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "ignore": _codes,
    "strict": _flag,
    "per-file-ignores": _codes_by_pattern,
}
