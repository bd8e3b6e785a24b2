"""The workflow language as data: what a source file defines, each construct with the place it was written at.

Shapes only. Task-defaults are not applied and clauses not combined here: that is what `mistralc.analysis` does.
Values an author wrote (inputs, publishes, guards …) are kept as plain YAML data; `at` is the path of a construct in its
document and `Document.span(at + (...))` finds the place of any part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

from mistralc.source import Document, Path

Data = Any
"""Plain YAML data: null, bool, int, float, str, list, dict (keys as written)."""


class Event(str, Enum):
    """What makes a transition fire; the value is the key of the clause in the language."""

    SUCCESS = "on-success"
    ERROR = "on-error"
    COMPLETE = "on-complete"
    SKIP = "on-skip"


class _Required(Enum):
    REQUIRED = "required"

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED = _Required.REQUIRED
"""The default of an input that has none."""


@dataclass(frozen=True)
class Input:
    """One declared input of a workflow or ad-hoc action. Defaults are literal: no expression in them is evaluated."""

    name: str
    default: Data
    at: Path

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


@dataclass(frozen=True)
class Call:
    """An action, workflow or base name (or expression) with its inline parameters (`std.echo output="hi"`)."""

    name: str
    params: Mapping[str, Data]
    at: Path


@dataclass(frozen=True)
class Transition:
    """One entry of an on-clause: the target (a task or engine command), its guard ('' for none), its parameters."""

    target: str
    guard: str
    params: Mapping[str, Data]
    at: Path


@dataclass(frozen=True)
class Publish:
    """The advanced form of publish inside an on-clause; a section that was not written is None."""

    branch: Mapping[str, Data] | None
    globals: Mapping[str, Data] | None
    atomic: Mapping[str, Data] | None
    at: Path


@dataclass(frozen=True)
class Clause:
    """An on-clause: what it publishes (advanced form only) and where it leads."""

    event: Event
    next: tuple[Transition, ...]
    publish: Publish | None
    at: Path


@dataclass(frozen=True)
class Retry:
    """The retry policy, from its block or its one-line form. Fields that were not written are None."""

    count: Data
    delay: Data
    break_on: Data
    continue_on: Data
    at: Path


@dataclass(frozen=True)
class Policies:
    """Policies of a task or of task-defaults as written; None where not written."""

    retry: Retry | None = None
    wait_before: Data = None
    wait_after: Data = None
    timeout: Data = None
    pause_before: Data = None
    concurrency: Data = None
    fail_on: Data = None


@dataclass(frozen=True)
class WithItems:
    """One loop variable of with-items and the list (or expression) it runs over."""

    variable: str
    items: Data
    at: Path


@dataclass(frozen=True)
class Task:
    """One task as written. `action` and `workflow` exclude each other; neither means std.noop."""

    name: str
    at: Path
    description: str | None = None
    tags: tuple[str, ...] = ()
    action: Call | None = None
    workflow: Call | None = None
    input: Mapping[str, Data] | str | None = None
    with_items: tuple[WithItems, ...] = ()
    publish: Mapping[str, Data] | None = None
    publish_on_error: Mapping[str, Data] | None = None
    publish_on_skip: Mapping[str, Data] | None = None
    policies: Policies = field(default_factory=Policies)
    keep_result: Data = None
    safe_rerun: Data = None
    target: str | None = None
    join: Literal["all", "one"] | int | None = None
    requires: tuple[str, ...] = ()
    clauses: Mapping[Event, Clause] = field(default_factory=dict)


@dataclass(frozen=True)
class TaskDefaults:
    """What every task of the workflow gets unless it says otherwise."""

    at: Path
    policies: Policies = field(default_factory=Policies)
    safe_rerun: Data = None
    requires: tuple[str, ...] = ()
    clauses: Mapping[Event, Clause] = field(default_factory=dict)


@dataclass(frozen=True)
class Workflow:
    """One workflow. `name` is the short name; `qualified_name` is `book.name` for a workflow of a workbook."""

    name: str
    document: Document
    at: Path
    tasks: Mapping[str, Task]
    type: Literal["direct", "reverse"] = "direct"
    description: str | None = None
    tags: tuple[str, ...] = ()
    input: tuple[Input, ...] = ()
    output: Mapping[str, Data] | None = None
    output_on_error: Mapping[str, Data] | None = None
    vars: Mapping[str, Data] | None = None
    task_defaults: TaskDefaults | None = None
    workbook: str | None = None

    @property
    def qualified_name(self) -> str:
        return f"{self.workbook}.{self.name}" if self.workbook else self.name


@dataclass(frozen=True)
class Action:
    """An ad-hoc action: a name for another action with inputs and an output of its own."""

    name: str
    document: Document
    at: Path
    base: Call
    base_input: Mapping[str, Data]
    input: tuple[Input, ...] = ()
    output: Data = None
    description: str | None = None
    workbook: str | None = None

    @property
    def qualified_name(self) -> str:
        return f"{self.workbook}.{self.name}" if self.workbook else self.name


@dataclass(frozen=True)
class Definitions:
    """All that one source file defines. `kind` is how the file was read."""

    document: Document
    kind: Literal["workflow", "workbook", "action"]
    workflows: tuple[Workflow, ...] = ()
    actions: tuple[Action, ...] = ()
    workbook: str | None = None
    broken: frozenset[Path] = frozenset()
    """The places of faults of shape, where parts are missing here."""

    def is_intact(self, at: Path) -> bool:
        """Whether the construct at this place is here as it was written."""
        return not any(path[: len(at)] == at for path in self.broken)

    def lacks_input(self, at: Path) -> bool:
        """Whether the construct may have other inputs than are here: they, or a key beside them, are at fault."""
        return not self.is_intact((*at, "input")) or any(path[:-1] == at for path in self.broken)
