"""The report: every construct that is used, with its verdict, how often and in which files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from typing import Any

from mistralc.compilation import Sources, is_inside
from mistralc.diagnostics import Diagnostic, Severity
from mistralc.migration.constructs import NOTES, uses
from mistralc.model import Workflow
from mistralc.rules import Project, find
from mistralc.source import Span


class Verdict(str, Enum):
    """What becomes of a construct."""

    PERSON = "needs a person"
    NOTE = "equivalent with a note"
    EXACT = "exact"


@dataclass
class Row:
    """One construct with one verdict. `why` is the note, or what keeps it from being compiled."""

    verdict: Verdict
    group: str
    name: str
    why: str
    places: list[Span] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        return sorted({place.file for place in self.places})

    def as_object(self) -> dict[str, Any]:
        """The JSON form: no key is ever removed or renamed. Wordings change."""
        return {
            "verdict": self.verdict.name.lower(),
            "group": self.group,
            "construct": self.name,
            "why": self.why,
            "uses": len(self.places),
            "files": self.files,
            "places": [str(place) for place in self.places],
        }


@dataclass
class Report:
    """All of it. Rows are in the order of a reader's interest: what needs a person first, the most used first."""

    files: int
    tasks: int
    workflows: Mapping[str, Verdict]
    """Every workflow by `file: name`, with the worst verdict of what it uses."""
    rows: list[Row]
    passed_over: Sequence[str] = ()
    """Files of the folders that are nothing of Mistral's."""

    def of(self, verdict: Verdict) -> list[Row]:
        """The rows of one verdict."""
        return [row for row in self.rows if row.verdict is verdict]

    def groups(self, verdict: Verdict) -> list[tuple[str, list[Row]]]:
        """The rows of one verdict by what is to be said of them, or else by area; what is used most first."""

        def why(row: Row) -> str:
            return row.why or row.group

        found = [(reason, list(rows)) for reason, rows in groupby(sorted(self.of(verdict), key=why), why)]
        return sorted(found, key=lambda group: -sum(len(row.places) for row in group[1]))

    def share(self, verdict: Verdict) -> int:
        """How many of a hundred workflows have this verdict."""
        return round(100 * self.count(verdict) / max(1, len(self.workflows)))

    @property
    def folder(self) -> str:
        """The folder that all files are below, with its slash; empty when there is none."""
        names = {place.file for row in self.rows for place in row.places}
        if len(names) < 2 or len({os.path.isabs(name) for name in names}) > 1:
            return ""
        common = os.path.commonpath(names)
        return common + "/" if common else ""

    def count(self, verdict: Verdict) -> int:
        """How many workflows have this verdict."""
        return sum(each is verdict for each in self.workflows.values())

    def as_object(self) -> dict[str, Any]:
        """The JSON form: no key is ever removed or renamed."""
        return {
            "files": self.files,
            "tasks": self.tasks,
            "passed_over": list(self.passed_over),
            "workflows": {name: verdict.name.lower() for name, verdict in self.workflows.items()},
            "constructs": [row.as_object() for row in self.rows],
        }


@dataclass(frozen=True)
class _Finding:
    verdict: Verdict
    group: str
    name: str
    why: str
    place: Span


REJECTED = "faults: Mistral does not take this file either; `mistralc check` shows what to change"


def make_report(sources: Sources) -> Report:
    """The report on files that were read."""
    checked, project = sources.check(), sources.project
    errors = [found for found in checked.diagnostics if found.severity is Severity.ERROR]
    faulty = {found.span.file for found in errors}
    refused = sources.refusals()
    findings = [_Finding(Verdict.PERSON, "faults", _title(found.code), REJECTED, found.span) for found in errors]
    workflows: dict[str, Verdict] = {}
    for workflow in (each for part in project.files for each in part.workflows):
        found_here = list(_judge(workflow, project, [each for each in refused if is_inside(each, workflow)]))
        findings += found_here
        verdicts = {each.verdict for each in found_here} | (
            {Verdict.PERSON} if workflow.document.name in faulty else set()
        )
        workflows[f"{workflow.document.name}: {workflow.qualified_name}"] = min(verdicts, key=list(Verdict).index)
    tasks = sum(len(each.tasks) for part in project.files for each in part.workflows)
    others = [str(path) for path in sources.passed_over]
    return Report(len(checked.documents), tasks, workflows, _rows(findings), others)


def _judge(workflow: Workflow, project: Project, refused: Iterable[Diagnostic]) -> Iterator[_Finding]:
    """Every use in a workflow with its verdict, and what is refused beside."""
    left = {refusal.span: refusal for refusal in refused}
    for construct, use in uses(workflow, project):
        refusal = left.pop(use.span, None) if construct.refusable else None
        name, group = use.name or construct.name, construct.group
        if refusal or use.person:
            yield _Finding(Verdict.PERSON, group, name, _why(refusal) if refusal else use.person, use.span)
        elif construct.note:
            yield _Finding(Verdict.NOTE, group, name, NOTES[construct.note], use.span)
        else:
            yield _Finding(Verdict.EXACT, group, name, "", use.span)
    for refusal in left.values():
        yield _Finding(Verdict.PERSON, "flow", _title(refusal.code), _why(refusal), refusal.span)


def _why(refusal: Diagnostic) -> str:
    """What a refusal is about, without the names in its message, so that all of a kind are one; and what to do."""
    rule = find(refusal.code)
    title = rule.title if rule else refusal.message
    return f"{title}: {refusal.help}" if refusal.help else title


def _title(code: str) -> str:
    rule = find(code)
    return f"{code} {rule.title}" if rule else code


def _rows(findings: Iterable[_Finding]) -> list[Row]:
    rows: dict[tuple[Verdict, str, str, str], Row] = {}
    for each in findings:
        key = (each.verdict, each.group, each.name, each.why)
        rows.setdefault(key, Row(*key)).places.append(each.place)
    order = list(Verdict)
    return sorted(rows.values(), key=lambda row: (order.index(row.verdict), -len(row.places), row.name))
