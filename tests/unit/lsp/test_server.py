"""The language server as an editor has it: a process of its own, spoken to with pygls' client over stdio."""

import asyncio
import sys
from contextlib import asynccontextmanager

import pytest

pytest.importorskip("pygls", reason="needs the language server: pip install mistralc[lsp]")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

FLOW = """\
version: '2.0'
flow:
  description: An example.
  input:
    - vm_name
    - size: 3
  tasks:
    first:
      action: std.echo output="é𝄞 <% $.vm_name %>"
      publish:
        answer: <% task().result %>
        length: <% 'abc'.len() %>
      on-success: second
    second:
      workflow: other
      input:
        text: <% $.answer.toUpper() %>
"""
OTHER = "version: '2.0'\nother:\n  description: The other one.\n  input: [text]\n  tasks: {only: {action: std.noop}}\n"
ANSWER_SECONDS = 30


class Editor(LanguageClient):
    """A client that keeps what the server says of each document."""

    def __init__(self, folder):
        super().__init__("test", "1")
        self.folder = folder
        self.said = asyncio.Queue()
        self.version = 0

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def keep(params):
            self.said.put_nowait(params)

    def uri(self, name):
        return (self.folder / name).as_uri()

    async def open(self, name, text):
        """Open a document; what is wrong with it."""
        self.version += 1
        item = types.TextDocumentItem(self.uri(name), types.LanguageKind.Yaml, self.version, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.answer()

    async def type(self, name, line, column, text, *, instead_of=0):
        """Type at a place, counted from 0; what is wrong then."""
        self.version += 1
        place = types.Range(types.Position(line, column), types.Position(line, column + instead_of))
        identity = types.VersionedTextDocumentIdentifier(self.version, self.uri(name))
        change = types.TextDocumentContentChangePartial(range=place, text=text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identity, [change]))
        return await self.answer()

    async def answer(self):
        while True:
            params = await asyncio.wait_for(self.said.get(), ANSWER_SECONDS)
            if params.version == self.version:
                return list(params.diagnostics)

    async def said_of(self, name):
        """What is said next of a document, without its being typed in."""
        while True:
            params = await asyncio.wait_for(self.said.get(), ANSWER_SECONDS)
            if params.uri == self.uri(name):
                return list(params.diagnostics)

    async def hover(self, name, text, word):
        """The hover text on a word of a line."""
        found = await self.text_document_hover_async(types.HoverParams(*at(self.uri(name), text, word)))
        return found.contents.value if found else None

    async def goto(self, name, text, word):
        """The lines and files the definitions of a word are at."""
        found = await self.text_document_definition_async(types.DefinitionParams(*at(self.uri(name), text, word)))
        return [(each.uri.rsplit("/", 1)[1], each.range.start.line) for each in found or []]

    async def complete(self, name, line, column):
        """What can be written at a place."""
        place = types.CompletionParams(types.TextDocumentIdentifier(self.uri(name)), types.Position(line, column))
        return {item.label for item in (await self.text_document_completion_async(place)).items}


def at(uri, text, word):
    """The middle of a word that a text has only once, marked «word» when it has more."""
    before, _, _ = text.partition(word)
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    units = len(text.split("\n")[line][: column + 1].encode("utf-16-le")) // 2
    return types.TextDocumentIdentifier(uri), types.Position(line, units)


@asynccontextmanager
async def editor(folder):
    client = Editor(folder)
    await client.start_io(sys.executable, "-m", "mistralc", "lsp")
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri=folder.as_uri()))
    client.initialized(types.InitializedParams())
    yield client
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


def session(folder, steps):
    """Run steps that take an editor."""
    (folder / "other.yaml").write_text(OTHER)

    async def play():
        async with editor(folder) as client:
            return await steps(client)

    return asyncio.run(asyncio.wait_for(play(), 4 * ANSWER_SECONDS))


