"""The whole pipeline: source files in, diagnostics and DAG files out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from errno import ENOENT
from pathlib import Path

from mistralc.diagnostics import Diagnostic, Severity
from mistralc.model import Action, Definitions, Kind, Workflow, load_document
from mistralc.rules import Project, check, refusals
from mistralc.source import Document, read

SUFFIXES = (".yaml", ".yml", ".json")


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

    _sources: list[_Source] = field(default_factory=list)

    def add(self, document: Document, path: Path, kind: Kind | None = None) -> None:
        """Take in one more document."""
        definitions, found = load_document(document, kind)
        self._sources.append(_Source(document, path, definitions, found))

    def check(self) -> Compilation:
        """Check every document among the others; nothing is compiled."""
        return self._check()[0]

    def compile(self) -> Compilation:
        """Compile every workflow of the documents without errors."""
        from mistralc.emit import emit  # with its templates, what a check does not pay for
        from mistralc.lowering import lower

        result, sound = self._check()
        paths = {source.document.name: source.path for source in sound}
        definitions = [source.definitions for source in sound if source.definitions]
        workflows = [workflow for part in definitions for workflow in part.workflows]
        actions = [action for part in definitions for action in part.actions]
        refused = self._refused(workflows, actions)
        result.diagnostics.extend(refused)
        for workflow in workflows:
            if any(_inside(diagnostic, workflow) for diagnostic in refused):
                result.refused.add(workflow.qualified_name)
            else:
                plan = lower(workflow)
                path = paths[workflow.document.name]
                result.outputs.append(Output(f"{plan.dag_id}.py", emit(plan), path, workflow.qualified_name))
        return result

    def _check(self) -> tuple[Compilation, list[_Source]]:
        """The diagnostics of all documents, and the documents without errors."""
        project = Project([source.definitions for source in self._sources if source.definitions])
        result, sound = Compilation(), []
        for source in self._sources:
            found = source.diagnostics
            if source.definitions:
                found = [*found, *check(source.definitions, project)]
            result.documents[source.document.name] = source.document
            result.diagnostics.extend(found)
            if not has_errors(found):
                sound.append(source)
        return result, sound

    def _refused(self, workflows: Sequence[Workflow], actions: Sequence[Action]) -> list[Diagnostic]:
        """What is not compiled, judged over all documents together: they share the names of workflows and actions."""
        if not workflows:
            return []
        together = Definitions(workflows[0].document, "workflow", tuple(workflows), tuple(actions))
        return refusals(together)


def read_sources(paths: Sequence[Path]) -> Sources:
    """Read every source file. Raises OSError for one that cannot be opened."""
    sources = Sources()
    for path in source_files(paths):
        sources.add(read(path), path)
    return sources


def check_paths(paths: Sequence[Path]) -> Compilation:
    """Read and check every source; nothing is compiled."""
    return read_sources(paths).check()


def compile_paths(paths: Sequence[Path]) -> Compilation:
    """Compile every workflow of the sources. Every file is read and checked, also after one has failed."""
    return read_sources(paths).compile()


def _inside(diagnostic: Diagnostic, workflow: Workflow) -> bool:
    name, body = workflow.document.key_span(workflow.at), workflow.document.span(workflow.at)
    start, end = (name.line, name.column), (body.end_line, body.end_column)
    place = diagnostic.span
    return place.file == workflow.document.name and start <= (place.line, place.column) < end
