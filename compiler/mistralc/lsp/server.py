"""The protocol: what an editor asks, in its units, and what it gets. Started by `mistralc lsp`."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from mistralc.diagnostics import Applicability, Diagnostic, Edit, Severity, Span
from mistralc.emit import compiler_version
from mistralc.lsp.asking import Answer, ask
from mistralc.lsp.completion import What, propose
from mistralc.lsp.cursor import cursor_at
from mistralc.lsp.project import OpenProject, warm_up
from mistralc.reading import SUFFIXES

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_KINDS = {
    What.KEY: types.CompletionItemKind.Property,
    What.TASK: types.CompletionItemKind.Reference,
    What.COMMAND: types.CompletionItemKind.Keyword,
    What.VARIABLE: types.CompletionItemKind.Variable,
    What.FUNCTION: types.CompletionItemKind.Function,
    What.METHOD: types.CompletionItemKind.Method,
    What.ACTION: types.CompletionItemKind.Class,
    What.WORKFLOW: types.CompletionItemKind.Module,
    What.VALUE: types.CompletionItemKind.Value,
    What.ARGUMENT: types.CompletionItemKind.Field,
}

IDLE = 1.0
"""Seconds without a change after which memory is tidied up."""

At = types.HoverParams | types.DefinitionParams | types.CompletionParams
"""A request about a place in a document."""


class Server(LanguageServer):
    """A language server for Mistral definitions."""

    def __init__(self) -> None:
        super().__init__("mistralc", compiler_version())
        self.files = OpenProject()
        self.found: dict[str, list[Diagnostic]] = {}
        """What was said last, by document."""
        self._tidying: asyncio.TimerHandle | None = None
        self.uris: dict[str, str] = {}
        """The open documents by their names: one that was never saved has a name that no path leads to."""

    def start_io(self, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None) -> None:
        """Serve until the editor leaves. Python's collector would stop at some keystroke or other for as long as a
        check takes: here it has its turn when nobody types, and leaves alone what was loaded for good."""
        warm_up()
        gc.collect()
        gc.freeze()
        gc.disable()
        super().start_io(stdin, stdout)

    def range_of(self, span: Span) -> types.Range:
        """A place in the units of the editor."""
        return types.Range(
            self._position(span.file, span.line, span.column), self._position(span.file, span.end_line, span.end_column)
        )

    def _position(self, file: str, line: int, column: int) -> types.Position:
        document = self.files.document(file)
        text = document.lines[line - 1] if document and line <= len(document.lines) else ""
        units = self.workspace.position_codec.client_num_units(text[: column - 1])
        return types.Position(line - 1, max(0, units))

    def location(self, span: Span) -> types.Location:
        """A place in a file."""
        uri = self.uris.get(span.file) or uris.from_fs_path(span.file) or span.file
        return types.Location(uri, self.range_of(span))

    def place(self, at: At) -> tuple[str, int, int]:
        """The name of the document, and the line and column, from 1, that the editor means."""
        document = self.workspace.get_text_document(at.text_document.uri)
        position = document.position_codec.position_from_client_units(document.lines, at.position)
        return name_of(document), position.line + 1, position.character + 1

    def check(self, uri: str, *, hasty: bool = False) -> None:
        """Say what is wrong with a document as it is now."""
        document = self.workspace.get_text_document(uri)
        name = name_of(document)
        self.uris[name] = uri
        self._say(document, self.files.change(name, document.source, hasty=hasty))

    def check_again(self, but: str = "") -> None:
        """Say what is wrong with the open documents, when one of their files has changed."""
        for uri, document in list(self.workspace.text_documents.items()):
            if uri in self.found and uri != but:
                self._say(document, self.files.check(name_of(document)))

    def _say(self, document: TextDocument, found: list[Diagnostic]) -> None:
        uri = document.uri
        self.found[uri] = found
        shown = [self.diagnostic(found) for found in self.found[uri]]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, document.version))
        if self._tidying:
            self._tidying.cancel()
        self._tidying = asyncio.get_running_loop().call_later(IDLE, gc.collect)

    def diagnostic(self, found: Diagnostic) -> types.Diagnostic:
        """One diagnostic for an editor: help and notes are part of its text."""
        lines = [found.message, *(f"note: {note}" for note in found.notes)]
        return types.Diagnostic(
            range=self.range_of(found.span),
            message="\n".join([*lines, f"help: {found.help}"] if found.help else lines),
            severity=_SEVERITIES[found.severity],
            code=found.code,
            source="mistralc",
            related_information=[
                types.DiagnosticRelatedInformation(self.location(label.span), label.text) for label in found.related
            ],
        )

    def answer(self, at: At) -> Answer | None:
        """What stands at a place."""
        name, line, column = self.place(at)
        document, definitions = self.files.document(name), self.files.definitions(name)
        if document is None or definitions is None:
            return None
        return ask(cursor_at(document, line, column), definitions, self.files.project)

    def actions(self, uri: str, within: types.Range) -> Iterable[types.CodeAction]:
        """The fixes of what was found in a range."""
        for found in self.found.get(uri, ()):
            shown = self.diagnostic(found)
            if found.fix is None or not _meet(shown.range, within):
                continue
            edits = [self._edit(edit) for edit in found.fix.edits]
            yield types.CodeAction(
                title=found.help or found.message,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown],
                is_preferred=found.fix.applicability is Applicability.MACHINE_APPLICABLE,
                edit=types.WorkspaceEdit(changes={uri: edits}),
            )

    def _edit(self, edit: Edit) -> types.TextEdit:
        return types.TextEdit(self.range_of(edit.span), edit.text)


def name_of(document: TextDocument) -> str:
    """The name of a document in diagnostics: its path."""
    return document.path or document.uri


def _meet(one: types.Range, other: types.Range) -> bool:
    return (one.start.line, one.start.character) <= (other.end.line, other.end.character) and (
        other.start.line,
        other.start.character,
    ) <= (one.end.line, one.end.character)


server = Server()


@server.feature(types.INITIALIZED)
def _initialized(ls: Server, _params: types.InitializedParams) -> None:
    roots = [uris.to_fs_path(uri) for uri in ls.workspace.folders] or [ls.workspace.root_path]
    folders = [Path(root) for root in roots if root]
    if folders:
        ls.files.open_folders(folders)
    _watch_files(ls)
    if ls.files.problem:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Error, ls.files.problem))
    for uri in ls.workspace.text_documents:
        ls.check(uri)


def _watch_files(ls: Server) -> None:
    """Ask the editor to tell when files change that are not open in it, where it can."""
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        patterns = [types.FileSystemWatcher(f"**/*{suffix}") for suffix in SUFFIXES]
        options = types.DidChangeWatchedFilesRegistrationOptions(patterns)
        wish = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([wish]))


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def _opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    ls.check(params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def _changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    ls.check(params.text_document.uri, hasty=True)


@server.feature(types.TEXT_DOCUMENT_DID_SAVE)
def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    ls.check(params.text_document.uri)
    ls.check_again(but=params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def _closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """What was typed and not saved is gone: for the other files the text on disk counts again."""
    uri = params.text_document.uri
    ls.found.pop(uri, None)
    name = next((name for name, known in ls.uris.items() if known == uri), None)
    if name:
        del ls.uris[name]
        ls.files.reread(Path(name))
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
    ls.check_again()


@server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def _watched(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Files that another program changed."""
    for change in params.changes:
        name = uris.to_fs_path(change.uri)
        if name and change.uri not in ls.found and name.endswith(SUFFIXES):
            ls.files.reread(Path(name))
    ls.check_again()


@server.feature(types.TEXT_DOCUMENT_HOVER)
def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    answer = ls.answer(params)
    if answer is None:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, answer.text), ls.range_of(answer.place))


@server.feature(types.TEXT_DOCUMENT_DEFINITION)
def _definition(ls: Server, params: types.DefinitionParams) -> list[types.Location]:
    answer = ls.answer(params)
    return [ls.location(span) for span in answer.definitions] if answer else []


@server.feature(
    types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[".", ":", " ", "(", "'", "|", "-"])
)
def _complete(ls: Server, params: types.CompletionParams) -> types.CompletionList:
    name, line, column = ls.place(params)
    document = ls.files.document(name)
    found = propose(document, line, column, ls.files.definitions(name), ls.files.project) if document else []
    items = [types.CompletionItem(p.text, kind=_KINDS[p.what], detail=p.detail or None) for p in found]
    return types.CompletionList(is_incomplete=False, items=items)


@server.feature(
    types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
)
def _actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    return list(ls.actions(params.text_document.uri, params.range))