def test_faults_show_while_typing_and_go_when_they_are_mended(tmp_path):
    async def steps(client):
        clean = await client.open("flow.yaml", FLOW)
        misspelt = await client.type("flow.yaml", 12, 18, "secnd", instead_of=6)
        mended = await client.type("flow.yaml", 12, 18, "second", instead_of=5)
        broken = await client.type("flow.yaml", 13, 4, "{")
        return clean, misspelt, mended, broken

    unused = "W505"  # what the workflow has all the time
    clean, misspelt, mended, broken = ([d for d in found if d.code != unused] for found in session(tmp_path, steps))
    assert (clean, mended) == ([], [])
    (found,) = misspelt
    assert (found.code, found.severity, found.source) == ("E301", types.DiagnosticSeverity.Error, "mistralc")
    assert (found.range.start.line, found.range.start.character, found.range.end.character) == (12, 18, 23)
    assert "did you mean 'second'?" in found.message
    assert [found.code for found in broken] == ["E101"]


def test_columns_are_in_the_units_of_the_editor(tmp_path):
    text = FLOW.replace("$.vm_name %>", "$.vm_name + %>")

    async def steps(client):
        return await client.open("flow.yaml", text)

    (found,) = session(tmp_path, steps)
    line = text.split("\n")[found.range.start.line]
    units = len(line[: line.index("%>")].encode("utf-16-le")) // 2
    assert (found.code, found.range.start.line) == ("E601", 8)
    assert abs(found.range.start.character - units) <= 1


def test_hover(tmp_path):
    async def steps(client):
        await client.open("flow.yaml", FLOW)
        words = (
            "std.echo",
            "vm_name %>",
            "task()",
            "len()",
            "second\n",
            "other\n",
            "answer.toUpper",
            "toUpper",
            "publish",
        )
        return {word: await client.hover("flow.yaml", FLOW, word) for word in words}

    said = session(tmp_path, steps)
    assert "**std.echo**" in said["std.echo"]
    assert "output" in said["std.echo"]
    assert "an input, line 5" in said["vm_name %>"]
    assert "task(" in said["task()"]
    assert "len() -> int" in said["len()"]
    assert "**second**: a task, runs `other`" in said["second\n"]
    assert "The other one." in said["other\n"]
    assert "`text`" in said["other\n"]
    assert "published by task 'first', line 11" in said["answer.toUpper"]
    assert "toUpper() -> str" in said["toUpper"]
    assert "Variables to set" in said["publish"]


def test_the_type_of_what_is_published_is_shown(tmp_path):
    text = FLOW.replace("$.answer.toUpper()", "$.length")

    async def steps(client):
        await client.open("flow.yaml", text)
        return await client.hover("flow.yaml", text, "length %>")

    assert "published by task 'first', line 12: `int`" in session(tmp_path, steps)


def test_going_to_definitions(tmp_path):
    async def steps(client):
        await client.open("flow.yaml", FLOW)
        words = ("second\n", "other\n", "answer.toUpper", "vm_name %>")
        return {word: await client.goto("flow.yaml", FLOW, word) for word in words}

    assert session(tmp_path, steps) == {
        "second\n": [("flow.yaml", 13)],
        "other\n": [("other.yaml", 1)],
        "answer.toUpper": [("flow.yaml", 10)],
        "vm_name %>": [("flow.yaml", 4)],
    }


COMPLETIONS = [
    (12, "      on-success: ", {"second", "fail"}, {"first"}),
    (12, "      on-success:\n        - ", {"second"}, {"action"}),
    (12, "      pub", {"publish-on-error", "retry"}, {"publish", "tasks"}),
    (12, "      on-error:\n        publish:\n          ", {"branch", "global"}, {"action"}),
    (14, "      workflow: ", {"other", "flow"}, {"std.echo"}),
    (14, "      action: std.", {"std.echo", "std.http"}, set()),
    (16, "        text: <% $.", {"vm_name", "size", "answer", "length"}, {"len"}),
    (16, '        text: "{{ _.', {"vm_name", "answer"}, {"len"}),
    (16, '        text: "{{ _.answer | ', {"upper", "length"}, {"task"}),
    (16, "        text: <% $.answer.", {"toUpper", "len"}, {"answer"}),
    (16, "        text: <% task(", {"first", "second"}, {"len"}),
    (16, "        text: <% ", {"task", "env", "dict"}, {"answer"}),
    (
        14,
        "      action: nova.",
        {"nova.servers_create", "cinder.volumes_create"},
        {"mistral.workbooks_get", "nova.nothing"},
    ),
    (16, "        ", {"text"}, {"url"}),
    (9, "      input:\n        ", {"delay"}, {"output", "action"}),
    (10, "      keep-result: ", {"true"}, {"all"}),
    (16, '        text: "{% if _.', {"vm_name", "answer"}, {"len"}),
    (3, "  vars", {"output", "task-defaults"}, {"action"}),
]
"""The line (from 0) that is written anew, what is typed so far, what has to be offered and what must not be."""


