"""The whole pipeline: source files in, diagnostics and DAG files out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import ENOENT
from pathlib import Path

from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.diagnostics import Diagnostic, DiagnosticSet, Severity
from mistralc.model import Definitions, Kind, Workflow, load_document
from mistralc.rules import Project, check, refusals
from mistralc.settings import Settings
from mistralc.source import Document, read
from mistralc.suppression import suppress

SUFFIXES = (".yaml", ".yml", ".json")


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is made of a file lives until the end: Python's collector would look at all of it again and again, and the
    cost of a check grow faster than its file."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class NoSources(Exception):
    """There is no source file where one was expected."""


@dataclass(frozen=True)
class Output:
    """One DAG file: its name in the output folder, its text, the source file it comes from."""

    name: str
    text: str
    source: Path
    workflow: str


@dataclass
class Compilation:
    """What came of a set of sources. There are no outputs for a file with errors."""

    outputs: list[Output] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    """Names of the workflows that were read well and are not compiled."""

    @property
    def failed(self) -> bool:
        """True when an error was found anywhere."""
        return has_errors(self.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True when one of `diagnostics` is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def source_files(paths: Sequence[Path]) -> list[Path]:
    """The files to read: those given, and every YAML or JSON file below the folders given, sorted, each once.

    Raises FileNotFoundError for a path that is not there, NoSources when there is nothing to read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file() and not _hidden(p, path))
            found.update(dict.fromkeys(sorted(below)))
        elif path.exists():
            found[path] = None
        else:
            raise FileNotFoundError(ENOENT, "no such file or folder", str(path))
    if not found:
        raise NoSources(f"no {', '.join(SUFFIXES)} files in {', '.join(map(str, paths))}")
    return list(found)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


@dataclass
class _Source:
    """One document that was read, and what was found wrong with it so far."""

    document: Document
    path: Path
    definitions: Definitions | None
    diagnostics: list[Diagnostic]


@dataclass
class Sources:
    """Documents that are checked, and compiled, together."""

    settings: Settings = field(default_factory=Settings)
    _sources: dict[str, _Source] = field(default_factory=dict)

    @_uncollected()
    def add(self, document: Document, path: Path, kind: Kind | None = None) -> None:
        """Take in one more document, or another text of one that is there."""
        definitions, found = load_document(document, kind)
        self._sources[document.name] = _Source(document, path, definitions, found)

    def with_change(self, document: Document) -> Sources:
        """The same with another text of a document."""
        changed = Sources(self.settings, dict(self._sources))
        changed.add(document, Path(document.name))
        return changed

    def document(self, name: str) -> Document | None:
        """A document by its name."""
        source = self._sources.get(name)
        return source.document if source else None

    @property
    def project(self) -> Project:
        """The definitions of all documents that could be read."""
        return Project([source.definitions for source in self._sources.values() if source.definitions])

    def definitions(self, name: str) -> Definitions | None:
        """The definitions of a document, None where nothing could be read."""
        source = self._sources.get(name)
        return source.definitions if source else None

    def check(self, only: str | None = None) -> Compilation:
        """Check every document (or one) among the others; nothing is compiled. What is to be ignored is left out."""
        return self._result(self._find(only))

    def compile(self, *, map_items: bool = False) -> Compilation:
        """Compile every workflow of the documents without errors. No error is left out: it cannot be compiled.

        `map_items`: each item of an action's with-items becomes a task instance of its own.
        """
        from mistralc.emit import emit  # with its templates, what a check does not pay for
        from mistralc.lowering import lower

        found = self._find()
        result = self._result(found, all_errors=True)
        sound = [source for source, diagnostics in found if not has_errors(diagnostics)]
        paths = {source.document.name: source.path for source in sound}
        definitions = [source.definitions for source in sound if source.definitions]
        workflows = [workflow for part in definitions for workflow in part.workflows]
        table = AdHocTable([action for part in definitions for action in part.actions])
        refused = _refused(sound)
        result.diagnostics.extend(refused)
        for workflow in workflows:
            if any(is_inside(diagnostic, workflow) for diagnostic in refused):
                result.refused.add(workflow.qualified_name)
            else:
                plan = lower(workflow, table, map_items=map_items)
                path = paths[workflow.document.name]
                result.outputs.append(Output(f"{plan.dag_id}.py", emit(plan), path, workflow.qualified_name))
        return result

    def refusals(self) -> list[Diagnostic]:
        """What of the documents without errors is not compiled."""
        return _refused([source for source, diagnostics in self._find() if not has_errors(diagnostics)])

    @_uncollected()
    def _find(self, only: str | None = None) -> list[tuple[_Source, list[Diagnostic]]]:
        """Every document, or one, with all that is wrong with it among the others."""
        project = self.project
        return [
            (source, source.diagnostics + (check(source.definitions, project) if source.definitions else []))
            for name, source in self._sources.items()
            if only in (None, name)
        ]

    def _result(
        self, found: Sequence[tuple[_Source, Sequence[Diagnostic]]], *, all_errors: bool = False
    ) -> Compilation:
        """What a person hears of it: not what comments and settings tell to ignore."""
        result = Compilation()
        for source, diagnostics in found:
            result.documents[source.document.name] = source.document
            heard = DiagnosticSet(d for d in suppress(source.document, diagnostics) if not self.settings.ignores(d))
            if all_errors:
                heard.extend(d for d in diagnostics if d.severity is Severity.ERROR)
            result.diagnostics += heard
        return result


def _refused(sources: Sequence[_Source]) -> list[Diagnostic]:
    """What is not compiled, judged over all documents together: they share the names of workflows and actions."""
    definitions = [source.definitions for source in sources if source.definitions]
    workflows = tuple(workflow for part in definitions for workflow in part.workflows)
    actions = tuple(action for part in definitions for action in part.actions)
    return refusals(Definitions(workflows[0].document, "workflow", workflows, actions)) if workflows else []


@_uncollected()
def read_sources(paths: Sequence[Path], settings: Settings | None = None) -> Sources:
    """Read every source file. Raises OSError for one that cannot be opened."""
    sources = Sources(settings or Settings())
    for path in source_files(paths):
        sources.add(read(path), path)
    return sources


def check_paths(paths: Sequence[Path], settings: Settings | None = None) -> Compilation:
    """Read and check every source; nothing is compiled."""
    return read_sources(paths, settings).check()


def compile_paths(paths: Sequence[Path], settings: Settings | None = None, *, map_items: bool = False) -> Compilation:
    """Compile every workflow of the sources. Every file is read and checked, also after one has failed."""
    return read_sources(paths, settings).compile(map_items=map_items)


def is_inside(diagnostic: Diagnostic, workflow: Workflow) -> bool:
    """Whether a diagnostic is about a place in this workflow."""
    name, body = workflow.document.key_span(workflow.at), workflow.document.span(workflow.at)
    start, end = (name.line, name.column), (body.end_line, body.end_column)
    place = diagnostic.span
    return place.file == workflow.document.name and start <= (place.line, place.column) < end
