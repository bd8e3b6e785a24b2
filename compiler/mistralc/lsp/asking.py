"""What a name in a document means: for hover and for going to its definition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mistralc.analysis.graph import ENGINE_COMMANDS
from mistralc.lsp import describing
from mistralc.lsp.cursor import Cursor
from mistralc.lsp.names import task_at, variables, workflow_at
from mistralc.model import Definitions, Workflow
from mistralc.rules import Project
from mistralc.rules.actions.facts import fact_at
from mistralc.schemas import keys_at
from mistralc.source import Path, Span

_CALLS = ("action", "base", "workflow")
_CLAUSES = re.compile(r"on-(success|error|complete|skip)|next|requires")
_TASK_CALL = re.compile(r"\btask\(\s*['\"]?\w*$")


@dataclass(frozen=True)
class Answer:
    """What is known of a name: its place in the text, a description, where it is defined (several for a variable)."""

    place: Span
    text: str
    definitions: tuple[Span, ...] = ()


def ask(cursor: Cursor, definitions: Definitions, project: Project) -> Answer | None:
    """What stands at a place; None where there is nothing to say."""
    return _Question(cursor, definitions, project).answer()


class _Question:
    def __init__(self, cursor: Cursor, definitions: Definitions, project: Project) -> None:
        self.cursor = cursor
        self.definitions = definitions
        self.project = project
        self.workflow = workflow_at(definitions, cursor.path)
        self.word, self.start, self.end = cursor.word
        self.place = cursor.span(self.start, self.end)

    def answer(self) -> Answer | None:
        if not self.word:
            return None
        if self.cursor.language:
            return self._in_expression(self.cursor.language)
        steps = [step for step in self.cursor.path if isinstance(step, str)]
        if self.cursor.is_key:
            return self._key(steps)
        if steps and steps[-1] in _CALLS and self._is_first_word(steps[-1]):
            return self._call(steps[-1])
        return self._target() if any(_CLAUSES.fullmatch(step) for step in steps[-2:]) else None

    def _in_expression(self, language: str) -> Answer | None:
        before = self.cursor.document.text[max(0, self.start - 200) : self.start]
        if before.endswith(("$.", "_.")) and self.workflow:
            origins = variables(self.workflow, task_at(self.workflow, self.cursor.path)).get(self.word)
            if origins:
                spans = tuple(origin.span for origin in origins)
                return Answer(self.place, describing.of_variable(self.word, origins), spans)
            return None
        if _TASK_CALL.search(before):
            return self._task(self.word)
        text = describing.of_function(self.word, language)
        return Answer(self.place, text) if text else None

    def _key(self, steps: list[str]) -> Answer | None:
        path = self.cursor.path
        if any(_CLAUSES.fullmatch(str(step)) for step in path[-3:-1]) and self._task(str(path[-1])):
            return self._task(str(path[-1]))  # `task: <% condition %>`
        if path[-2:-1] in (("input",), ("base-input",)) and (argument := self._argument(path)):
            return argument
        words = keys_at(self.definitions.kind, _plain(path[:-1])).get(steps[-1]) if steps else None
        return Answer(self.place, f"**{steps[-1]}**: {words}") if words else None

    def _argument(self, path: Path) -> Answer | None:
        """An argument of a call: what the action says of it, or where the workflow that is called declares it."""
        fact = fact_at(self.definitions, self.project, path[:-2])
        name = str(path[-1])
        if fact is None or fact.callee is None or name not in fact.callee.names:
            return None
        words = fact.callee.describe(name)
        text = f"**{name}** of {fact.what}" + (f": {words}" if words else "")
        return Answer(self.place, text, (fact.callee.declared.span,) if fact.callee.declared else ())

    def _is_first_word(self, key: str) -> bool:
        """Whether the word is the name of what is called, not one of its parameters."""
        start, _ = self.cursor.document.indices(self.cursor.document.span(self.cursor.path))
        return not re.search(r"\s\S+=", self.cursor.document.text[start : self.start])

    def _call(self, key: str) -> Answer | None:
        document = self.cursor.document
        start, end = document.indices(document.span(self.cursor.path))
        found = re.search(r"[\w.-]+", document.text[start:end])
        if found is None:
            return None
        name, place = found[0], self.cursor.span(start + found.start(), start + found.end())
        if key == "workflow":
            called = self.project.workflow(name, self.definitions.workbook)
            return self._workflow(called, place) if called else None
        action = self.project.action(name, self.definitions.workbook)
        if action:
            return Answer(place, describing.of_ad_hoc_action(action), (action.document.key_span(action.at),))
        text = describing.of_action(name)
        return Answer(place, text) if text else None

    def _workflow(self, called: Workflow, place: Span) -> Answer:
        return Answer(place, describing.of_workflow(called), (called.document.key_span(called.at),))

    def _target(self) -> Answer | None:
        if self.word in ENGINE_COMMANDS:
            return Answer(self.place, describing.of_command(self.word))
        return self._task(self.word)

    def _task(self, name: str) -> Answer | None:
        task = self.workflow.tasks.get(name) if self.workflow else None
        if task is None or self.workflow is None:
            return None
        return Answer(self.place, describing.of_task(task), (self.workflow.document.key_span(task.at),))


def _plain(path: Path) -> Path:
    """A path without the positions in lists."""
    return tuple(step for step in path if isinstance(step, str))