def test_completion_of_arguments_leaves_out_those_that_are_there(tmp_path):
    text = FLOW.replace(
        'action: std.echo output="é𝄞 <% $.vm_name %>"', "action: std.http\n      input:\n        url: x"
    )

    async def steps(client):
        await client.open("flow.yaml", text)
        await client.type("flow.yaml", 11, 0, "        \n")
        return await client.complete("flow.yaml", 11, 8)

    offered = session(tmp_path, steps)
    assert {"method", "headers", "body"} <= offered
    assert "url" not in offered


def test_completion_in_a_line_that_is_not_finished(tmp_path):
    async def complete(client, number):
        line, typed, _, _ = COMPLETIONS[number]
        name = f"flow{number}.yaml"
        await client.open(name, FLOW)
        await client.type(name, line, 0, typed, instead_of=len(FLOW.split("\n")[line]))
        rows = typed.split("\n")
        return await client.complete(name, line + len(rows) - 1, len(rows[-1]))

    async def steps(client):
        return [await complete(client, number) for number in range(len(COMPLETIONS))]

    for (_, typed, some, none), offered in zip(COMPLETIONS, session(tmp_path, steps), strict=True):
        assert some <= offered, typed
        assert not none & offered, typed


def test_a_fix_is_offered(tmp_path):
    text = FLOW.replace("on-success: second", "on-succes: second")

    async def steps(client):
        (found,) = [each for each in await client.open("flow.yaml", text) if each.code == "E201"]
        context = types.CodeActionContext([found])
        identity = types.TextDocumentIdentifier(client.uri("flow.yaml"))
        return await client.text_document_code_action_async(types.CodeActionParams(identity, found.range, context))

    (action,) = session(tmp_path, steps)
    assert action.title == "did you mean 'on-success'?"
    assert action.is_preferred
    ((edit,),) = action.edit.changes.values()
    assert edit.new_text == "on-success"


SERVER = """\
version: '2.0'
flow:
  tasks:
    boot:
      action: nova.servers_create
      input:
        name: web
        image: debian
        flavor: small
      on-success: call
    call:
      workflow: other
      input:
        text: x
      on-success: drop
    drop:
      action: murano.sessions_get
"""


def test_hover_on_actions_of_openstack_and_on_arguments(tmp_path):
    async def steps(client):
        await client.open("flow.yaml", SERVER)
        words = ("nova.servers_create", "image:", "text:", "call\n    call")
        return {word: await client.hover("flow.yaml", SERVER, word) for word in words}, await client.goto(
            "flow.yaml", SERVER, "text:"
        )

    said, place = session(tmp_path, steps)
    assert "**nova.servers_create**" in said["nova.servers_create"]
    assert "Runs as `" in said["nova.servers_create"]
    assert "**image** of action 'nova.servers_create': " in said["image:"]
    assert "required" in said["image:"]
    assert "**text** of workflow 'other': required" in said["text:"]
    assert place == [("other.yaml", 3)]


def test_files_that_are_nothing_of_mistral_are_left_alone(tmp_path):
    async def steps(client):
        compose = await client.open("compose.yaml", "services:\n  web: {image: nginx}\n")
        playbook = await client.open("play.yaml", "- hosts: all\n  tasks: []\n")
        begun = await client.open("new.yaml", "flow:\n")
        named = await client.type("new.yaml", 1, 0, "  tasks:\n    a: {action: std.noop}\n")
        return compose, playbook, begun, named

    compose, playbook, begun, named = session(tmp_path, steps)
    assert compose == playbook == begun == []
    assert [found.code for found in named] == ["E202"]


