"""From the paths of a call to the sources: files, folders, and `-` for standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from errno import ENOENT
from pathlib import Path

from mistralc.compilation import Compilation, Sources, uncollected
from mistralc.counting import counted
from mistralc.model import is_foreign
from mistralc.settings import Settings
from mistralc.source import Document, load, read

SUFFIXES = (".yaml", ".yml", ".json")

STDIN = Path("-")
"""The path that means standard input; a file of that name is `./-`."""

STDIN_NAME = Path("<stdin>")
"""What the text of standard input is called where the call gives it no name."""


class NoSources(Exception):
    """There is no source file where one was expected."""


def source_files(paths: Sequence[Path]) -> list[Path]:
    """The files to read: those given, and every YAML or JSON file below the folders given, sorted, each once.

    Raises OSError for a path that is not there and a folder that cannot be read, NoSources when there is nothing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(below(path, _unreadable))))
        elif path == STDIN or path.exists():
            found[path] = None
        else:
            raise FileNotFoundError(ENOENT, "no such file or folder", str(path))
    if not found:
        raise NoSources(f"no {', '.join(SUFFIXES)} files in {_listed(paths)}")
    return list(found)


def below(folder: Path, onerror: Callable[[OSError], None] | None = None) -> Iterator[Path]:
    """The YAML and JSON files below a folder, hidden ones left out, in no order. Links to folders are not followed.

    `onerror` hears of folders that cannot be read; without it they are left out.
    """
    for place, folders, files in os.walk(folder, onerror=onerror):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(place, name) for name in files if name.endswith(SUFFIXES) and not name.startswith("."))
        yield from (path for path in paths if path.is_file())


def _unreadable(error: OSError) -> None:
    raise error


@uncollected()
def read_sources(paths: Sequence[Path], settings: Settings | None = None, stdin_name: Path = STDIN_NAME) -> Sources:
    """Read every source file; of the folders only what is Mistral's.

    `stdin_name` is the file whose text comes from standard input (`-`): its name in messages and settings. It is read
    in place of the file itself where that is among the others too, as an editor needs it.
    Raises OSError for a file that cannot be opened, NoSources when nothing is left.
    """
    sources = Sources(settings or Settings())
    given = {*paths, stdin_name}
    for path, document in _documents(source_files(paths), stdin_name):
        if path not in given and is_foreign(document):
            sources.passed_over.append(path)
        else:
            sources.add(document, path)
    if not len(sources):
        raise NoSources(f"no workflows in {_listed(paths)}; {passed_over(sources.passed_over)}")
    return sources


def _documents(files: Sequence[Path], stdin_name: Path) -> Iterator[tuple[Path, Document]]:
    replaced = stdin_name.resolve() if STDIN in files else None
    for path in files:
        if path == STDIN:
            yield stdin_name, read_document(path, stdin_name)
        elif path.resolve() != replaced:
            yield path, read_document(path)


def read_document(path: Path, stdin_name: Path = STDIN_NAME) -> Document:
    """The document in one file, or in standard input. Raises OSError."""
    return load(sys.stdin.buffer.read(), str(stdin_name)) if path == STDIN else read(path)


def passed_over(files: Sequence[Path | str]) -> str:
    """What to tell a person about files that are nothing of Mistral's."""
    return f"{counted(len(files), 'file')} passed over, nothing of Mistral's: {_listed(files)}"


def _listed(paths: Iterable[Path | str]) -> str:
    names = [str(path) for path in paths]
    return ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"


@uncollected()
def check_paths(paths: Sequence[Path], settings: Settings | None = None) -> Compilation:
    """Read and check every source; nothing is compiled."""
    sources = read_sources(paths, settings)
    result = sources.check()
    sources.forget()
    return result


@uncollected()
def compile_paths(paths: Sequence[Path], settings: Settings | None = None, *, map_items: bool = False) -> Compilation:
    """Compile every workflow of the sources. Every file is read and checked, also after one has failed."""
    sources = read_sources(paths, settings)
    result = sources.compile(map_items=map_items)
    sources.forget()
    return result
