"""The whole pipeline: source files in, diagnostics and DAG files out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mistralc.actions import CREATES_CRON_TRIGGERS
from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.analysis.kept import forget
from mistralc.diagnostics import Diagnostic, DiagnosticSet, Severity
from mistralc.model import Definitions, Kind, Workflow, load_again, load_document
from mistralc.rules import Project, check, refusals
from mistralc.settings import Settings
from mistralc.source import Document
from mistralc.suppression import suppress


@contextmanager
def uncollected() -> Iterator[None]:
    """What is made of a file lives until the end: Python's collector would look at all of it again and again, and the
    cost of a check grow faster than its file."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True)
class Output:
    """One DAG file: its name in the output folder, its text, the source file it comes from."""

    name: str
    text: str
    source: Path
    workflow: str


@dataclass(frozen=True)
class Companion:
    """A DAG file that workflows of any source may need: it belongs to none, and stays when they go."""

    name: str
    text: str
    workflow: str = ""


@dataclass
class Compilation:
    """What came of a set of sources. There are no outputs for a file with errors."""

    outputs: list[Output] = field(default_factory=list)
    companions: list[Companion] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    """Names of the workflows that were read well and are not compiled."""

    @property
    def files(self) -> list[Output | Companion]:
        """Every DAG file there is to write."""
        return [*self.outputs, *self.companions]

    @property
    def failed(self) -> bool:
        """True when an error was found anywhere."""
        return has_errors(self.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True when one of `diagnostics` is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


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
    passed_over: list[Path] = field(default_factory=list)
    """Files of the folders that are nothing of Mistral's."""
    _sources: dict[str, _Source] = field(default_factory=dict)

    @uncollected()
    def add(self, document: Document, path: Path, kind: Kind | None = None) -> None:
        """Take in one more document, or another text of one that is there."""
        definitions, found = load_document(document, kind)
        self._sources[document.name] = _Source(document, path, definitions, found)

    @uncollected()
    def renew(self, document: Document, path: Path, before: Definitions) -> None:
        """Take in another text of a document. Of what it defined `before` that is kept which is written as it was."""
        definitions, found = load_again(document, before)
        if definitions and definitions.document is before.document:
            document = definitions.document
            again = set(map(id, definitions.workflows))
            for owner in (before, *before.actions, *before.workflows):
                if id(owner) not in again:
                    forget(owner)
        self._sources[document.name] = _Source(document, path, definitions, found)

    def remove(self, name: str) -> None:
        """Let go of a document, if it is there."""
        self._sources.pop(name, None)

    def with_change(self, document: Document) -> Sources:
        """The same with another text of a document."""
        changed = Sources(self.settings, self.passed_over, dict(self._sources))
        changed.add(document, Path(document.name))
        return changed

    def __len__(self) -> int:
        return len(self._sources)

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
        from mistralc.emit.cron_triggers import FILE, cron_triggers_dag
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
                if table.calls(workflow, CREATES_CRON_TRIGGERS):
                    result.companions = [Companion(FILE, cron_triggers_dag())]
        return result

    def forget(self) -> None:
        """Let go of what passes have found out, when nothing more is asked."""
        for source in self._sources.values():
            if source.definitions:
                for owner in (*source.definitions.workflows, *source.definitions.actions, source.definitions):
                    forget(owner)

    def refusals(self) -> list[Diagnostic]:
        """What of the documents without errors is not compiled."""
        return _refused([source for source, diagnostics in self._find() if not has_errors(diagnostics)])

    @uncollected()
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


def is_inside(diagnostic: Diagnostic, workflow: Workflow) -> bool:
    """Whether a diagnostic is about a place in this workflow."""
    name, body = workflow.document.key_span(workflow.at), workflow.document.span(workflow.at)
    start, end = (name.line, name.column), (body.end_line, body.end_column)
    place = diagnostic.span
    return place.file == workflow.document.name and start <= (place.line, place.column) < end