def of(found, code):
    return [each for each in found if each.code == code]


def test_a_change_of_one_file_shows_in_the_others_when_it_is_saved(tmp_path):
    async def steps(client):
        known = await client.open("flow.yaml", FLOW)
        await client.open("other.yaml", OTHER)
        await client.type("other.yaml", 1, 0, "another", instead_of=5)
        identity = types.TextDocumentIdentifier(client.uri("other.yaml"))
        client.text_document_did_save(types.DidSaveTextDocumentParams(identity))
        renamed = await client.said_of("flow.yaml")
        client.text_document_did_close(types.DidCloseTextDocumentParams(identity))
        return known, renamed, await client.said_of("flow.yaml")

    known, renamed, closed = session(tmp_path, steps)
    assert [len(of(found, "W708")) for found in (known, renamed, closed)] == [0, 1, 0]


def test_a_file_that_another_program_changes_is_read_again(tmp_path):
    async def steps(client):
        await client.open("flow.yaml", FLOW)
        (tmp_path / "other.yaml").unlink()
        change = types.FileEvent(client.uri("other.yaml"), types.FileChangeType.Deleted)
        client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
        return await client.said_of("flow.yaml")

    assert of(session(tmp_path, steps), "W708")


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "file:///c%3A/Users/a%20b/fl%C3%B6w.yaml", "vscode-vfs://github/x/flow.yaml"]
)
def test_documents_without_a_path_and_of_windows_are_served(tmp_path, uri):
    text = FLOW.replace("on-success: second", "on-success: second\n      on-success: second")

    async def steps(client):
        client.uri = lambda _name: uri
        found = of(await client.open("", text), "W105")
        context = types.CodeActionContext(found)
        identity = types.TextDocumentIdentifier(uri)
        fixes = await client.text_document_code_action_async(types.CodeActionParams(identity, found[0].range, context))
        place = await client.text_document_definition_async(types.DefinitionParams(*at(uri, text, "answer.toUpper")))
        return found, fixes, place

    found, fixes, place = session(tmp_path, steps)
    assert found[0].related_information[0].location.uri == uri
    assert [*fixes[0].edit.changes] == [uri]
    assert place[0].uri == uri


def test_lines_that_end_as_on_windows(tmp_path):
    text = FLOW.replace("on-success: second", "on-success: secnd").replace("\n", "\r\n")

    async def steps(client):
        broken = of(await client.open("flow.yaml", text), "E301")
        place = await client.goto("flow.yaml", text, "other\r")
        mended = await client.type("flow.yaml", 12, 18, "second", instead_of=5)
        return broken, place, mended, await client.hover("flow.yaml", text, "std.echo")

    broken, place, mended, hover = session(tmp_path, steps)
    assert (broken[0].range.start.line, broken[0].range.start.character, broken[0].range.end.character) == (12, 18, 23)
    assert place == [("other.yaml", 1)]
    assert of(mended, "E301") == []
    assert "**std.echo**" in hover


def test_folders_of_a_workspace_are_all_read(tmp_path):
    for name, text in (("one", FLOW), ("two", OTHER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "flow.yaml").write_text(text)

    async def play():
        client = Editor(tmp_path / "one")
        await client.start_io(sys.executable, "-m", "mistralc", "lsp")
        folders = [types.WorkspaceFolder((tmp_path / name).as_uri(), name) for name in ("one", "two")]
        await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), workspace_folders=folders))
        client.initialized(types.InitializedParams())
        found = await client.open("flow.yaml", FLOW), await client.goto("flow.yaml", FLOW, "other\n")
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()
        return found

    found, place = asyncio.run(asyncio.wait_for(play(), 4 * ANSWER_SECONDS))
    assert of(found, "W708") == []
    assert place == [("flow.yaml", 1)]
